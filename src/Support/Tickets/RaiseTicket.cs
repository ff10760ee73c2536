using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>What somebody asks.</summary>
/// <param name="Category">The code of a category.</param>
/// <param name="Priority">How much it presses.</param>
/// <param name="Title">In one line.</param>
/// <param name="Text">In full.</param>
/// <param name="Customer">For a partner: the customer that it is raised for, by name or number; empty for none.</param>
internal sealed record TicketForm(string? Category, TicketPriority? Priority, string? Title, string? Text, string? Customer);

/// <summary>
/// A partner's people or a customer raise a ticket (R6.0). Category, priority and the partner's support plan say until when it is to be
/// answered and solved; a plan may put one that is raised for a customer a priority higher (R2.2).
/// </summary>
internal sealed class RaiseTicket(
    SupportDb db, TicketFiles files, Partners partners, Numbers numbers, Rulebook rulebook, WorkCalendar calendar, BusinessDay businessDay)
{
    /// <summary>Raises it.</summary>
    /// <exception cref="Refusal">
    /// <c>ticket.no-category</c> at Category, <c>ticket.too-many-files</c> at File; refusals of fields and files.
    /// </exception>
    public async Task<Ticket> Run(TicketForm form, IReadOnlyList<SentFile> attached, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Tickets);
        var (version, _, terms) = rulebook.On<TicketTerms>(TicketTerms.Rule, businessDay.Today);
        var category = terms.For(by.Kind).FirstOrDefault(c => c.Code == form.Category)
            ?? throw new Refusal("ticket.no-category") { Field = "Category" };
        var priority = Input.Chosen(form.Priority, "Priority");
        if (!Enum.IsDefined(priority))
        {
            throw new Refusal("form.required") { Field = "Priority" };
        }

        var (title, text) = (Input.Text(form.Title, "Title", 100), Input.Text(form.Text, "Text", 5000));
        var customer = by.Customer is not null || string.IsNullOrWhiteSpace(form.Customer) ? null : Input.Text(form.Customer, "Customer", 100);
        var documents = await files.Keep(attached, terms.MostFiles, by, ct);
        var plan = terms.Plan(await PlanOf(by, ct));
        if (plan.RaisesEscalated && customer is not null && priority != TicketPriority.Urgent)
        {
            priority++;
        }

        var (hours, target) = (terms.Hours(calendar.Workdays), terms.Target(plan.Code, priority, category.Code));
        var ticket = new Ticket
        {
            Number = await numbers.Next("T", ct),
            PartnerId = by.Customer is null ? by.PartnerId : Guid.Empty,
            CustomerId = by.Customer,
            AskerId = by.Account,
            AskerName = by.Name,
            Company = by.Customer is null ? (await partners.Find(by.PartnerId, ct))?.CompanyName ?? by.Name : by.Name,
            Category = category.Code,
            Title = title,
            ForCustomer = customer,
            Priority = priority,
            Plan = plan.Code,
            TermsVersion = version,
            RaisedAt = businessDay.Now,
            Month = businessDay.Month,
            FirstResponseDueAt = hours.After(businessDay.Now, TimeSpan.FromHours(target.FirstResponse)),
        }.Started(hours.After(businessDay.Now, TimeSpan.FromHours(target.Solution)));
        db.Tickets.Add(ticket);
        db.Entries.Add(TicketEntry.Of(ticket, TicketEvent.Raised, text, documents, by, businessDay.Now));
        db.Publish(AskerWrote.Of(ticket));
        await db.Save(by, "support.raise-ticket", ct);
        return ticket;
    }

    /// <summary>A customer has no plan of its own.</summary>
    private async Task<string?> PlanOf(Actor by, CancellationToken ct) => by.Customer is not null
        ? null
        : await db.Plans.Where(p => p.PartnerId == by.PartnerId).Select(p => p.Plan).SingleOrDefaultAsync(ct);
}
