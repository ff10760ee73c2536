using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Federation;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Identity.Published;

/// <summary>A certificate of a provider, as shown.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Fingerprint">SHA-256, in hexadecimal.</param>
/// <param name="From">First instant of its validity, UTC.</param>
/// <param name="Until">Last instant of its validity, UTC.</param>
public sealed record SamlCertificateView(string Subject, string Fingerprint, DateTimeOffset From, DateTimeOffset Until);

/// <summary>The identity provider of a partner's platform, as its administrator sees it.</summary>
public sealed record SamlProviderView(
    string EntityId, string SignOnUrl, string Pem, IReadOnlyList<SamlCertificateView> Certificates, DateTimeOffset ChangedAt);

/// <summary>What the administrator gives.</summary>
public sealed record SamlProviderForm(string? EntityId, string? SignOnUrl, string? Certificates);

/// <summary>A partner's administrator says which identity provider signs in the customers of its platform, or that none does.</summary>
public sealed class SamlProviders(IdentityDb db, BusinessDay businessDay, MachineClock machine)
{
    /// <summary>The one of the actor's partner, or null.</summary>
    public async Task<SamlProviderView?> View(Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        return await db.SamlProviders.AsNoTracking().SingleOrDefaultAsync(p => p.PartnerId == partner, ct) is { } row
            ? new(row.EntityId, row.SignOnUrl, row.Certificates, [.. SamlCertificates.Read(row.Certificates).Select(Shown)], row.ChangedAt)
            : null;
    }

    /// <summary>Sets it.</summary>
    /// <param name="form">The settings.</param>
    /// <param name="onThisMachine">Whether the product itself runs on this machine only: a provider may then, too, without TLS.</param>
    /// <param name="by">The administrator.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">A field is wrong.</exception>
    public async Task Set(SamlProviderForm form, bool onThisMachine, Actor by, CancellationToken ct = default)
    {
        by.Need(IdentityModule.Federation);
        var entity = Input.Text(form.EntityId, nameof(form.EntityId), 1024);
        if (entity.Any(char.IsWhiteSpace))
        {
            throw new Refusal("identity.saml-entity") { Field = nameof(form.EntityId) };
        }

        var url = Address(Input.Text(form.SignOnUrl, nameof(form.SignOnUrl), 2000), onThisMachine);
        var certificates = SamlCertificates.Read(form.Certificates);
        if (!certificates.Exists(certificate => certificate.IsValid(machine.Now)))
        {
            throw new Refusal("identity.saml-certificate-over") { Field = nameof(form.Certificates) };
        }

        var partner = by.PartnerId;
        await db.Alone($"saml-provider/{partner}", ct);
        var row = await db.SamlProviders.SingleOrDefaultAsync(p => p.PartnerId == partner, ct);
        if (row is null)
        {
            row = new() { PartnerId = partner, EntityId = entity, SignOnUrl = url, Certificates = "" };
            db.SamlProviders.Add(row);
        }

        (row.EntityId, row.SignOnUrl, row.ChangedAt) = (entity, url, businessDay.Now);
        row.Certificates = SamlCertificates.Write(certificates);
        await db.Save(by, "identity.set-saml-provider", ct);
    }

    /// <summary>Takes it away: nobody arrives by it any more. Customers that have arrived stay the partner's.</summary>
    public async Task Remove(Actor by, CancellationToken ct = default)
    {
        by.Need(IdentityModule.Federation);
        var partner = by.PartnerId;
        if (await db.SamlProviders.SingleOrDefaultAsync(p => p.PartnerId == partner, ct) is { } row)
        {
            db.SamlProviders.Remove(row);
            await db.Save(by, "identity.remove-saml-provider", ct);
        }
    }

    private static string Address(string url, bool onThisMachine) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length == 0 && address.Fragment.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps || (onThisMachine && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address.AbsoluteUri
            : throw new Refusal("identity.saml-url") { Field = nameof(SamlProviderForm.SignOnUrl) };

    private static SamlCertificateView Shown(X509Certificate2 certificate) => new(
        certificate.GetNameInfo(X509NameType.SimpleName, false) is { Length: > 0 } name ? name : certificate.Subject,
        Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256)),
        new(certificate.NotBefore), new(certificate.NotAfter));
}
