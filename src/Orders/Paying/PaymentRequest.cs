using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Orders.Paying;

/// <summary>How a request for the partner's payment stands.</summary>
public enum PaymentRequestState
{
    /// <summary>The partner has not answered.</summary>
    [Words("待伙伴支付", "Waiting for the partner")]
    Asked,

    /// <summary>The partner has paid.</summary>
    [Words("已支付", "Paid")]
    Paid,

    /// <summary>The partner said no.</summary>
    [Words("已拒绝", "Declined")]
    Declined,

    /// <summary>The customer took it back, or the orders are no longer to be paid.</summary>
    [Words("已撤回", "Withdrawn")]
    Withdrawn,
}

/// <summary>A customer asks its partner to pay orders (伙伴代付, R12.4.9).</summary>
internal sealed class PaymentRequest : IPartnerRow
{
    private static readonly Flow<PaymentRequestState> Flow = new("payment-request")
    {
        { PaymentRequestState.Asked, PaymentRequestState.Paid, PaymentRequestState.Declined, PaymentRequestState.Withdrawn },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public Guid CustomerId { get; init; }

    public required string CustomerName { get; init; }

    public required Guid[] Orders { get; init; }

    /// <summary>CNY, whole cents.</summary>
    public decimal Amount { get; init; }

    public string? Reason { get; init; }

    public PaymentRequestState State { get; private set; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }

    /// <summary>Why the partner says no.</summary>
    public string? Answer { get; private set; }

    public void End(PaymentRequestState how, string by, DateTimeOffset at, string? answer = null) =>
        (State, EndedBy, EndedAt, Answer) = (Flow.Move(State, how), by, at, answer);
}
