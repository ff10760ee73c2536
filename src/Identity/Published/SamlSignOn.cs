using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Federation;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.Identity.Published;

/// <summary>A sign-in that has begun.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Address">Where the browser goes.</param>
/// <param name="Seal">What it must bring back: the proof that this browser asked.</param>
public sealed record SamlQuestion(string Id, string Address, string Seal);

/// <summary>Somebody whom a partner's platform vouches for.</summary>
/// <param name="NameId">What the platform calls it: the same at each sign-in.</param>
/// <param name="Email">As the platform says; not verified by us.</param>
/// <param name="Mobile">As the platform says.</param>
/// <param name="CompanyName">As the platform says.</param>
/// <param name="Request">The id of the request that was answered.</param>
/// <param name="Back">The page that it wanted, if any.</param>
public sealed record SamlArrival(string NameId, string? Email, string? Mobile, string? CompanyName, string Request, string? Back);

/// <summary>
/// The service provider's side of SAML sign-on: asks, and takes the answer once. A request is remembered by the browser that made it,
/// sealed; what the database remembers is only that a request was answered and an assertion taken.
/// </summary>
public sealed class SamlSignOn(IdentityDb db, IDataProtectionProvider protection, MachineClock machine)
{
    /// <summary>How long somebody may take to sign in at the provider.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const string Claims = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

    private static readonly string[] Emails =
        ["email", "mail", "emailAddress", "urn:oid:0.9.2342.19200300.100.1.3", $"{Claims}/emailaddress"];

    private static readonly string[] Mobiles = ["mobile", "phone", "urn:oid:0.9.2342.19200300.100.1.41", $"{Claims}/mobilephone"];

    private static readonly string[] Companies = ["company", "companyName", "organization", "urn:oid:2.5.4.10"];

    private IDataProtector Sealer => protection.CreateProtector("saml-request");

    /// <summary>Begins a sign-in at a partner's platform; null if it has no identity provider.</summary>
    public async Task<SamlQuestion?> Ask(Guid partner, SamlAddresses addresses, string? back, CancellationToken ct = default)
    {
        if (await Provider(partner, ct) is not { } provider)
        {
            return null;
        }

        var id = $"_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20))}";
        var asked = JsonSerializer.Serialize(new Asked(id, partner, machine.Now, back));
        return new(id, SamlMessages.Ask(provider.SignOnUrl, id, machine.Now, addresses), Sealer.Protect(asked));
    }

    /// <summary>Takes an answer, saved as used with the caller's unit of work. Null if the partner has no identity provider.</summary>
    /// <param name="partner">To whose address it was sent.</param>
    /// <param name="addresses">Our side.</param>
    /// <param name="response">The response as the browser posts it.</param>
    /// <param name="relayState">What came back with it.</param>
    /// <param name="seal">The seal of a request by its id, or null if this browser has none.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">One of <c>identity.saml-…</c>.</exception>
    public async Task<SamlArrival?> Take(
        Guid partner, SamlAddresses addresses, string? response, string? relayState, Func<string, string?> seal,
        CancellationToken ct = default)
    {
        if (await Provider(partner, ct) is not { } provider)
        {
            return null;
        }

        var now = machine.Now;
        var certificates = SamlCertificates.Read(provider.Certificates).FindAll(certificate => certificate.IsValid(now));
        if (certificates.Count == 0)
        {
            throw new Refusal("identity.saml-certificate-over");
        }

        var assertion = SamlResponse.Read(response, new(provider.EntityId, certificates, addresses.EntityId, addresses.Acs, now));
        var asked = Opened(seal(assertion.InResponseTo));
        if (asked is null || asked.Id != assertion.InResponseTo || asked.Partner != partner || relayState != asked.Id
            || now - asked.At > Patience)
        {
            throw new Refusal("identity.saml-request");
        }

        await Use(partner, "request", asked.Id, asked.At + Patience, ct);
        await Use(partner, "assertion", assertion.Id, assertion.NotOnOrAfter, ct);
        return new(
            assertion.NameId, Value(assertion, Emails), Value(assertion, Mobiles), Value(assertion, Companies), asked.Id, asked.Back);
    }

    /// <summary>Our metadata, for the administrator of a provider.</summary>
    public static string Metadata(SamlAddresses addresses) => SamlMessages.Metadata(addresses);

    /// <summary>Two who bring the same at once: the second waits for the first to commit, and finds it used.</summary>
    private async Task Use(Guid partner, string kind, string id, DateTimeOffset until, CancellationToken ct)
    {
        await using var use = db.Unit.Command("""
            insert into identity.saml_used (partner_id, kind, id, valid_until) values ($1, $2, $3, $4) on conflict do nothing
            """, partner, kind, id, until);
        if (await use.ExecuteNonQueryAsync(ct) == 0)
        {
            throw new Refusal("identity.saml-repeated");
        }

        var gone = machine.Now - (2 * SamlResponse.Skew);
        await using var over = db.Unit.Command("delete from identity.saml_used where partner_id = $1 and valid_until < $2", partner, gone);
        await over.ExecuteNonQueryAsync(ct);
    }

    private Task<SamlProvider?> Provider(Guid partner, CancellationToken ct) =>
        db.SamlProviders.AsNoTracking().SingleOrDefaultAsync(p => p.PartnerId == partner, ct);

    private Asked? Opened(string? seal)
    {
        try
        {
            return seal is null ? null : JsonSerializer.Deserialize<Asked>(Sealer.Unprotect(seal));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? Value(SamlAssertion assertion, string[] names) =>
        names.Select(name => assertion.Attributes.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    private sealed record Asked(string Id, Guid Partner, DateTimeOffset At, string? Back);
}
