using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Identity.Federation;
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

    /// <summary>To see and change one's own profile, password and sessions.</summary>
    public const string Profile = "identity.profile";

    /// <summary>To say which identity provider signs in the customers of one's platform.</summary>
    public const string Federation = "identity.federation";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(Profile, new("个人资料与凭证", "Profile and credentials"), [.. Role.Names.Keys]),
        new(Federation, new("配置客户联合登录", "Set up customer federation"), Role.PartnerAdministrator),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["identity.sign-in-failed"] = new("邮箱或密码不正确。", "E-mail or password is wrong."),
        ["identity.locked"] = new("尝试次数过多，请在 {0} 分钟后再试。", "Too many attempts; try again in {0} minutes."),
        ["identity.code-wrong"] = new("验证码不正确或已使用。", "The code is wrong or was used already."),
        ["identity.email-taken"] = new("该邮箱已注册，请直接登录。", "This e-mail address has an account already; sign in with it."),
        ["identity.console-only"] = new("该账号是控制台（IAM）用户，只能登录控制台，不能进入伙伴中心。请联系伙伴管理员在“组织成员”中为您创建成员账号。",
            "This is a console (IAM) user: it can enter the console only. Ask the partner's administrator to create a member account for you."),
        ["identity.disabled"] = new("该账号已停用，请联系伙伴管理员。", "This account has been disabled; ask the partner's administrator."),
        ["identity.link-over"] = new("链接已失效，请重新获取。", "This link no longer works; ask for a new one."),
        ["identity.captcha"] = new("图形验证码不正确，请重新输入。", "The characters of the picture are wrong; try the new one."),
        ["identity.reset-failed"] = new("验证码不正确或已过期。", "The code is wrong or too old."),
        ["identity.code-needed"] = new("请输入验证码。", "Enter the code that was sent to you."),
        ["identity.code-too-soon"] = new("验证码已发送，请在 {0} 秒后再获取。", "A code was sent; ask for another in {0} seconds."),
        ["identity.code-too-many"] = new("今天获取验证码的次数已达上限，请明天再试。", "No more codes today; try again tomorrow."),
        ["identity.renamed-already"] = new("账号名称只能修改一次，您已修改过。", "The account name can be changed once, and it was."),
        ["identity.password-wrong"] = new("当前密码不正确。", "The present password is wrong."),
        ["identity.iam-email"] = new("邮箱 {0} 已被控制台（IAM）用户使用。请先在 IAM 中删除该邮箱或该用户，再创建成员。",
            "The e-mail address {0} belongs to a console (IAM) user. Delete the address or the user in IAM first, then create the member."),
        ["identity.iam-mobile"] = new("手机号 {0} 已被控制台（IAM）用户使用。请先在 IAM 中删除该手机号或该用户，再创建成员。",
            "The mobile {0} belongs to a console (IAM) user. Delete the number or the user in IAM first, then create the member."),
        ["identity.password"] = new("密码至少 {0} 位，且不能是常见密码。", "A password has at least {0} characters and is none of the common ones."),
    }.Concat(OidcRefusals.All).Concat(SamlRefusals.All).ToDictionary();

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
        services.AddScoped<SignIn>().AddScoped<PasswordLinks>().AddScoped<ConfirmationCodes>().AddScoped<ResetPassword>().AddScoped<Profile>()
            .AddScoped<PartnerAccounts>().AddSingleton<Captcha>().AddScoped<SecondFactor>().AddScoped<RegisterCompany>().AddScoped<Accounts>()
            .AddScoped<SamlProviders>().AddScoped<SamlSignOn>().AddScoped<FederatedAccounts>();
        services.AddSingleton<IActorSource, ActorSource>().AddScoped<IAddressBook, AddressBook>();
        services.AddMemoryCache();
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
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
            options.Events.OnRedirectToAccessDenied = context =>
            {
                // The page that says no names the permission that is missing (R7.1.8).
                var permission = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
                context.RedirectUri = $"/denied?permission={permission}";
                return Refuse(context, StatusCodes.Status403Forbidden);
            };
        });
        OidcProvider.Add(authentication, configuration);
    }

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        SessionEndpoints.Map(routes);
        OidcProvider.Map(routes);
    }

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
