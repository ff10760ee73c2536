using PartnerCenter.Kernel;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Customers.Expansion;

/// <summary>What people are told of sales expansion tasks.</summary>
internal static class SalesTaskMessages
{
    public const string Kind = "customers.sales-task";

    public static Message Given(SalesTask task) => new(
        Kind,
        new("有新的销售拓展任务", "A sales expansion task waits"),
        new($"{task.Number} {task.Title}（{task.CustomerName}），请于 {task.DueOn:yyyy-MM-dd} 前完成。", $"{task.Number} {task.Title} ({task.CustomerName}), due {task.DueOn:yyyy-MM-dd}."),
        $"/portal/sales-tasks/{task.Id}");

    public static Message GivenMany(int count, string title, DateOnly due) => new(
        Kind,
        new("有新的销售拓展任务", "Sales expansion tasks wait"),
        new($"{title}：{count} 个客户，请于 {due:yyyy-MM-dd} 前完成。", $"{title}: {count} customers, due {due:yyyy-MM-dd}."),
        "/portal/sales-tasks?state=Open");

    public static Message Handed(SalesTask task, string by) => new(
        Kind,
        new("有销售拓展任务转交给您", "You were handed a sales expansion task"),
        new($"{by}：{task.Number} {task.Title}（{task.CustomerName}）", $"{by}: {task.Number} {task.Title} ({task.CustomerName})"),
        $"/portal/sales-tasks/{task.Id}");

    public static Message Overdue(SalesTask task, string link) => new(
        Kind,
        new("销售拓展任务已超期", "A sales expansion task is overdue"),
        new($"{task.Number} {task.Title}（{task.CustomerName}）应于 {task.DueOn:yyyy-MM-dd} 完成。", $"{task.Number} {task.Title} ({task.CustomerName}) was due {task.DueOn:yyyy-MM-dd}."),
        link);

    public static Message Ended(SalesTask task, LocalText state) => new(
        Kind,
        new("销售拓展任务已结束", "A sales expansion task has ended"),
        new($"{task.Number} {task.Title}（{task.CustomerName}）：{state.Zh}", $"{task.Number} {task.Title} ({task.CustomerName}): {state.En}"),
        $"/portal/sales-tasks/{task.Id}");
}
