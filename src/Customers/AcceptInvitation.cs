using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Customers;

/// <summary>What a visitor with an invitation sees.</summary>
internal sealed record InvitationView(string PartnerName, string CompanyName, AssociationMode Mode, DateTimeOffset? ExpiresAt);

/// <summary>What an invited company gives to become a customer.</summary>
public sealed record AcceptanceForm(string? Mobile, string? Email, string? Password, bool Agreed);

/// <summary>An invited company registers and becomes the partner's customer, once, in time, and with the mobile that the partner named.</summary>
public sealed class AcceptInvitation(
    CustomersDb db, Accounts accounts, Partners partners, CustomerIdentity identity, BeginAssociation begin, RegistrationLimit limit, Numbers numbers,
    Rulebook rulebook, BusinessDay businessDay, Vault vault)
{
    /// <summary>Accepts.</summary>
    /// <param name="token">What stands in the link.</param>
    /// <param name="form">What it gives.</param>
    /// <param name="device">What it visits with; null when the house enters it.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The customer's id.</returns>
    /// <exception cref="Refusal">
    /// <c>invitation.over</c>: unknown, used, replaced or expired. <c>invitation.other-mobile</c>, <c>programs.no-customer-identity</c> for
    /// the address of a partner's account in a programme (R5.1.4), <c>customers.too-many-registrations</c>, and field refusals.
    /// </exception>
    public async Task<Guid> Run(string token, AcceptanceForm form, Device? device = null, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var (invitation, prospect) = await Open(token, form.Mobile, form.Agreed, ct);
        if (form.Email is not null && await accounts.Find(form.Email, ct) is { Partner: { } partner } && await identity.Why(partner, ct) is { } why)
        {
            throw new Refusal(why.Code, [.. why.Facts]) { Field = "Email" };
        }

        await limit.Count(device, ct);
        var (id, mobile) = (Guid.CreateVersion7(), MobileOf(invitation));
        var customer = new Customer
        {
            Id = id,
            Number = await numbers.Next("C", ct),
            Name = prospect.CompanyName,
            Mobile = vault.Seal(mobile, Customer.MobileColumn.Place, id),
            Email = form.Email,
            CreatedAt = businessDay.Now,
        };
        db.Customers.Add(customer);
        await Associate(invitation, prospect, customer, ct);
        var account = await accounts.AddCustomer(customer.Id, customer.Name, form.Email, mobile, form.Password, ct);
        var by = new Actor(account, customer.Name, ActorKind.Customer, null, customer.Id, new HashSet<string>());
        await db.Save(by, "customers.accept-invitation", ct);
        return customer.Id;
    }

    /// <summary>
    /// A customer that has an account already accepts an invitation; one that was handed over offline only while the account is new
    /// (R12.4.6).
    /// </summary>
    /// <exception cref="Refusal">
    /// <c>invitation.over</c>, <c>invitation.other-mobile</c>, <c>invitation.account-too-old</c>, <c>customer.associated-already</c>;
    /// <c>customer.custody</c> or <c>customer.sub-referral-only</c> for sub accounts (R12.1.2.12); <c>programs.no-customer-identity</c> for
    /// a partner's account in a programme (R5.1.4).
    /// </exception>
    public async Task RunAs(string token, bool agreed, Actor by, CancellationToken ct = default)
    {
        if (await WhyNot(by, ct) is { } why)
        {
            throw why;
        }

        try
        {
            await Join(token, agreed, by, ct);
        }
        catch (Refusal refusal) when (refusal.Code is not ("invitation.over" or "invitation.consent-needed"))
        {
            await Note(token, refusal, by, ct);
            throw;
        }
    }

    /// <summary>Why somebody who is signed in can be nobody's customer; null if it can, or is asked for nothing yet.</summary>
    internal async Task<Refusal?> WhyNot(Actor by, CancellationToken ct = default) =>
        by.Partner is { } partner ? await identity.Why(partner, ct) : null;

    private async Task Join(string token, bool agreed, Actor by, CancellationToken ct)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var customer = await db.Customers.SingleAsync(c => c.Id == by.CustomerId, ct);
        var (invitation, prospect) = await Open(token, customer.Mobile is null ? null : vault.Open(customer.Mobile, Customer.MobileColumn.Place, customer.Id), agreed, ct);
        if (await db.Associations.AnyAsync(a => a.CustomerId == customer.Id && a.ToAt == null, ct))
        {
            throw new Refusal("customer.associated-already");
        }

        var days = rulebook.On<InvitationTerms>(InvitationTerms.Rule, businessDay.Today).Terms.NewAccountDays;
        if (invitation.ExpiresAt is null && businessDay.Now >= customer.CreatedAt.AddDays(days))
        {
            throw new Refusal("invitation.account-too-old", days);
        }

        if (customer.Custody)
        {
            throw new Refusal("customer.custody");
        }

        if (customer.MasterId is not null && invitation.Mode != AssociationMode.Referral)
        {
            throw new Refusal("customer.sub-referral-only");
        }

        await Associate(invitation, prospect, customer, ct);
        await db.Save(by, "customers.accept-invitation", ct);
    }

    /// <summary>Counts that the page of an invitation was opened.</summary>
    internal async Task Count(string token, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        await using var count = db.Unit.Command("update customers.invitation set opened = opened + 1 where token_hash = $1", InviteProspect.Hash(token));
        await count.ExecuteNonQueryAsync(ct);
        await db.Save(Actor.System, "customers.open-invitation", ct);
    }

    /// <summary>The invitation behind a link, or null if it no longer works.</summary>
    internal async Task<InvitationView?> Find(string token, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var hash = InviteProspect.Hash(token);
        var now = businessDay.Now;
        var found = await db.Invitations.AsNoTracking()
            .Where(i => i.TokenHash == hash && i.AcceptedAt == null && i.RevokedAt == null && (i.ExpiresAt == null || i.ExpiresAt > now))
            .Join(db.Prospects, i => i.ProspectId, p => p.Id, (i, p) => new { i.PartnerId, p.CompanyName, i.Mode, i.ExpiresAt })
            .SingleOrDefaultAsync(ct);
        return found is null
            ? null
            : new(((await partners.Find(found.PartnerId, ct))!).CompanyName, found.CompanyName, found.Mode, found.ExpiresAt);
    }

    /// <summary>An open invitation, accepted by somebody with the mobile of the registration who agrees.</summary>
    private async Task<(Invitation Invitation, Prospect Prospect)> Open(string token, string? mobile, bool agreed, CancellationToken ct)
    {
        var hash = InviteProspect.Hash(token);
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.TokenHash == hash, ct) ?? throw new Refusal("invitation.over");
        invitation.Accept(businessDay.Now);
        if (Input.Mobile(mobile, "Mobile") != MobileOf(invitation))
        {
            throw new Refusal("invitation.other-mobile") { Field = "Mobile" };
        }

        return agreed
            ? (invitation, await db.Prospects.SingleAsync(p => p.Id == invitation.ProspectId, ct))
            : throw new Refusal("invitation.consent-needed") { Field = "Agreed" };
    }

    /// <summary>Customer and partner both see in their log why it could not be done (R12.4.32).</summary>
    private async Task Note(string token, Refusal why, Actor by, CancellationToken ct)
    {
        await db.Unit.Forget(ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var hash = InviteProspect.Hash(token);
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.TokenHash == hash, ct);
        var change = new AssociationChange
        {
            Number = await numbers.Next("AC", ct),
            PartnerId = invitation.PartnerId,
            CustomerId = by.CustomerId,
            CustomerName = by.Name,
            Kind = ChangeKind.Association,
            Origin = ChangeOrigin.Invitation,
            ToMode = invitation.Mode,
            AskedAt = businessDay.Now,
            AskedBy = by.Name,
        };
        change.Fail(why, businessDay.Now, by.Name);
        db.Changes.Add(change);
        await db.Save(by, "customers.fail-invitation", ct);
    }

    private string MobileOf(Invitation invitation) => vault.Open(invitation.Mobile, Invitation.MobileColumn.Place, invitation.Id);

    private async Task Associate(Invitation invitation, Prospect prospect, Customer customer, CancellationToken ct)
    {
        await begin.Run(customer, invitation.PartnerId, invitation.Mode, ChangeOrigin.Invitation, businessDay.Now, customer.Name, ct);
        prospect.Associate(customer.Id);
    }
}
