using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Incentives;

/// <summary>How an incentive is paid; it cannot be changed once chosen (R12.1.5.5).</summary>
public enum PayoutForm
{
    /// <summary>返账户: onto the partner's balance.</summary>
    [Words("返账户", "Return to account")]
    ReturnToAccount,

    /// <summary>银行转账: to the partner's bank.</summary>
    [Words("银行转账", "Bank transfer")]
    BankTransfer,
}

/// <summary>How a payout request stands.</summary>
internal enum PayoutState
{
    /// <summary>Waiting for approval.</summary>
    [Words("待审批", "Waiting for approval")]
    Requested,

    /// <summary>Approved; to be paid.</summary>
    [Words("待发放", "To be paid")]
    Approved,

    /// <summary>Rejected; its bills may be claimed again.</summary>
    [Words("已驳回", "Rejected")]
    Rejected,

    /// <summary>Paid.</summary>
    [Words("已完成", "Paid")]
    Paid,
}

/// <summary>A payout request (申付单): one or several incentive bills claimed together (R12.1.5.17).</summary>
internal sealed class Payout : IPartnerRow
{
    private static readonly Flow<PayoutState> Flow = new("payout")
    {
        { PayoutState.Requested, PayoutState.Approved, PayoutState.Rejected },
        { PayoutState.Approved, PayoutState.Paid },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public PayoutForm Form { get; init; }

    public PayoutState State { get; private set; }

    /// <summary>CNY, whole cents; frozen when it is requested.</summary>
    public decimal Amount { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public Guid RequestedBy { get; init; }

    public required string RequestedByName { get; init; }

    public Guid? Approver { get; private set; }

    public string? ApprovedBy { get; private set; }

    public DateTimeOffset? PaidAt { get; private set; }

    public string? PaidBy { get; private set; }

    public void Approve(Guid approver, string by) => (State, Approver, ApprovedBy) = (Flow.Move(State, PayoutState.Approved), approver, by);

    public void Reject() => State = Flow.Move(State, PayoutState.Rejected);

    /// <summary>Another person pays than the one who approved.</summary>
    public void Pay(Actor by, DateTimeOffset now)
    {
        var next = Flow.Move(State, PayoutState.Paid);
        if (by.Account == Approver)
        {
            throw new Refusal("payout.same-person");
        }

        (State, PaidBy, PaidAt) = (next, by.Name, now);
    }
}
