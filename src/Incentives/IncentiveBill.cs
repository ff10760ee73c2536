using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Incentives;

/// <summary>How an incentive bill stands (R12.1.5.4c).</summary>
internal enum IncentiveState
{
    /// <summary>预估: the period is not over.</summary>
    [Words("预估", "Estimated")]
    Estimated,

    /// <summary>待确认: in public notice; the partner confirms, or the end of the notice does.</summary>
    [Words("待确认", "To be confirmed")]
    ToBeConfirmed,

    /// <summary>已确认: may be claimed.</summary>
    [Words("已确认", "Confirmed")]
    Confirmed,

    /// <summary>已申付: in a payout request.</summary>
    [Words("已申付", "Applied")]
    Applied,

    /// <summary>已发放: paid.</summary>
    [Words("已发放", "Issued")]
    Issued,
}

/// <summary>What a policy gives a partner for a period. The close writes it; confirming and claiming change its state.</summary>
internal sealed class IncentiveBill : IPartnerRow
{
    private static readonly Flow<IncentiveState> Flow = new("incentive-bill")
    {
        { IncentiveState.ToBeConfirmed, IncentiveState.Confirmed },
        { IncentiveState.Confirmed, IncentiveState.Applied },
        { IncentiveState.Applied, IncentiveState.Issued, IncentiveState.Confirmed },
    };

    public Guid Id { get; init; }

    public Guid PartnerId { get; init; }

    public Month Month { get; init; }

    public short Bucket { get; init; }

    public required string Policy { get; init; }

    public required string PolicyVersion { get; init; }

    public required string Period { get; init; }

    public DateOnly PeriodFirst { get; init; }

    public DateOnly PeriodLast { get; init; }

    public IncentiveState State { get; private set; }

    public decimal Base { get; init; }

    public decimal Rate { get; init; }

    public decimal Amount { get; init; }

    /// <summary>Lines that it is spread over.</summary>
    public long Lines { get; init; }

    /// <summary>Amount less the sum of the lines' shares, shown as a line of its own.</summary>
    public decimal Residue { get; init; }

    public required string Working { get; init; }

    /// <summary>Last day of the public notice.</summary>
    public DateOnly? NoticeEndsOn { get; init; }

    public Guid? PayoutId { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public string? ConfirmedBy { get; private set; }

    public void Confirm(string by, DateTimeOffset now)
    {
        State = Flow.Move(State, IncentiveState.Confirmed);
        (ConfirmedBy, ConfirmedAt) = (by, now);
    }

    public void Apply(Guid payout)
    {
        State = Flow.Move(State, IncentiveState.Applied);
        PayoutId = payout;
    }

    public void Issue() => State = Flow.Move(State, IncentiveState.Issued);

    /// <summary>The payout was rejected: it may be claimed again.</summary>
    public void Release()
    {
        State = Flow.Move(State, IncentiveState.Confirmed);
        PayoutId = null;
    }
}
