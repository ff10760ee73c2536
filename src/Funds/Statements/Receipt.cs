using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Funds.Statements;

/// <summary>How a receipt stands.</summary>
public enum ReceiptState
{
    /// <summary>On the balance of whoever it was for.</summary>
    [Words("已入账", "Booked")]
    Booked,

    /// <summary>Its number is nobody's, or of one who cannot top up; finance looks whose it is.</summary>
    [Words("待认领", "Unmatched")]
    Unmatched,

    /// <summary>One of finance has said whose it is; another has not agreed.</summary>
    [Words("待复核", "To be approved")]
    Assigned,

    /// <summary>Sent back to the payer.</summary>
    [Words("已退汇", "Returned")]
    Returned,
}

/// <summary>A line of the bank's statement: money that arrived. Its bank reference is booked once, ever.</summary>
internal sealed class Receipt
{
    private static readonly Flow<ReceiptState> Flow = new("receipt")
    {
        { ReceiptState.Unmatched, ReceiptState.Assigned, ReceiptState.Returned },
        { ReceiptState.Assigned, ReceiptState.Booked, ReceiptState.Unmatched },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid StatementId { get; init; }

    /// <summary>Its line in the file; the header is 1.</summary>
    public int Line { get; set; }

    public DateTimeOffset BookedAt { get; init; }

    /// <summary>CNY, whole cents.</summary>
    public decimal Amount { get; init; }

    public required string Payer { get; init; }

    [Secret]
    public required string PayerAccount { get; init; }

    /// <summary>The dedicated number to which it was transferred.</summary>
    public required string Number { get; init; }

    /// <summary>The bank's.</summary>
    public required string Reference { get; init; }

    public required string Remark { get; init; }

    public ReceiptState State { get; set; }

    /// <summary>Whose it is; or nobody's, or a customer's.</summary>
    public Guid? PartnerId { get; set; }

    public Guid? CustomerId { get; set; }

    /// <summary>The vendor's entity whose number it is.</summary>
    public string? Entity { get; set; }

    /// <summary>Why it was returned, or whose it was said to be and on what evidence.</summary>
    public string? Reason { get; private set; }

    public Guid? AssignedBy { get; private set; }

    public string? AssignedByName { get; private set; }

    public string? DecidedBy { get; private set; }

    public void Assign(Guid partner, string? entity, string reason, Actor by) =>
        (State, PartnerId, Entity, Reason, AssignedBy, AssignedByName) = (Flow.Move(State, ReceiptState.Assigned), partner, entity, reason, by.Account, by.Name);

    /// <summary>Another person than the one who assigned it.</summary>
    public void Approve(Actor by)
    {
        var next = Flow.Move(State, ReceiptState.Booked);
        (State, DecidedBy) = by.Account != AssignedBy ? (next, by.Name) : throw new Refusal("receipt.same-person");
    }

    /// <summary>It is whose nobody knows, again.</summary>
    public void Refuse(Actor by) =>
        (State, PartnerId, Entity, DecidedBy) = (Flow.Move(State, ReceiptState.Unmatched), null, null, by.Name);

    public void Return(string reason, Actor by) =>
        (State, Reason, DecidedBy) = (Flow.Move(State, ReceiptState.Returned), reason, by.Name);
}

/// <summary>A file of the bank that was taken.</summary>
internal sealed class BankStatement
{
    public Guid Id { get; init; }

    public required string FileName { get; init; }

    public required string Sha256 { get; init; }

    public int Lines { get; init; }

    public DateTimeOffset ImportedAt { get; init; }

    public required string ImportedBy { get; init; }
}
