using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Paths.Plans;

/// <summary>What both sides lock for a year.</summary>
public enum LockKind
{
    /// <summary>The joint business plan (商业计划, JBP): direction, resources, actions, and goals by quarter.</summary>
    [Words("商业计划（BP）", "Business plan")]
    BusinessPlan,

    /// <summary>The customers that both sides want to win together (客户清单).</summary>
    [Words("客户清单", "Customer list")]
    CustomerList,
}

/// <summary>How it stands between the two sides.</summary>
public enum LockState
{
    /// <summary>The partner writes it.</summary>
    [Words("草稿", "Draft")]
    Draft,

    /// <summary>The vendor has it to sign.</summary>
    [Words("待厂商会签", "To be counter-signed")]
    Sent,

    /// <summary>Back with the partner, to be changed and sent again.</summary>
    [Words("退回修改", "Returned")]
    Returned,

    /// <summary>Agreed by both sides (互锁): nobody changes it in its year.</summary>
    [Words("已互锁", "Locked")]
    Locked,
}

/// <summary>A partner's business plan or customer list of a year, on its way to being locked by both sides (R2.3, R4.3.3).</summary>
internal sealed class MutualLock : IPartnerRow
{
    private static readonly Flow<LockState> Flow = new("lock")
    {
        { LockState.Draft, LockState.Sent },
        { LockState.Sent, LockState.Returned, LockState.Locked },
        { LockState.Returned, LockState.Sent },
        // Unlocked by the vendor, with a reason.
        { LockState.Locked, LockState.Returned },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>BP-2026-000001, CL-2026-000001.</summary>
    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    /// <summary>The time on a path that it belongs to: whoever leaves the path leaves it behind.</summary>
    public Guid MemberId { get; init; }

    public required string CompanyName { get; init; }

    public LockKind Kind { get; init; }

    public int Year { get; init; }

    public LockState State { get; private set; } = LockState.Draft;

    /// <summary>Of a plan: where both sides want to go.</summary>
    public string Direction { get; private set; } = "";

    /// <summary>What each side puts in.</summary>
    public string Resources { get; private set; } = "";

    /// <summary>What is done, by whom and when.</summary>
    public string Actions { get; private set; } = "";

    /// <summary>The day of the last locking; null while it is not locked.</summary>
    public DateOnly? LockedOn { get; private set; }

    /// <summary>The day of the first one: a quarter's review asks whether there was a plan, not when it was corrected.</summary>
    public DateOnly? FirstLockedOn { get; private set; }

    /// <summary>The last day on which a locked one counts: with it a path's certificates end (R4.2.8).</summary>
    public DateOnly ValidUntil => new(Year + 1, 1, 31);

    /// <summary>The first day on which a locked one counts: not before its year.</summary>
    public DateOnly CountsFrom => LockedOn is { } day && day.Year >= Year ? day : new(Year, 1, 1);

    /// <summary>Whether the partner can write in it.</summary>
    public bool IsOpen => State is LockState.Draft or LockState.Returned;

    /// <exception cref="Refusal"><c>paths.lock-closed</c>.</exception>
    public void Write(string direction, string resources, string actions)
    {
        NeedOpen();
        (Direction, Resources, Actions) = (direction, resources, actions);
    }

    /// <exception cref="Refusal"><c>paths.lock-closed</c>: it is with the vendor, or locked.</exception>
    public void NeedOpen()
    {
        if (!IsOpen)
        {
            throw new Refusal("paths.lock-closed");
        }
    }

    public void Send() => State = Flow.Move(State, LockState.Sent);

    public void Return()
    {
        if (State != LockState.Sent)
        {
            throw new Refusal("lock.wrong-state", State, LockState.Returned);
        }

        State = Flow.Move(State, LockState.Returned);
    }

    public void Lock(DateOnly today)
    {
        State = Flow.Move(State, LockState.Locked);
        LockedOn = today;
        FirstLockedOn ??= today;
    }

    public void Unlock()
    {
        if (State != LockState.Locked)
        {
            throw new Refusal("lock.wrong-state", State, LockState.Returned);
        }

        (State, LockedOn) = (Flow.Move(State, LockState.Returned), null);
    }
}

/// <summary>What a plan wants of a quarter.</summary>
internal sealed class PlanGoal : IPartnerRow
{
    public Guid PartnerId { get; init; }

    public Guid LockId { get; init; }

    public int Quarter { get; init; }

    public decimal Revenue { get; set; }

    public int Customers { get; set; }

    public int Specialists { get; set; }

    public int Solutions { get; set; }
}

/// <summary>A company on a customer list.</summary>
internal sealed class ListedCustomer : IPartnerRow
{
    public Guid PartnerId { get; init; }

    public Guid LockId { get; init; }

    public int Position { get; init; }

    public required string Company { get; set; }
}

/// <summary>What happened to it.</summary>
public enum LockStepKind
{
    /// <summary>The partner has sent it.</summary>
    [Words("提交会签", "Sent")]
    Sent,

    /// <summary>The vendor has given it back.</summary>
    [Words("退回修改", "Returned")]
    Returned,

    /// <summary>The vendor has signed too.</summary>
    [Words("会签互锁", "Locked")]
    Locked,

    /// <summary>The vendor has unlocked it.</summary>
    [Words("解锁", "Unlocked")]
    Unlocked,
}

/// <summary>A step of its history.</summary>
internal sealed class LockStep : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid LockId { get; init; }

    public DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public LockStepKind Kind { get; init; }

    public required string Comment { get; init; }
}
