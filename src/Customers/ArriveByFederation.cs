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
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Customers;

/// <summary>
/// A customer of a partner's own platform arrives by SAML. The first time it becomes the partner's resale customer (R15.1.1), with an
/// account of its own; each further time it enters that account.
/// </summary>
public sealed class ArriveByFederation(
    CustomersDb db, SamlSignOn signOn, FederatedAccounts accounts, Memberships memberships, BeginAssociation begin, RegistrationLimit limit,
    Numbers numbers, BusinessDay businessDay, Vault vault)
{
    private const int LongestName = 200;

    /// <summary>Takes a response of the partner's identity provider.</summary>
    /// <param name="partner">To whose address it was sent.</param>
    /// <param name="addresses">Our side.</param>
    /// <param name="response">The response.</param>
    /// <param name="relayState">What came back with it.</param>
    /// <param name="seal">The seal of a request of this browser by its id.</param>
    /// <param name="device">What it visits with.</param>
    /// <param name="ct">Stops waiting; nothing is saved then.</param>
    /// <returns>The account that it arrived at and what was said of it; null if the partner has no identity provider.</returns>
    /// <exception cref="Refusal">One of <c>identity.saml-…</c>, <c>identity.disabled</c>, <c>customers.…</c>; recorded.</exception>
    public async Task<(Guid Account, SamlArrival Arrival)?> Run(
        PartnerView partner, SamlAddresses addresses, string? response, string? relayState, Func<string, string?> seal,
        Device? device = null, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        try
        {
            if (await signOn.Take(partner.Id, addresses, response, relayState, seal, ct) is not { } arrival)
            {
                return null;
            }

            var account = await accounts.Find(partner.Id, arrival.NameId, ct) is { } known
                ? await Again(partner.Id, known, ct)
                : await First(partner.Id, arrival, device, ct);
            return (account, arrival);
        }
        catch (Refusal refusal)
        {
            await db.Unit.Forget(ct);
            db.Unit.Record(partner.Id, $"identity.saml_provider/{partner.Id}", new { refused = refusal.Code });
            await db.Save(Actor.System, "customers.refuse-federation", ct);
            throw;
        }
    }

    /// <summary>Customer, association and account in one transaction.</summary>
    private async Task<Guid> First(Guid partner, SamlArrival arrival, Device? device, CancellationToken ct)
    {
        await limit.Count(device, ct);
        if ((await memberships.Of(partner, businessDay.Today, ct)).Count == 0)
        {
            throw new Refusal("customers.no-programme");
        }

        var name = arrival.CompanyName ?? arrival.NameId;
        var (id, mobile) = (Guid.CreateVersion7(), IfRight(arrival.Mobile, Input.Mobile));
        var customer = new Customer
        {
            Id = id,
            Number = await numbers.Next("C", ct),
            Name = Shortened(name),
            Mobile = mobile is null ? null : vault.Seal(mobile, Customer.MobileColumn.Place, id),
            Email = IfRight(arrival.Email, Input.Email),
            CreatedAt = businessDay.Now,
        };
        db.Customers.Add(customer);
        await begin.Run(customer, partner, AssociationMode.Resale, ChangeOrigin.Federation, businessDay.Now, customer.Name, ct);
        var account = accounts.Add(partner, arrival.NameId, customer.Id, customer.Name, customer.Email, mobile);
        await db.Save(account, "customers.arrive", ct);
        return account.Account;
    }

    /// <summary>A partner vouches for its own customers: not for one that has gone to another.</summary>
    private async Task<Guid> Again(Guid partner, Actor known, CancellationToken ct)
    {
        var customer = known.CustomerId;
        if (!await db.Associations.AnyAsync(a => a.PartnerId == partner && a.CustomerId == customer && a.ToAt == null, ct))
        {
            throw new Refusal("customers.federation-over");
        }

        await accounts.ComeAgain(known.Account, ct);
        await db.Save(known, "customers.arrive-again", ct);
        return known.Account;
    }

    /// <summary>Never through the middle of a character.</summary>
    private static string Shortened(string name) => name.Length <= LongestName
        ? name
        : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];

    /// <summary>The platform's details are a convenience: one that we cannot use keeps nobody out.</summary>
    private static string? IfRight(string? value, Func<string?, string, string> check)
    {
        try
        {
            return value is null ? null : check(value, "");
        }
        catch (Refusal)
        {
            return null;
        }
    }
}
