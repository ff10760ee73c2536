using PartnerCenter.Kernel;

namespace PartnerCenter.Funds.OnlineTopUps;

/// <summary>How an online payment stands.</summary>
public enum OnlineTopUpState
{
    /// <summary>The person is at the gateway.</summary>
    [Words("待支付", "To be paid")]
    Open,

    /// <summary>Paid and on the balance.</summary>
    [Words("已到账", "Paid")]
    Paid,

    /// <summary>The person thought better of it.</summary>
    [Words("已取消", "Cancelled")]
    Cancelled,

    /// <summary>Not paid in time.</summary>
    [Words("已过期", "Expired")]
    Expired,

    /// <summary>Paid too late, and sent back.</summary>
    [Words("已退回", "Sent back")]
    Refunded,
}

/// <summary>A partner or a customer tops up its balance online (在线充值, R12.1.3.1).</summary>
internal sealed class OnlineTopUp
{
    private static readonly Flow<OnlineTopUpState> Flow = new("online-top-up")
    {
        { OnlineTopUpState.Open, OnlineTopUpState.Paid, OnlineTopUpState.Cancelled, OnlineTopUpState.Expired },
        // A payment may arrive late, whatever was said of it meanwhile.
        { OnlineTopUpState.Expired, OnlineTopUpState.Paid, OnlineTopUpState.Refunded },
        { OnlineTopUpState.Cancelled, OnlineTopUpState.Paid, OnlineTopUpState.Refunded },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    /// <summary>Whose balance; or a customer's.</summary>
    public Guid? PartnerId { get; init; }

    public Guid? CustomerId { get; init; }

    public required string Channel { get; init; }

    /// <summary>Whether the money's source is the payer's wallet.</summary>
    public bool Wallet { get; init; }

    /// <summary>CNY, whole cents.</summary>
    public decimal Amount { get; init; }

    /// <summary>The vendor's entity that receives it.</summary>
    public required string Entity { get; init; }

    public OnlineTopUpState State { get; private set; }

    /// <summary>The day whose limit it counts against.</summary>
    public DateOnly OnDay { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public Guid RequestedBy { get; init; }

    public required string RequestedByName { get; init; }

    /// <summary>The first instant that is too late.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Where the person pays.</summary>
    public string Url { get; set; } = "";

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>In whose name it was paid, as the gateway says.</summary>
    public string? Payer { get; private set; }

    public void End(OnlineTopUpState how, string? payer, DateTimeOffset at) => (State, Payer, EndedAt) = (Flow.Move(State, how), payer, at);
}
