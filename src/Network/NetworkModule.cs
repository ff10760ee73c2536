using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Company;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Network;

/// <summary>Legal entities, joining the network, what a partner has agreed to, and its certified business information.</summary>
public sealed class NetworkModule : Module
{
    /// <summary>To join the network.</summary>
    public const string Join = "network.join";

    /// <summary>To see one's own company and agreements.</summary>
    public const string SeeCompany = "network.company";

    /// <summary>To change one's contact and the licence data.</summary>
    public const string EditCompany = "network.edit-company";

    /// <summary>To register a further account of the company quickly.</summary>
    public const string RegisterQuickly = "network.register-quickly";

    /// <summary>To cancel the account.</summary>
    public const string CancelAccount = "network.cancel-account";

    /// <summary>To see partners, for the vendor.</summary>
    public const string SeePartners = "network.partners";

    /// <summary>To give partners to ecosystem managers.</summary>
    public const string AssignManagers = "network.assign-managers";

    /// <summary>To have the company's business information certified.</summary>
    public const string Certify = "network.certify";

    /// <summary>To see certifications and draft bank letters, for the vendor.</summary>
    public const string HandleCertifications = "network.handle-certifications";

    /// <summary>To enter supplier records, for the vendor.</summary>
    public const string SupplierRecords = "network.supplier-records";

    /// <summary>To change logo, contact and introduction of a company on its ticket.</summary>
    public const string ChangeProfiles = "network.change-profiles";

    /// <summary>To change the taxpayer type of a company, for the vendor.</summary>
    public const string ChangeTaxpayer = "network.change-taxpayer";

    /// <inheritdoc/>
    public override string Name => "network";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(Join, new("申请入驻", "Join the network"), Role.Company),
        new(SeeCompany, new("查看公司信息", "See the company"), Role.Partner),
        new(EditCompany, new("修改公司信息", "Change the company's data"), Role.PartnerAdministrator),
        new(RegisterQuickly, new("快速注册新账号", "Register a further account"), Role.PartnerAdministrator),
        new(CancelAccount, new("注销账号", "Cancel the account"), Role.PartnerAdministrator),
        new(SeePartners, new("查看伙伴", "See partners"), Role.Vendor),
        new(AssignManagers, new("分配生态经理", "Assign ecosystem managers"), Role.VendorAdministrator),
        new(Certify, new("认证商业信息", "Certify business information"), Role.PartnerAdministrator),
        new(HandleCertifications, new("处理商业信息认证", "Handle certifications"), Role.Operations, Role.VendorAdministrator),
        new(SupplierRecords, new("维护供应商记录", "Keep supplier records"), Role.Operations, Role.VendorAdministrator),
        new(ChangeProfiles, new("修改公司展示信息", "Change companies' profiles"), Role.Operations, Role.VendorAdministrator),
        new(ChangeTaxpayer, new("修改纳税人类型", "Change taxpayer types"), Role.Operations, Role.VendorAdministrator),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Home, 10, new("入驻申请", "Join the network"), "/join", Join),
        new(MenuSection.Home, 20, new("基本信息", "Company"), "/portal/company", SeeCompany),
        new(MenuSection.Home, 21, new("商业信息", "Business information"), Certifications.Page, Certify),
        new(MenuSection.Network, 110, new("伙伴", "Partners"), "/console/partners", SeePartners),
        new(MenuSection.Network, 115, new("商业信息认证", "Certifications"), "/console/certifications", HandleCertifications),
        new(MenuSection.Network, 116, new("供应商记录", "Supplier records"), "/console/supplier-records", SupplierRecords),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals => NetworkRefusals.All;

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<NetworkDb>().AddSingleton(Partner.MobileColumn)
            .AddScoped<JoinNetwork>().AddScoped<AssignManager>().AddScoped<IReachSource, ManagerReach>().AddScoped<PartnerLists>().AddScoped<Partners>().AddScoped<SigningEntities>().AddScoped<SignAgreement>()
            .HearNow<ReviewEnded, DecideJoining>()
            .AddRule<JoiningTerms>(JoiningTerms.Rule).AddRule<SigningEntityTerms>(SigningEntityTerms.Rule)
            .AddRule<ReviewDefinition>(JoiningTerms.Review);
        services.AddSingleton(BankCertification.AccountColumn).AddSingleton(BankCertification.AmountColumn).AddSingleton(SupplierRecord.AccountColumn)
            .AddScoped<CertifyCompany>().AddScoped<ConfirmAmount>().AddScoped<BankLetter>().AddScoped<SupplierRecords>().AddScoped<ChangeTaxpayerType>()
            .AddScoped<CertificationLists>().AddScoped<Certifications>()
            .AddJob<ProbeDue, PayProbe>(PayProbe.Type)
            .HearNow<ReviewEnded, DecideCertification>()
            .HearLater<CertificationMoved, TellCertification>().HearLater<BankLetterDrafted, TellCertification>()
            .AddSingleton(new NotificationKind(TellCertification.Notice, new("商业信息认证", "Certification of business information"), [ActorKind.Partner]))
            .AddSingleton(new NotificationKind(TellCertification.LetterNotice, new("待生成的银行函", "Bank letters to be drafted"), [ActorKind.Vendor]))
            .AddRule<CertificationTerms>(CertificationTerms.Rule)
            .AddRule<ReviewDefinition>(CertificationTerms.Review).AddRule<ReviewDefinition>(CertificationTerms.LetterReview);
        services.AddScoped<CompanyAccounts>().AddScoped<Agreements>().AddScoped<ChangeContact>().AddScoped<TicketProof>().AddScoped<ChangeProfile>().AddScoped<CompanyProfiles>().AddScoped<ChangeLicense>().AddScoped<Company.RegisterQuickly>().AddScoped<Company.CancelAccount>()
            .HearNow<ReviewEnded, ChangeLicense>().AddRule<ReviewDefinition>(ChangeLicense.Review);
        var registry = configuration.GetSection("Registry:Http");
        services.AddHttpClient("registry").ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(registry.GetValue("TimeoutSeconds", 5)));
        services.TryAddSingleton<IBusinessRegistry>(provider => registry.Exists()
            ? new HttpBusinessRegistry(provider.GetRequiredService<IHttpClientFactory>().CreateClient("registry"), registry)
            : new HouseRegistry(configuration["Registry:File"]));
        var bank = configuration.GetSection("Bank:Http");
        services.AddHttpClient("bank").ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(bank.GetValue("TimeoutSeconds", 30)));
        services.TryAddScoped<IProbePayment>(provider => bank.Exists()
            ? new HttpProbePayment(provider.GetRequiredService<IHttpClientFactory>().CreateClient("bank"), bank)
            : ActivatorUtilities.CreateInstance<MailedStatement>(provider));
    }

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        NetworkApi.Map(routes);
        CompanyApi.Map(routes);
        CertificationApi.Map(routes);
    }
}
