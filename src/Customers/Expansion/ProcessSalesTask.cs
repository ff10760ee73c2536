using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers.Expansion;

/// <summary>
/// The steps of whoever processes a task: the solution provider or distributor that has it, never the reseller that reads it
/// (R12.1.9.26). Each is a line of its record.
/// </summary>
internal sealed class ProcessSalesTask(CustomersDb db, PartnerAccounts accounts, Notifier notifier, BusinessDay businessDay)
{
    /// <summary>Begins.</summary>
    /// <returns>False if the actor has no such task to process.</returns>
    /// <exception cref="Refusal"><c>sales-task.wrong-state</c></exception>
    public Task<bool> Start(Guid id, Actor by, CancellationToken ct = default) =>
        Step(id, SalesTaskEvent.Started, "customers.start-sales-task", by, task => { task.Start(); return Task.FromResult(""); }, ct);

    /// <summary>Writes down how it goes.</summary>
    /// <returns>As <see cref="Start"/>.</returns>
    /// <exception cref="Refusal"><c>sales-task.ended</c>, those of the text.</exception>
    public Task<bool> Note(Guid id, string? text, Actor by, CancellationToken ct = default) =>
        Step(id, SalesTaskEvent.Noted, "customers.note-sales-task", by, task => { task.NeedStanding(); return Task.FromResult(Input.Text(text, "Text", 1000)); }, ct);

    /// <summary>Hands it to an account manager (客户经理) of the same partner, who sees it from then on.</summary>
    /// <returns>As <see cref="Start"/>.</returns>
    /// <exception cref="Refusal"><c>customers.no-manager</c>, at Manager; <c>sales-task.ended</c>.</exception>
    public Task<bool> Hand(Guid id, Guid? manager, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Assign);
        return Step(id, SalesTaskEvent.Handed, "customers.hand-sales-task", by, async task =>
        {
            var member = await accounts.Find(by.PartnerId, Input.Chosen(manager, "Manager"), ct);
            if (member is not { Disabled: false } || !member.Roles.Contains(Role.AccountManager))
            {
                throw new Refusal("customers.no-manager") { Field = "Manager" };
            }

            task.Hand(member.Id, member.Name);
            await notifier.TellAccount(member.Id, SalesTaskMessages.Handed(task, by.Name), ct);
            return member.Name;
        }, ct);
    }

    /// <summary>Ends it with a result, and for <see cref="SalesTaskResult.Later"/> with the day on which to speak to the customer again.</summary>
    /// <returns>As <see cref="Start"/>.</returns>
    /// <exception cref="Refusal"><c>sales-task.wrong-state</c>, <c>sales-task.later-day</c>, those of the fields.</exception>
    public Task<bool> Finish(Guid id, SalesTaskResult? result, DateOnly? laterOn, string? text, Actor by, CancellationToken ct = default) =>
        Step(id, SalesTaskEvent.Finished, "customers.finish-sales-task", by, async task =>
        {
            var (outcome, words) = (Input.Chosen(result, "Result"), Input.Text(text, "Text", 1000));
            task.Finish(outcome, laterOn, businessDay.Now, businessDay.Today);
            await notifier.TellAccount(task.GivenById, SalesTaskMessages.Ended(task, Words.Of(outcome)) with { Link = $"/console/sales-tasks/{task.Id}" }, ct);
            return words;
        }, ct);

    private async Task<bool> Step(Guid id, SalesTaskEvent what, string action, Actor by, Func<SalesTask, Task<string>> step, CancellationToken ct)
    {
        by.Need(CustomersModule.ProcessTasks);
        var partner = by.PartnerId;
        if (await SalesTaskLists.Seen(db, by).SingleOrDefaultAsync(t => t.Id == id && t.PartnerId == partner, ct) is not { } task)
        {
            return false;
        }

        var text = await step(task);
        db.SalesTaskEntries.Add(SalesTaskEntry.Of(task, what, text, by, businessDay.Now));
        await db.Save(by, action, ct);
        return true;
    }
}
