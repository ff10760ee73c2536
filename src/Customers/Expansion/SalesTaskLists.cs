using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Customers.Expansion;

/// <summary>A sales expansion task in a list.</summary>
public sealed record SalesTaskRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>ST-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>The code of its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The customer that it is about.</summary>
    public required Guid Customer { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>Who processes it; null while nobody can.</summary>
    public string? Partner { get; init; }

    /// <summary>The reseller whose customer it is; null for a customer of the partner itself.</summary>
    public string? Reseller { get; init; }

    /// <summary>The last day on time.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Whether that day has passed and it has not ended.</summary>
    public required bool Overdue { get; init; }

    /// <summary>How far it is.</summary>
    public required SalesTaskState State { get; init; }

    /// <summary>What came of it; null until it is done.</summary>
    public SalesTaskResult? Result { get; init; }

    /// <summary>When to speak to the customer again, if it said so.</summary>
    public DateOnly? LaterOn { get; init; }

    /// <summary>The account manager who has it.</summary>
    public string? Handler { get; init; }

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>A line of a task's record.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who.</param>
/// <param name="What">What happened.</param>
/// <param name="Text">What was written; may be empty.</param>
public sealed record SalesTaskLine(DateTimeOffset At, string By, SalesTaskEvent What, string Text);

/// <summary>A task with its record.</summary>
/// <param name="Task">The task.</param>
/// <param name="Instructions">What to do.</param>
/// <param name="Subject">The product or opportunity; may be empty.</param>
/// <param name="GivenBy">Who gave it.</param>
/// <param name="Processes">Whether the reader's partner processes it; a reseller only reads.</param>
/// <param name="Record">What happened, the oldest first.</param>
public sealed record SalesTaskDetail(
    SalesTaskRow Task, string Instructions, string Subject, string GivenBy, bool Processes, IReadOnlyList<SalesTaskLine> Record);

/// <summary>Which tasks are wanted; null does not narrow.</summary>
/// <param name="State">In this state.</param>
/// <param name="Kind">Of this kind.</param>
/// <param name="DueBy">Due on this day or before.</param>
/// <param name="Overdue">Only those whose day has passed.</param>
/// <param name="Search">Part of number, title, customer or partner.</param>
public sealed record SalesTaskFilter(SalesTaskState? State, string? Kind, DateOnly? DueBy, bool Overdue, string? Search);

/// <summary>How far tasks are, for the vendor.</summary>
/// <param name="All">Tasks that were not withdrawn.</param>
/// <param name="Open">Nobody has begun.</param>
/// <param name="Started">In progress.</param>
/// <param name="Overdue">Of these two, those whose day has passed.</param>
/// <param name="Won">Done, and the customer buys.</param>
/// <param name="NoInterest">Done without interest.</param>
/// <param name="Unreachable">Done without speaking to anybody.</param>
/// <param name="Later">Done for now: to be spoken to again.</param>
public sealed record SalesTaskFigures(int All, int Open, int Started, int Overdue, int Won, int NoInterest, int Unreachable, int Later);

/// <summary>
/// Sales expansion tasks as pages and API show them: to the vendor those of the partners that the reader reaches, to a partner those that it
/// processes, and to a reseller those of its customers (R12.1.9.26).
/// </summary>
internal sealed class SalesTaskLists(CustomersDb db, PartnerAccounts accounts, Rulebook rulebook, BusinessDay businessDay)
{
    private static readonly Sorting<SalesTaskRow> Columns = new()
    {
        { "due", row => row.DueOn }, { "number", row => row.Number }, { "kind", row => row.Kind }, { "customer", row => row.CustomerName },
        { "partner", row => row.Partner }, { "state", row => row.State }, { "handler", row => row.Handler }, { "given", row => row.GivenAt },
    };

    public SalesTaskTerms Terms => rulebook.On<SalesTaskTerms>(SalesTaskTerms.Rule, businessDay.Today).Terms;

    /// <summary>Whoever sees assigned customers only sees their tasks, and those handed to it (R7.1.4b).</summary>
    public static IQueryable<SalesTask> Seen(CustomersDb db, Actor by)
    {
        if (by.Kind is ActorKind.Vendor or ActorKind.System)
        {
            return db.SalesTasks;
        }

        var (partner, managers) = (by.PartnerId, by.Managers?.ToList());
        var tasks = db.SalesTasks.Where(t => t.PartnerId == partner || t.ResellerId == partner);
        return managers is null
            ? tasks
            : tasks.Where(t => (t.HandlerId != null && managers.Contains(t.HandlerId.Value))
                || db.Assignments.Any(x => x.PartnerId == partner && x.CustomerId == t.CustomerId && managers.Contains(x.AccountId)));
    }

    /// <summary>Tasks as ordered by a column, the next due first unless told.</summary>
    public async Task<List<SalesTaskRow>> Of(Actor by, SalesTaskFilter filter, string? sort, int skip, int limit, CancellationToken ct = default) =>
        await Columns.Apply(Rows(Filtered(by, filter)), sort).Slice(skip, limit).ToListAsync(ct);

    /// <summary>Tasks by number, the newest first, from below a number on.</summary>
    public async Task<List<SalesTaskRow>> After(Actor by, SalesTaskFilter filter, string? below, int limit, CancellationToken ct = default)
    {
        var tasks = Filtered(by, filter);
        return await Rows((below is null ? tasks : tasks.Where(t => t.Number.CompareTo(below) < 0)).OrderByDescending(t => t.Number).Slice(0, limit)).ToListAsync(ct);
    }

    /// <summary>One task with its record; null if the actor sees none.</summary>
    public async Task<SalesTaskDetail?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        Need(by);
        if (await Seen(db, by).AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } task)
        {
            return null;
        }

        var partner = by.Partner;
        var record = await db.SalesTaskEntries.AsNoTracking()
            .Where(e => e.TaskId == id && (partner == null || e.PartnerId == partner || e.ResellerId == partner))
            .OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new SalesTaskLine(e.At, e.Name, e.Kind, e.Text)).ToListAsync(ct);
        var row = await Rows(db.SalesTasks.Where(t => t.Id == id)).SingleAsync(ct);
        return new(row, task.Instructions, task.Subject, task.GivenBy, task.PartnerId == partner && by.May(CustomersModule.ProcessTasks), record);
    }

    /// <summary>The account managers that a task can be handed to, by name.</summary>
    public async Task<List<PartnerAccount>> Managers(Actor by, CancellationToken ct = default) =>
        [.. (await accounts.Members(by.PartnerId, ct)).Where(a => a.Roles.Contains(Role.AccountManager) && !a.Disabled)];

    /// <summary>How far the tasks of a filter are, for the vendor.</summary>
    public async Task<SalesTaskFigures> Figures(Actor by, SalesTaskFilter filter, CancellationToken ct = default)
    {
        by.Need(CustomersModule.GiveTasks);
        var today = businessDay.Today;
        var counts = await Filtered(by, filter).Where(t => t.State != SalesTaskState.Withdrawn)
            .GroupBy(t => new { t.State, t.Result, Late = t.DueOn < today }).Select(g => new { g.Key.State, g.Key.Result, g.Key.Late, Count = g.Count() }).ToListAsync(ct);
        return new(
            counts.Sum(c => c.Count), counts.Where(c => c.State == SalesTaskState.Open).Sum(c => c.Count),
            counts.Where(c => c.State == SalesTaskState.Started).Sum(c => c.Count),
            counts.Where(c => c.Late && SalesTask.Standing.Contains(c.State)).Sum(c => c.Count),
            Ended(SalesTaskResult.Won), Ended(SalesTaskResult.NoInterest), Ended(SalesTaskResult.Unreachable), Ended(SalesTaskResult.Later));

        int Ended(SalesTaskResult result) => counts.Where(c => c.Result == result).Sum(c => c.Count);
    }

    private static void Need(Actor by) => by.Need(by.Kind is ActorKind.Vendor or ActorKind.System ? CustomersModule.GiveTasks : CustomersModule.Tasks);

    private IQueryable<SalesTask> Filtered(Actor by, SalesTaskFilter filter)
    {
        Need(by);
        var (today, search) = (businessDay.Today, filter.Search?.Trim());
        var tasks = Seen(db, by).AsNoTracking().Where(t =>
            (filter.State == null || t.State == filter.State) && (filter.Kind == null || t.Kind == filter.Kind) && (filter.DueBy == null || t.DueOn <= filter.DueBy)
            && (!filter.Overdue || (SalesTask.Standing.Contains(t.State) && t.DueOn < today)));
        return string.IsNullOrEmpty(search)
            ? tasks
            : tasks.Where(t => t.Number.Contains(search) || t.Title.Contains(search) || t.CustomerName.Contains(search) || t.CustomerNumber.Contains(search)
                || t.PartnerName!.Contains(search) || t.ResellerName!.Contains(search));
    }

    private IQueryable<SalesTaskRow> Rows(IQueryable<SalesTask> tasks)
    {
        var today = businessDay.Today;
        return tasks.AsNoTracking().Select(t => new SalesTaskRow
        {
            Id = t.Id,
            Number = t.Number,
            Kind = t.Kind,
            Title = t.Title,
            Customer = t.CustomerId,
            CustomerNumber = t.CustomerNumber,
            CustomerName = t.CustomerName,
            Partner = t.PartnerName,
            Reseller = t.ResellerName,
            DueOn = t.DueOn,
            Overdue = SalesTask.Standing.Contains(t.State) && t.DueOn < today,
            State = t.State,
            Result = t.Result,
            LaterOn = t.LaterOn,
            Handler = t.HandlerName,
            GivenAt = t.GivenAt,
            EndedAt = t.EndedAt,
        });
    }
}
