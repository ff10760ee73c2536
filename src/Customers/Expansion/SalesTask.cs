using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Customers.Expansion;

/// <summary>How far a sales expansion task is.</summary>
public enum SalesTaskState
{
    /// <summary>Nobody has begun.</summary>
    [Words("待处理", "Open")]
    Open,

    /// <summary>Somebody is at it.</summary>
    [Words("处理中", "In progress")]
    Started,

    /// <summary>It ended with a result.</summary>
    [Words("已完成", "Done")]
    Done,

    /// <summary>The vendor took it back.</summary>
    [Words("已撤回", "Withdrawn")]
    Withdrawn,
}

/// <summary>What came of a sales expansion task.</summary>
public enum SalesTaskResult
{
    /// <summary>The customer buys.</summary>
    [Words("已成交", "Won")]
    Won,

    /// <summary>The customer does not want it.</summary>
    [Words("无意向", "No interest")]
    NoInterest,

    /// <summary>Nobody could be spoken to.</summary>
    [Words("无法联系", "Unreachable")]
    Unreachable,

    /// <summary>The customer asks to be spoken to on another day.</summary>
    [Words("稍后跟进", "Later")]
    Later,
}

/// <summary>
/// A sales expansion task (销售拓展任务): something that the vendor wants said or sold to one customer. The customer's partner processes it; for
/// a reseller its distributor does, and the reseller reads (R12.1.9.26). Once the customer has another partner, that one has the task and
/// begins anew.
/// </summary>
internal sealed class SalesTask : IPartnerRow
{
    /// <summary>Not ended yet.</summary>
    public static readonly SalesTaskState[] Standing = [SalesTaskState.Open, SalesTaskState.Started];

    private static readonly Flow<SalesTaskState> Flow = new("sales-task")
    {
        { SalesTaskState.Open, SalesTaskState.Started, SalesTaskState.Withdrawn },
        { SalesTaskState.Started, SalesTaskState.Done, SalesTaskState.Withdrawn },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Number { get; init; }

    /// <summary>Who processes it; <see cref="Guid.Empty"/> while the customer has no partner that could, and the task waits with the vendor.</summary>
    public Guid PartnerId { get; private set; }

    public string? PartnerName { get; private set; }

    /// <summary>The reseller whose customer it is: reads, and processes nothing.</summary>
    public Guid? ResellerId { get; private set; }

    public string? ResellerName { get; private set; }

    public Guid CustomerId { get; init; }

    public required string CustomerNumber { get; init; }

    /// <summary>As it was called when the task was given: the distributor of its reseller does not see the customer itself.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The code of a kind of the policy.</summary>
    public required string Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>What to do.</summary>
    public required string Instructions { get; init; }

    /// <summary>The product or opportunity that it is about; may be empty.</summary>
    public required string Subject { get; init; }

    /// <summary>The last day on time.</summary>
    public DateOnly DueOn { get; init; }

    public SalesTaskState State { get; private set; }

    public SalesTaskResult? Result { get; private set; }

    /// <summary>When to speak to the customer again, for <see cref="SalesTaskResult.Later"/>.</summary>
    public DateOnly? LaterOn { get; private set; }

    public Guid? HandlerId { get; private set; }

    public string? HandlerName { get; private set; }

    public DateTimeOffset GivenAt { get; init; }

    public Guid GivenById { get; init; }

    public required string GivenBy { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When it was told that it is overdue.</summary>
    public DateTimeOffset? OverdueToldAt { get; private set; }

    public bool IsOverdue(DateOnly today) => Standing.Contains(State) && DueOn < today;

    /// <summary>Goes to whoever processes tasks of this customer from now on.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Route(TaskRoute route)
    {
        if ((PartnerId, ResellerId) == (route.Partner, route.Reseller))
        {
            return false;
        }

        if (PartnerId != route.Partner)
        {
            (State, HandlerId, HandlerName, OverdueToldAt) = (SalesTaskState.Open, null, null, null);
        }

        (PartnerId, PartnerName, ResellerId, ResellerName) = (route.Partner, route.PartnerName, route.Reseller, route.ResellerName);
        return true;
    }

    public void Start() => State = Flow.Move(State, SalesTaskState.Started);

    public void NeedStanding()
    {
        if (!Standing.Contains(State))
        {
            throw new Refusal("sales-task.ended", Words.Of(State));
        }
    }

    public void Hand(Guid account, string name)
    {
        NeedStanding();
        (HandlerId, HandlerName) = (account, name);
    }

    /// <summary>Ends it; a day goes with <see cref="SalesTaskResult.Later"/>, and with that alone.</summary>
    public void Finish(SalesTaskResult result, DateOnly? laterOn, DateTimeOffset now, DateOnly today)
    {
        var next = Flow.Move(State, SalesTaskState.Done);
        if (result == SalesTaskResult.Later && (laterOn ?? throw new Refusal("form.required") { Field = "LaterOn" }) <= today)
        {
            throw new Refusal("sales-task.later-day") { Field = "LaterOn" };
        }

        (State, Result, LaterOn, EndedAt) = (next, result, result == SalesTaskResult.Later ? laterOn : null, now);
    }

    public void Withdraw(DateTimeOffset now) => (State, EndedAt) = (Flow.Move(State, SalesTaskState.Withdrawn), now);

    public void TellOverdue(DateTimeOffset now) => OverdueToldAt = now;
}
