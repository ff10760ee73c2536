using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Access;

/// <summary>Something that a person may see or do. Menus, pages, API and documentation all name it by its code.</summary>
/// <param name="Code">Module, dot, what it allows: <c>funds.allocate</c>.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Roles">The built-in roles that have it; see <see cref="Role"/>.</param>
public sealed record Permission(string Code, LocalText Name, params string[] Roles);

/// <summary>The built-in roles.</summary>
public static class Role
{
    /// <summary>Vendor: accounts, policies, the whole console.</summary>
    public const string VendorAdministrator = "vendor-administrator";

    /// <summary>Vendor: looks after partners (生态经理, PDM).</summary>
    public const string EcosystemManager = "ecosystem-manager";

    /// <summary>Vendor: decides on applications.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>Vendor: usage, month close, jobs.</summary>
    public const string Operations = "operations";

    /// <summary>Vendor: top-ups, approvals and payouts.</summary>
    public const string Finance = "finance";

    /// <summary>Vendor: answers tickets (技术支持).</summary>
    public const string Support = "support";

    /// <summary>A company that has signed up but not joined.</summary>
    public const string Company = "company";

    /// <summary>Partner: the administrator of the main account.</summary>
    public const string PartnerAdministrator = "partner-administrator";

    /// <summary>Partner: bills, funds, incentives.</summary>
    public const string PartnerFinance = "partner-finance";

    /// <summary>Partner: customers.</summary>
    public const string PartnerSales = "partner-sales";

    /// <summary>Partner: sees the customers assigned to it (客户经理, R7.1.4a).</summary>
    public const string AccountManager = "account-manager";

    /// <summary>Partner: sees the customers of its account managers (客户经理主管, R12.1.9.5).</summary>
    public const string AccountSupervisor = "account-supervisor";

    /// <summary>A person's own account.</summary>
    public const string Person = "person";

    /// <summary>A customer.</summary>
    public const string Customer = "customer";

    /// <summary>All vendor roles.</summary>
    public static readonly string[] Vendor = [VendorAdministrator, EcosystemManager, Reviewer, Operations, Finance, Support];

    /// <summary>All roles of a partner's people.</summary>
    public static readonly string[] Partner = [PartnerAdministrator, PartnerFinance, PartnerSales, AccountManager, AccountSupervisor];

    /// <summary>The roles that see only assigned customers, as long as they are alone (R7.1.4b).</summary>
    public static readonly string[] Narrow = [AccountManager, AccountSupervisor];

    /// <summary>Names for people.</summary>
    public static readonly IReadOnlyDictionary<string, LocalText> Names = new Dictionary<string, LocalText>
    {
        [VendorAdministrator] = new("平台管理员", "Administrator"),
        [EcosystemManager] = new("生态经理", "Ecosystem manager"),
        [Reviewer] = new("审核员", "Reviewer"),
        [Operations] = new("运营", "Operations"),
        [Finance] = new("财务", "Finance"),
        [Support] = new("技术支持", "Support"),
        [Company] = new("待入驻企业", "Company, not joined"),
        [PartnerAdministrator] = new("伙伴管理员", "Partner administrator"),
        [PartnerFinance] = new("伙伴财务", "Partner finance"),
        [PartnerSales] = new("伙伴销售", "Partner sales"),
        [AccountManager] = new("客户经理", "Account manager"),
        [AccountSupervisor] = new("客户经理主管", "Account manager supervisor"),
        [Person] = new("个人", "Person"),
        [Customer] = new("客户", "Customer"),
    };
}
