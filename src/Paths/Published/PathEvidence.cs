using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Paths.Published;

/// <summary>What a partner has that its path asks for, or that binds it to the path.</summary>
public enum EvidenceKind
{
    /// <summary>A certified cloud software solution (云软件).</summary>
    [Words("云软件方案", "Cloud software")]
    CloudSoftware,

    /// <summary>A certified advanced cloud software solution (先进云软件).</summary>
    [Words("先进云软件方案", "Advanced cloud software")]
    AdvancedCloudSoftware,

    /// <summary>A capability tag (能力标签).</summary>
    [Words("能力标签", "Capability tag")]
    CapabilityTag,

    /// <summary>A joint offering (联合offering).</summary>
    [Words("联合 offering", "Joint offering")]
    JointOffering,

    /// <summary>A baseline solution; an offering once its project is approved (R4.3.5).</summary>
    [Words("基线解决方案", "Baseline solution")]
    BaselineSolution,

    /// <summary>A co-sell product; an offering once it is selected (R4.3.5).</summary>
    [Words("联营商品", "Co-sell product")]
    CoSellProduct,

    /// <summary>The business plan agreed by both sides (BP 互锁).</summary>
    [Words("BP 互锁", "Business plan locked")]
    BusinessPlanLock,

    /// <summary>The list of customers agreed by both sides (客户清单互锁).</summary>
    [Words("客户清单互锁", "Customer list locked")]
    CustomerListLock,

    /// <summary>A test voucher applied for.</summary>
    [Words("测试券", "Test voucher")]
    TestVoucher,

    /// <summary>An exam voucher applied for.</summary>
    [Words("考试券", "Exam voucher")]
    ExamVoucher,

    /// <summary>Market development fund, MDF.</summary>
    [Words("市场发展基金（MDF）", "Market development fund (MDF)")]
    MarketFund,

    /// <summary>Funding head, FH.</summary>
    [Words("专职人员激励（FH）", "Funding head (FH)")]
    FundingHead,

    /// <summary>Support for delivery.</summary>
    [Words("交付能力提升支持", "Delivery support")]
    DeliverySupport,
}

/// <summary>How far a thing is that counts only from some point on.</summary>
public enum EvidenceProgress
{
    /// <summary>It has no steps.</summary>
    [Words("–", "–")]
    None,

    /// <summary>Proposed.</summary>
    [Words("已提出", "Proposed")]
    Proposed,

    /// <summary>Its project is approved (立项).</summary>
    [Words("已立项", "Project approved")]
    Approved,

    /// <summary>Selected (选品).</summary>
    [Words("已选品", "Selected")]
    Selected,

    /// <summary>On the market.</summary>
    [Words("已上市", "Launched")]
    Launched,
}

/// <summary>One thing behind a number of a checklist.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Progress">How far it is, where that matters.</param>
/// <param name="Code">Which one of its kind: of a tag, its code.</param>
/// <param name="Number">Its number.</param>
/// <param name="Title">Its name.</param>
/// <param name="From">First day on which it counts.</param>
/// <param name="Until">Last day on which it counts; null for one that does not end.</param>
/// <param name="Link">The partner's page of it.</param>
public sealed record PathEvidenceItem(
    Guid Id, EvidenceKind Kind, EvidenceProgress Progress, string? Code, string Number, string Title, DateOnly From, DateOnly? Until, string Link)
{
    /// <summary>Whether it counts on a day.</summary>
    public bool Counts(DateOnly day) => From <= day && (Until is null || day <= Until);
}

/// <summary>Where evidence comes from; each module that owns some gives its own.</summary>
public interface IPathEvidence
{
    /// <summary>Everything of a partner, also what has run out.</summary>
    Task<IReadOnlyList<PathEvidenceItem>> Of(Guid partner, CancellationToken ct);
}

/// <summary>A partner's evidence has changed: stages that follow by themselves do so in the same transaction (R4.1.7).</summary>
public sealed record PathEvidenceChanged(Guid Partner) : IEvent;

/// <summary>What keeps a partner from joining any path, such as a programme that excludes it (R5.1.2).</summary>
public interface IPathObstacle
{
    /// <summary>The refusal, or null.</summary>
    Task<Refusal?> Why(Guid partner, CancellationToken ct);
}

/// <summary>Why a partner cannot leave its path (R4.4.2).</summary>
public enum LeavingReason
{
    /// <summary>It is in a programme.</summary>
    [Words("当前账号已加入伙伴计划", "this account is in a programme")]
    Program,

    /// <summary>It has role certification.</summary>
    [Words("当前账号已完成角色认证", "this account has role certification")]
    RoleCertification,

    /// <summary>It has differentiation.</summary>
    [Words("当前账号已完成差异化认证", "this account has differentiation")]
    Differentiation,

    /// <summary>It has cloud software.</summary>
    [Words("当前账号有云软件方案记录", "this account has a record of cloud software")]
    CloudSoftware,

    /// <summary>It has advanced cloud software.</summary>
    [Words("当前账号有先进云软件方案记录", "this account has a record of advanced cloud software")]
    AdvancedCloudSoftware,

    /// <summary>It has test vouchers.</summary>
    [Words("当前账号有测试券记录", "this account has a record of test vouchers")]
    TestVoucher,

    /// <summary>It has exam vouchers.</summary>
    [Words("当前账号有考试券记录", "this account has a record of exam vouchers")]
    ExamVoucher,

    /// <summary>It has market development funds.</summary>
    [Words("当前账号有市场发展基金（MDF）记录", "this account has a record of market development funds (MDF)")]
    MarketFund,

    /// <summary>It has a funding head.</summary>
    [Words("当前账号有专职人员激励（FH）记录", "this account has a record of a funding head (FH)")]
    FundingHead,

    /// <summary>It has delivery support.</summary>
    [Words("当前账号有交付能力提升支持记录", "this account has a record of delivery support")]
    DeliverySupport,
}

/// <summary>One of the reasons that keep a partner on its path; the module that knows gives it.</summary>
public interface ILeavingReason
{
    /// <summary>Which.</summary>
    LeavingReason Reason { get; }

    /// <summary>Whether it holds.</summary>
    Task<bool> Holds(Guid partner, CancellationToken ct);
}
