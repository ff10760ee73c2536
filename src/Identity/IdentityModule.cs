using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Identity;

/// <summary>Accounts of all kinds, sign-in and second factor.</summary>
public sealed class IdentityModule : Module
{
    /// <inheritdoc/>
    public override string Name => "identity";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["identity.sign-in-failed"] = new("邮箱或密码不正确。", "E-mail or password is wrong."),
        ["identity.locked"] = new("尝试次数过多，请在 {0} 分钟后再试。", "Too many attempts; try again in {0} minutes."),
        ["identity.code-wrong"] = new("验证码不正确或已使用。", "The code is wrong or was used already."),
        ["identity.email-taken"] = new("该邮箱已注册，请直接登录。", "This e-mail address has an account already; sign in with it."),
        ["identity.password"] = new("密码至少 {0} 位，且不能是常见密码。", "A password has at least {0} characters and is none of the common ones."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<IdentityDb>();
        services.AddScoped<IUserStore<Account>>(provider =>
            new UserOnlyStore<Account, IdentityDb, Guid>(provider.GetRequiredService<IdentityDb>()) { AutoSaveChanges = false });
        services.AddIdentityCore<Account>(options =>
        {
            options.Password.RequiredLength = PasswordRule.Shortest;
            options.Password.RequireDigit = false;
            options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = false;
            options.Password.RequireNonAlphanumeric = false;
        });
        services.AddScoped<IPasswordValidator<Account>, PasswordRule>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = configuration.GetValue("Identity:HashIterations", 220_000));
        services.AddScoped<SignIn>().AddScoped<SecondFactor>().AddScoped<RegisterCompany>().AddScoped<Accounts>();
        services.AddSingleton<IActorSource, ActorSource>().AddScoped<IAddressBook, AddressBook>();
        services.AddMemoryCache();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = "session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromMinutes(30);
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/denied";
            options.ReturnUrlParameter = "back";
            options.Events.OnRedirectToLogin = context => Refuse(context, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => Refuse(context, StatusCodes.Status403Forbidden);
        });
    }

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes) => SessionEndpoints.Map(routes);

    /// <summary>A program gets a status, a person gets a page.</summary>
    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
