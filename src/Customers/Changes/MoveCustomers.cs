using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Customers.Changes;

/// <summary>What the vendor's people say of customers that change hands.</summary>
/// <param name="From">The number of the solution provider.</param>
/// <param name="To">The number of the reseller.</param>
/// <param name="Customers">Numbers of customers, apart by spaces, commas or lines.</param>
/// <param name="Reason">Why, for both to read.</param>
public sealed record MoveForm(string? From, string? To, string? Customers, string? Reason);

/// <summary>
/// The vendor moves many customers of a solution provider to a reseller at once (R12.3.2): the whole list or nothing of it. Each keeps its
/// mode; what it held of the provider's money goes back to the provider.
/// </summary>
public sealed class MoveCustomers(
    CustomersDb db, BeginAssociation begin, Partners partners, Memberships memberships, Numbers numbers, Notifier notifier, BusinessDay businessDay)
{
    /// <summary>How long a list may be.</summary>
    public const int Most = 500;

    /// <summary>Moves them.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="Refusal">
    /// <c>customers.move-from</c>, <c>customers.move-to</c>, <c>customers.move-length</c>, <c>customers.move-unknown</c> with the numbers that
    /// are no customers of the provider, those of the fields.
    /// </exception>
    public async Task<int> Run(MoveForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Move);
        var reason = Input.Text(form.Reason, "Reason");
        var from = await Member(form.From, PartnerProgram.SolutionProvider, "From", "customers.move-from", ct);
        var to = await Member(form.To, PartnerProgram.Reseller, "To", "customers.move-to", ct);
        var wanted = Input.Text(form.Customers, "Customers", 20_000).Split([' ', ',', '，', ';', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        if (wanted.Count is 0 or > Most)
        {
            throw new Refusal("customers.move-length", Most) { Field = "Customers" };
        }

        var found = await db.Associations.Where(a => a.PartnerId == from.Id && a.ToAt == null)
            .Join(db.Customers.Where(c => wanted.Contains(c.Number)), a => a.CustomerId, c => c.Id, (a, c) => new { Association = a, Customer = c }).ToListAsync(ct);
        if (wanted.Except(found.Select(f => f.Customer.Number)).ToList() is { Count: > 0 } unknown)
        {
            throw new Refusal("customers.move-unknown", string.Join(", ", unknown.Take(20))) { Field = "Customers" };
        }

        foreach (var (association, customer) in found.OrderBy(f => f.Customer.Number).Select(f => (f.Association, f.Customer)))
        {
            await Leave(association, customer, reason, by, ct);
            await begin.Run(customer, to.Id, association.Mode, ChangeOrigin.Vendor, businessDay.Now, by.Name, ct);
        }

        await notifier.TellPartner(from.Id, CustomersModule.See, new(
            ChangeMessages.Kind, new("客户已迁移", "Customers have been moved"), new($"{found.Count} 个客户已由厂商迁出：{reason}", $"The vendor has moved {found.Count} of your customers: {reason}"),
            "/portal/association-log"), ct);
        await db.Save(by, "customers.move", ct);
        return found.Count;
    }

    private async Task<PartnerView> Member(string? number, PartnerProgram program, string field, string code, CancellationToken ct)
    {
        var partner = await partners.ByNumber(Input.Text(number, field), ct);
        return partner is not null && (await memberships.Of(partner.Id, businessDay.Today, ct)).Exists(m => m.Program == program)
            ? partner
            : throw new Refusal(code) { Field = field };
    }

    private async Task Leave(Association association, Customer customer, string reason, Actor by, CancellationToken ct)
    {
        var now = businessDay.Now;
        association.ToAt = now;
        db.Assignments.RemoveRange(db.Assignments.Where(a => a.PartnerId == association.PartnerId && a.CustomerId == customer.Id));
        var change = new AssociationChange
        {
            Number = await numbers.Next("AC", ct),
            PartnerId = association.PartnerId,
            CustomerId = customer.Id,
            CustomerName = customer.Name,
            Kind = ChangeKind.Disassociation,
            Origin = ChangeOrigin.Vendor,
            FromMode = association.Mode,
            Reason = reason,
            AskedAt = now,
            AskedBy = by.Name,
        };
        change.End(ChangeState.Done, now, by.Name);
        db.Changes.Add(change);
        db.Publish(new AssociationChanged(change.Id, association.PartnerId, customer.Id, customer.Name, association.Mode, null, by.Account, by.Name));
    }
}
