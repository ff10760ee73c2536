using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>What a visitor with an invitation sees.</summary>
internal sealed record InvitationView(string PartnerName, string CompanyName, AssociationMode Mode, DateTimeOffset ExpiresAt);

/// <summary>What an invited company gives to become a customer.</summary>
public sealed record AcceptanceForm(string? Mobile, string? Email, string? Password, bool Agreed);

/// <summary>An invited company registers and becomes the partner's customer, once, in time, and with the mobile that the partner named.</summary>
public sealed class AcceptInvitation(CustomersDb db, Accounts accounts, Partners partners, Numbers numbers, BusinessDay businessDay)
{
    /// <summary>Accepts.</summary>
    /// <returns>The customer's id.</returns>
    /// <exception cref="Refusal"><c>invitation.over</c>: unknown, used, replaced or expired. <c>invitation.other-mobile</c>, and field refusals.</exception>
    public async Task<Guid> Run(string token, AcceptanceForm form, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var hash = InviteProspect.Hash(token);
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.TokenHash == hash, ct) ?? throw new Refusal("invitation.over");
        invitation.Accept(businessDay.Now);
        if (Input.Mobile(form.Mobile, nameof(form.Mobile)) != invitation.Mobile)
        {
            throw new Refusal("invitation.other-mobile") { Field = nameof(form.Mobile) };
        }

        if (!form.Agreed)
        {
            throw new Refusal("invitation.consent-needed") { Field = nameof(form.Agreed) };
        }

        var prospect = await db.Prospects.SingleAsync(p => p.Id == invitation.ProspectId, ct);
        var customer = new Customer
        {
            Id = Guid.CreateVersion7(),
            Number = await numbers.Next("C", ct),
            Name = prospect.CompanyName,
            Mobile = invitation.Mobile,
            Email = form.Email,
            CreatedAt = businessDay.Now,
        };
        db.Customers.Add(customer);
        db.Associations.Add(new()
        {
            PartnerId = invitation.PartnerId,
            CustomerId = customer.Id,
            Mode = invitation.Mode,
            Origin = "invitation",
            FromAt = businessDay.Now,
        });
        prospect.Associate(customer.Id);
        var account = await accounts.AddCustomer(customer.Id, customer.Name, form.Email, invitation.Mobile, form.Password, ct);
        db.Publish(new CustomerAssociated(invitation.PartnerId, customer.Id, customer.Name, invitation.Mode));
        var by = new Actor(account, customer.Name, ActorKind.Customer, null, customer.Id, new HashSet<string>());
        await db.Save(by, "customers.accept-invitation", ct);
        return customer.Id;
    }

    /// <summary>The invitation behind a link, or null if it no longer works.</summary>
    internal async Task<InvitationView?> Find(string token, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var hash = InviteProspect.Hash(token);
        var now = businessDay.Now;
        var found = await db.Invitations.AsNoTracking()
            .Where(i => i.TokenHash == hash && i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now)
            .Join(db.Prospects, i => i.ProspectId, p => p.Id, (i, p) => new { i.PartnerId, p.CompanyName, i.Mode, i.ExpiresAt })
            .SingleOrDefaultAsync(ct);
        return found is null
            ? null
            : new(((await partners.Find(found.PartnerId, ct))!).CompanyName, found.CompanyName, found.Mode, found.ExpiresAt);
    }
}
