using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers.Expansion;

/// <summary>What the vendor wants done.</summary>
/// <param name="Kind">The code of a kind.</param>
/// <param name="Title">A line for lists.</param>
/// <param name="Instructions">What to do.</param>
/// <param name="Subject">The product or opportunity; may be left out.</param>
/// <param name="DueOn">The last day on time.</param>
/// <param name="Customer">The number of the customer; not read where a file is sent.</param>
public sealed record SalesTaskForm(string? Kind, string? Title, string? Instructions, string? Subject, DateOnly? DueOn, string? Customer);

/// <summary>What came of it.</summary>
/// <param name="Tasks">The tasks given.</param>
/// <param name="Bad">Rows at fault; if there are any, no task was given.</param>
public sealed record GivenSalesTasks(IReadOnlyList<Guid> Tasks, IReadOnlyList<BadRow> Bad);

/// <summary>
/// The vendor gives a sales expansion task about one customer, or about each customer of a file: all of it or nothing. Each goes to whoever
/// processes tasks of that customer (R12.1.9.26).
/// </summary>
internal sealed class GiveSalesTasks(
    CustomersDb db, TaskRoutes routes, Numbers numbers, Notifier notifier, Rulebook rulebook, RefusalTexts texts, BusinessDay businessDay)
{
    /// <summary>The file: one customer a row.</summary>
    public CsvFile File => new(Terms.MostAtOnce, new CsvColumn("customer", new("客户编号", "Customer number")));

    private SalesTaskTerms Terms => rulebook.On<SalesTaskTerms>(SalesTaskTerms.Rule, businessDay.Today).Terms;

    /// <summary>Gives them.</summary>
    /// <param name="form">The task.</param>
    /// <param name="file">A file of customers; null for the one of the form.</param>
    /// <param name="by">One of the vendor's people, who reaches the customers' partners.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>sales-task.kind</c>, <c>sales-task.due-day</c>, those of the fields, those of <see cref="CsvFile.Read"/>; for one customer also
    /// <c>sales-task.no-customer</c> and <c>sales-task.nobody</c>.
    /// </exception>
    public async Task<GivenSalesTasks> Run(SalesTaskForm form, Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.GiveTasks);
        var kind = Input.Text(form.Kind, "Kind", 60);
        if (Terms.Kinds.All(one => one.Code != kind))
        {
            throw new Refusal("sales-task.kind") { Field = "Kind" };
        }

        var wish = new SalesTaskWish(
            kind, Input.Text(form.Title, "Title", 100), Input.Text(form.Instructions, "Instructions", 2000),
            string.IsNullOrWhiteSpace(form.Subject) ? "" : Input.Text(form.Subject, "Subject"), Input.Chosen(form.DueOn, "DueOn"));
        if (wish.DueOn < businessDay.Today)
        {
            throw new Refusal("sales-task.due-day") { Field = "DueOn" };
        }

        var rows = file is null
            ? new CsvRows<string>([(1, Input.Text(form.Customer, "Customer", 60))], [])
            : await File.Read(file, cell => Input.Text(cell("customer"), "Customer", 60), texts, ct);
        var (found, bad) = await Find(rows, ct);
        if (file is null && bad is [var one])
        {
            throw one.Refusal;
        }

        rows.Bad.AddRange(bad.Select(b => File.Bad(b.Line, b.Refusal, texts)));
        return rows.Bad.Count > 0 ? new([], [.. rows.Bad.OrderBy(b => b.Line)]) : new(await Give(wish, found, by, ct), []);
    }

    /// <summary>The customers of the rows with who processes their tasks, and the rows without.</summary>
    private async Task<(List<(Customer Customer, TaskRoute Route)> Found, List<(int Line, Refusal Refusal)> Bad)> Find(
        CsvRows<string> rows, CancellationToken ct)
    {
        var (wanted, reach) = (rows.Rows.Select(row => row.Row).ToList(), db.Unit.Reach);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var customers = await db.Customers.AsNoTracking().Where(c => wanted.Contains(c.Number)).ToDictionaryAsync(c => c.Number, ct);
        var ways = await routes.Of([.. customers.Values.Select(c => c.Id)], ct);
        var (found, bad, seen) = (new List<(Customer, TaskRoute)>(), new List<(int, Refusal)>(), new HashSet<string>());
        foreach (var (line, number) in rows.Rows)
        {
            var route = customers.TryGetValue(number, out var customer) ? ways[customer.Id] : TaskRoute.Nobody;
            // Who does not reach its partner hears the same as of a customer that there is not.
            var code = customer is null || (route.Of != Guid.Empty && !reach.Covers(route.Of)) || (route.Of == Guid.Empty && !reach.All) ? "sales-task.no-customer"
                : route.Partner == Guid.Empty ? "sales-task.nobody"
                : seen.Add(number) ? null : "sales-task.twice";
            if (code is null)
            {
                found.Add((customer!, route));
            }
            else
            {
                bad.Add((line, new Refusal(code, number) { Field = "Customer" }));
            }
        }

        return (found, bad);
    }

    private async Task<List<Guid>> Give(SalesTaskWish wish, List<(Customer Customer, TaskRoute Route)> found, Actor by, CancellationToken ct)
    {
        // The distributor of a reseller may be another manager's.
        await using var wide = await db.Unit.AcrossWalls(ct);
        var tasks = new List<SalesTask>();
        foreach (var (customer, route) in found)
        {
            var task = new SalesTask
            {
                Number = await numbers.Next("ST", ct),
                CustomerId = customer.Id,
                CustomerNumber = customer.Number,
                CustomerName = customer.Name,
                Kind = wish.Kind,
                Title = wish.Title,
                Instructions = wish.Instructions,
                Subject = wish.Subject,
                DueOn = wish.DueOn,
                GivenAt = businessDay.Now,
                GivenById = by.Account,
                GivenBy = by.Name,
            };
            task.Route(route);
            db.SalesTasks.Add(task);
            db.SalesTaskEntries.Add(SalesTaskEntry.Of(task, SalesTaskEvent.Given, "", by, businessDay.Now));
            tasks.Add(task);
        }

        foreach (var same in tasks.GroupBy(task => task.PartnerId))
        {
            await notifier.TellPartner(
                same.Key, CustomersModule.ProcessTasks,
                same.Count() == 1 ? SalesTaskMessages.Given(same.First()) : SalesTaskMessages.GivenMany(same.Count(), wish.Title, wish.DueOn), ct);
        }

        await db.Save(by, "customers.give-sales-tasks", ct);
        return tasks.ConvertAll(task => task.Id);
    }

    private sealed record SalesTaskWish(string Kind, string Title, string Instructions, string Subject, DateOnly DueOn);
}
