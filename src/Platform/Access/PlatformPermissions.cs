namespace PartnerCenter.Platform.Access;

/// <summary>The permissions of the shared mechanisms.</summary>
public static class PlatformPermissions
{
    /// <summary>To be signed in at all.</summary>
    public const string Signed = "platform.signed-in";

    /// <summary>The home page of the vendor's people.</summary>
    public const string Console = "platform.console";

    /// <summary>The home page of a partner's people.</summary>
    public const string Portal = "platform.portal";

    /// <summary>The pages of customers.</summary>
    public const string CustomerPortal = "platform.customer-portal";

    /// <summary>To see jobs and their progress.</summary>
    public const string Jobs = "platform.jobs";

    /// <summary>To see the audit trail.</summary>
    public const string Audit = "platform.audit";

    /// <summary>To see the rulebook.</summary>
    public const string Rulebook = "platform.rulebook";

    /// <summary>To propose versions of policies; a second person puts them into force.</summary>
    public const string ProposePolicies = "platform.propose-policies";

    /// <summary>To move the clock of a demo or test deployment.</summary>
    public const string Clock = "platform.clock";

    /// <summary>To see and decide reviews.</summary>
    public const string Reviews = "platform.reviews";

    /// <summary>All of them.</summary>
    public static readonly Permission[] All =
    [
        new(Signed, new("登录", "Signed in"), [.. Role.Names.Keys]),
        new(Console, new("厂商控制台", "Vendor console"), Role.Vendor),
        new(Portal, new("伙伴门户", "Partner portal"), Role.Partner),
        new(CustomerPortal, new("客户中心", "Customer portal"), Role.Customer),
        new(Jobs, new("查看后台任务", "See jobs"), Role.VendorAdministrator, Role.Operations),
        new(Audit, new("查看审计日志", "See the audit trail"), Role.VendorAdministrator),
        new(Rulebook, new("查看政策", "See the policies"), Role.Vendor),
        new(ProposePolicies, new("提出政策版本", "Propose policies"), Role.VendorAdministrator, Role.Operations, Role.Finance),
        new(Clock, new("调整时钟（演示与测试）", "Move the clock (demo and test)"), Role.VendorAdministrator),
        new(Reviews, new("审核申请", "Decide applications"), Role.VendorAdministrator, Role.Reviewer, Role.EcosystemManager, Role.Finance),
    ];
}
