using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Funds.Own;

/// <summary>How a customer's withdrawal stands.</summary>
public enum OwnWithdrawalState
{
    /// <summary>Its money is set aside; the vendor's finance has not decided.</summary>
    [Words("待审批", "Waiting for approval")]
    Requested,

    /// <summary>Approved; somebody else is to pay it.</summary>
    [Words("待付款", "To be paid")]
    Approved,

    /// <summary>Paid.</summary>
    [Words("已付款", "Paid")]
    Paid,

    /// <summary>Rejected; its money is back on the balance.</summary>
    [Words("已驳回", "Rejected")]
    Rejected,
}

/// <summary>A customer takes out its own money (R12.4.4).</summary>
internal sealed class OwnWithdrawal
{
    private static readonly Flow<OwnWithdrawalState> Flow = new("own-withdrawal")
    {
        { OwnWithdrawalState.Requested, OwnWithdrawalState.Approved, OwnWithdrawalState.Rejected },
        { OwnWithdrawalState.Approved, OwnWithdrawalState.Paid, OwnWithdrawalState.Rejected },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid CustomerId { get; init; }

    /// <summary>CNY, whole cents.</summary>
    public decimal Amount { get; init; }

    /// <summary>In whose name the bank account is: the customer's.</summary>
    public required string Holder { get; init; }

    /// <summary>Bank and branch.</summary>
    public required string Bank { get; init; }

    /// <summary>Sealed.</summary>
    [Secret]
    public required string AccountNumber { get; init; }

    /// <summary>Where their numbers are sealed.</summary>
    public static readonly SealedColumn NumberColumn = new("funds.own_withdrawal", "account_number");

    public required string LastFour { get; init; }

    public OwnWithdrawalState State { get; private set; }

    public DateTimeOffset RequestedAt { get; init; }

    public Guid? DecidedBy { get; private set; }

    public string? DecidedByName { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }

    /// <summary>The bank's reference, or why not.</summary>
    public string? Answer { get; private set; }

    public void Approve(Actor by) =>
        (State, DecidedBy, DecidedByName) = (Flow.Move(State, OwnWithdrawalState.Approved), by.Account, by.Name);

    /// <summary>Another person pays than the one who approved; whoever rejects it may be either.</summary>
    public void End(OwnWithdrawalState how, string answer, Actor by, DateTimeOffset at)
    {
        var next = Flow.Move(State, how);
        (State, Answer, EndedBy, EndedAt) = how == OwnWithdrawalState.Paid && by.Account == DecidedBy
            ? throw new Refusal("withdrawal.same-person")
            : (next, answer, by.Name, at);
    }
}
