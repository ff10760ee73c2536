using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PartnerCenter.Identity.Federation;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Identity;

/// <summary>Accounts of all kinds, sign-in and second factor.</summary>
public sealed class IdentityModule : Module
{
    /// <inheritdoc/>
    public override string Name => "identity";

    /// <summary>To add the vendor's people and give them roles.</summary>
    public const string ManageStaff = "identity.staff";

    /// <summary>To see and change one's own profile, password and sessions.</summary>
    public const string Profile = "identity.profile";

    /// <summary>To say which identity provider signs in the customers of one's platform.</summary>
    public const string Federation = "identity.federation";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(Profile, new("个人资料与凭证", "Profile and credentials"), [.. Role.Names.Keys]),
        new(ManageStaff, new("管理厂商人员", "Manage the vendor's people"), Role.VendorAdministrator),
        new(Federation, new("配置客户联合登录", "Set up customer federation"), Role.PartnerAdministrator),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu => [new(MenuSection.Operation, 905, new("人员", "People"), "/console/staff", ManageStaff)];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["identity.sign-in-failed"] = new("邮箱或密码不正确。", "E-mail or password is wrong."),
        ["identity.locked"] = new("尝试次数过多，请在 {0} 分钟后再试。", "Too many attempts; try again in {0} minutes."),
        ["identity.code-wrong"] = new("验证码不正确或已使用。", "The code is wrong or was used already."),
        ["identity.email-taken"] = new("该邮箱已注册，请直接登录。", "This e-mail address has an account already; sign in with it."),
        ["identity.console-only"] = new("该账号是控制台（IAM）用户，只能登录控制台，不能进入伙伴中心。请联系伙伴管理员在“组织成员”中为您创建成员账号。",
            "This is a console (IAM) user: it can enter the console only. Ask the partner's administrator to create a member account for you."),
        ["identity.real-name-wrong"] = new("姓名与身份证号码不匹配，请核对后重试。", "The name and the identity number do not belong together; check both."),
        ["identity.real-name-done"] = new("该账号已完成实名认证。", "The real name of this account is authenticated already."),
        ["identity.registry-away"] = new("实名认证服务暂时不可用，请稍后重试。", "The real-name service cannot be reached now; try again later."),
        ["identity.disabled"] = new("该账号已停用，请联系伙伴管理员。", "This account has been disabled; ask the partner's administrator."),
        ["identity.link-over"] = new("链接已失效，请重新获取。", "This link no longer works; ask for a new one."),
        ["identity.captcha"] = new("图形验证码不正确，请重新输入。", "The characters of the picture are wrong; try the new one."),
        ["identity.reset-failed"] = new("验证码不正确或已过期。", "The code is wrong or too old."),
        ["identity.code-needed"] = new("请输入验证码。", "Enter the code that was sent to you."),
        ["identity.code-too-soon"] = new("验证码已发送，请在 {0} 秒后再获取。", "A code was sent; ask for another in {0} seconds."),
        ["identity.code-too-many"] = new("今天获取验证码的次数已达上限，请明天再试。", "No more codes today; try again tomorrow."),
        ["identity.renamed-already"] = new("账号名称只能修改一次，您已修改过。", "The account name can be changed once, and it was."),
        ["identity.no-second-factor"] = new("尚未开启两步验证。", "There is no second factor yet."),
        ["identity.password-wrong"] = new("当前密码不正确。", "The present password is wrong."),
        ["identity.no-vendor-role"] = new("请选择厂商角色。", "Choose a role of the vendor's."),
        ["identity.own-rights"] = new("不能更改自己的角色或停用自己；请由另一位管理员操作。", "Nobody changes the own roles or disables the own account: another administrator does."),
        ["identity.last-administrator"] = new("至少要保留一位平台管理员。", "At least one administrator must remain."),
        ["identity.no-account"] = new("没有这个账号。", "There is no such account."),
        ["identity.iam-email"] = new("邮箱 {0} 已被控制台（IAM）用户使用。请先在 IAM 中删除该邮箱或该用户，再创建成员。",
            "The e-mail address {0} belongs to a console (IAM) user. Delete the address or the user in IAM first, then create the member."),
        ["identity.iam-mobile"] = new("手机号 {0} 已被控制台（IAM）用户使用。请先在 IAM 中删除该手机号或该用户，再创建成员。",
            "The mobile {0} belongs to a console (IAM) user. Delete the number or the user in IAM first, then create the member."),
        ["identity.password"] = new("密码至少 {0} 位，且不能是常见密码。", "A password has at least {0} characters and is none of the common ones."),
    }.Concat(OidcRefusals.All).Concat(SamlRefusals.All).ToDictionary();

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<IdentityDb>().AddRule<SignInTerms>(SignInTerms.Rule);
        services.AddScoped<IUserStore<Account>>(provider =>
            new UserOnlyStore<Account, IdentityDb, Guid>(provider.GetRequiredService<IdentityDb>()) { AutoSaveChanges = false });
        services.AddIdentityCore<Account>(options =>
        {
            // The length, like all else, is PasswordRule's to judge.
            options.Password.RequiredLength = 1;
            options.Password.RequireDigit = false;
            options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = false;
            options.Password.RequireNonAlphanumeric = false;
        });
        services.AddScoped<IPasswordValidator<Account>, PasswordRule>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = configuration.GetValue("Identity:HashIterations", 220_000));
        services.AddScoped<SignIn>().AddScoped<Sessions>().AddScoped<KnownDevices>().AddScoped<VendorStaff>().AddScoped<PasswordLinks>()
            .AddScoped<SendConfirmationCode>().AddScoped<ConfirmationCodes>().AddScoped<ResetPassword>().AddScoped<Profile>()
            .AddScoped<PartnerAccounts>().AddSingleton<Captcha>().AddScoped<SecondFactor>().AddScoped<RegisterCompany>().AddScoped<RegisterPerson>()
            .AddScoped<AuthenticateRealName>().AddScoped<PersonAccounts>().AddScoped<Reassurance>().AddScoped<Accounts>()
            .AddScoped<SamlProviders>().AddScoped<FetchSamlMetadata>().AddScoped<SamlSignOn>().AddScoped<FederatedAccounts>()
            .AddScoped(scope => new ProgramSignIn(scope.GetRequiredService<IdentityDb>(), scope.GetRequiredService<SignIn>()));
        services.AddSingleton<IActorSource, ActorSource>().AddScoped<IAddressBook, AddressBook>();
        services.AddSingleton(Account.MobileColumn).AddSingleton(SecondFactor.SecretColumn);
        AddRealNames(services, configuration.GetSection("RealName:Http"));
        services.AddMemoryCache();
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            var secure = configuration["Site"]?.StartsWith("https://", StringComparison.Ordinal) == true;
            options.Cookie.Name = secure ? "__Host-session" : "session";
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            // How long a session holds is decided by Sessions; the cookie only names it.
            options.ExpireTimeSpan = TimeSpan.FromDays(1);
            options.SlidingExpiration = false;
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
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<MachineClock>((options, machine) => options.TimeProvider = machine.Provider);
        OidcProvider.Add(authentication, configuration);
    }

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        SessionEndpoints.Map(routes);
        OidcProvider.Map(routes);
    }

    private static void AddRealNames(IServiceCollection services, IConfigurationSection settings)
    {
        services.AddHttpClient("real-name").ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(15));
        services.TryAddScoped<IRealNameRegistry>(provider => settings.Exists()
            ? new HttpRealNameRegistry(provider.GetRequiredService<IHttpClientFactory>().CreateClient("real-name"), settings)
            : new FormOfNumber(provider.GetRequiredService<BusinessDay>()));
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
