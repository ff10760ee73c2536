using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Customers.Changes;

/// <summary>What happens to an association.</summary>
public enum ChangeKind
{
    /// <summary>关联: it begins.</summary>
    [Words("关联", "Association")]
    Association,

    /// <summary>切换关联类型: it goes on in the other mode.</summary>
    [Words("切换关联类型", "Switch of mode")]
    ModeSwitch,

    /// <summary>解除关联: it ends.</summary>
    [Words("解除关联", "Disassociation")]
    Disassociation,
}

/// <summary>From whom a change comes.</summary>
public enum ChangeOrigin
{
    /// <summary>The partner asks, the customer confirms.</summary>
    [Words("伙伴发起", "Partner")]
    Partner,

    /// <summary>The customer asks, the partner's administrator answers.</summary>
    [Words("客户发起", "Customer")]
    Customer,

    /// <summary>The customer accepted an invitation.</summary>
    [Words("邀请", "Invitation")]
    Invitation,

    /// <summary>The customer arrived from the partner's own platform.</summary>
    [Words("联合登录", "Federation")]
    Federation,

    /// <summary>The vendor entered it.</summary>
    [Words("系统操作", "Vendor")]
    Vendor,

    /// <summary>The partner's own system made the customer.</summary>
    [Words("能力开放", "Open API")]
    OpenApi,
}

/// <summary>How far a change is.</summary>
public enum ChangeState
{
    /// <summary>The other side has not answered.</summary>
    [Words("待确认", "Waiting for an answer")]
    Pending,

    /// <summary>It has taken effect.</summary>
    [Words("已完成", "Done")]
    Done,

    /// <summary>The other side said no.</summary>
    [Words("已驳回", "Refused")]
    Refused,

    /// <summary>Whoever asked took it back.</summary>
    [Words("已撤回", "Withdrawn")]
    Withdrawn,

    /// <summary>It could not be done; the entry says why (R12.4.32).</summary>
    [Words("未成功", "Failed")]
    Failed,
}

/// <summary>
/// An entry of the association log (关联关系操作记录, R12.1.2.10): an association that began, or a change that one side asks for and
/// the other must agree to.
/// </summary>
internal sealed class AssociationChange : IPartnerRow
{
    private static readonly Flow<ChangeState> Flow = new("association-change")
    {
        { ChangeState.Pending, ChangeState.Done, ChangeState.Refused, ChangeState.Withdrawn, ChangeState.Failed },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public Guid CustomerId { get; init; }

    /// <summary>Its name: the partner may read here of a customer that never became its own.</summary>
    public required string CustomerName { get; init; }

    public ChangeKind Kind { get; init; }

    public ChangeOrigin Origin { get; init; }

    /// <summary>The mode until then; null for an association that begins.</summary>
    public AssociationMode? FromMode { get; init; }

    /// <summary>The mode from then on; null for one that ends.</summary>
    public AssociationMode? ToMode { get; init; }

    /// <summary>Why it is asked for; null for an association that begins.</summary>
    public string? Reason { get; init; }

    public ChangeState State { get; private set; }

    public DateTimeOffset AskedAt { get; init; }

    public required string AskedBy { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }

    /// <summary>Why the other side says no.</summary>
    public string? Answer { get; private set; }

    /// <summary>The code of the refusal that it failed with.</summary>
    public string? Failure { get; private set; }

    /// <summary>What the refusal's sentence is filled with.</summary>
    public string[] FailureFacts { get; private set; } = [];

    /// <summary>It could not be done.</summary>
    public void Fail(Refusal why, DateTimeOffset at, string by)
    {
        End(ChangeState.Failed, at, by);
        (Failure, FailureFacts) = (why.Code, [.. why.Facts.Select(fact => $"{fact}")]);
    }

    public void End(ChangeState how, DateTimeOffset at, string by, string? answer = null) =>
        (State, EndedAt, EndedBy, Answer) = (Flow.Move(State, how), at, by, answer);
}
