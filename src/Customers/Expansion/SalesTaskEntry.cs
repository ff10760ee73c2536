using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Customers.Expansion;

/// <summary>What happened to a sales expansion task.</summary>
public enum SalesTaskEvent
{
    /// <summary>The vendor gave it.</summary>
    [Words("下发任务", "Given")]
    Given,

    /// <summary>Somebody began.</summary>
    [Words("开始处理", "Begun")]
    Started,

    /// <summary>Somebody wrote down how it goes.</summary>
    [Words("跟进记录", "Noted")]
    Noted,

    /// <summary>An account manager was given it.</summary>
    [Words("转交客户经理", "Handed on")]
    Handed,

    /// <summary>It ended with a result.</summary>
    [Words("完成任务", "Finished")]
    Finished,

    /// <summary>The customer's partner changed, and the task went along.</summary>
    [Words("随客户变更处理方", "Went along with the customer")]
    Moved,

    /// <summary>Its day passed.</summary>
    [Words("任务超期", "Overdue")]
    Overdue,

    /// <summary>The vendor took it back.</summary>
    [Words("撤回任务", "Withdrawn")]
    Withdrawn,
}

/// <summary>
/// A line of a task's record. It is read by whoever had the task when it was written, and by the vendor: a partner that gets the task later
/// does not read what the one before it wrote of the customer.
/// </summary>
internal sealed class SalesTaskEntry : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TaskId { get; init; }

    public Guid PartnerId { get; init; }

    public Guid? ResellerId { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid AccountId { get; init; }

    public required string Name { get; init; }

    public SalesTaskEvent Kind { get; init; }

    public required string Text { get; init; }

    public static SalesTaskEntry Of(SalesTask task, SalesTaskEvent kind, string text, Actor by, DateTimeOffset now) => new()
    {
        TaskId = task.Id,
        PartnerId = task.PartnerId,
        ResellerId = task.ResellerId,
        At = now,
        AccountId = by.Account,
        Name = by.Name,
        Kind = kind,
        Text = text,
    };
}
