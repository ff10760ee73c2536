using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Identity.Federation;

/// <summary>The identity provider of a partner's platform: where we send its customers, and whose signature we then believe.</summary>
internal sealed class SamlProvider : IPartnerRow
{
    public Guid PartnerId { get; init; }

    /// <summary>Its name for itself: the issuer of what it asserts.</summary>
    public required string EntityId { get; set; }

    /// <summary>Where its customers sign in (HTTP redirect binding).</summary>
    public required string SignOnUrl { get; set; }

    /// <summary>The certificates of its signing keys, as PEM; two while a key is being changed.</summary>
    public required string Certificates { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>Certificates as people paste them.</summary>
internal static class SamlCertificates
{
    public const int Most = 3;
    private const int SmallestKey = 2048;
    private const int MostCharacters = 30_000;
    private const string Field = "Certificates";

    /// <summary>Reads PEM, or the bare base64 that stands in metadata.</summary>
    /// <exception cref="Refusal">At Certificates: unreadable, a private key, too many, or no RSA key of 2048 bits or more.</exception>
    public static List<X509Certificate2> Read(string? text)
    {
        var pem = text?.Trim() ?? "";
        if (pem.Length == 0)
        {
            throw new Refusal("form.required") { Field = Field };
        }

        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new Refusal("identity.saml-private-key") { Field = Field };
        }

        var certificates = pem.Length <= MostCharacters ? Parse(pem) : [];
        return certificates switch
        {
            [] => throw new Refusal("identity.saml-certificates") { Field = Field },
            { Count: > Most } => throw new Refusal("identity.saml-too-many", Most) { Field = Field },
            _ when certificates.Exists(one => !IsStrong(one)) => throw new Refusal("identity.saml-key", SmallestKey) { Field = Field },
            _ => certificates,
        };
    }

    public static string Write(IEnumerable<X509Certificate2> certificates) =>
        string.Join('\n', certificates.Select(certificate => certificate.ExportCertificatePem()));

    /// <summary>Whether it is valid at an instant by its own dates.</summary>
    public static bool IsValid(this X509Certificate2 certificate, DateTimeOffset at) =>
        new DateTimeOffset(certificate.NotBefore) <= at && at <= new DateTimeOffset(certificate.NotAfter);

    private static List<X509Certificate2> Parse(string pem)
    {
        var collection = new X509Certificate2Collection();
        try
        {
            if (pem.StartsWith("-----", StringComparison.Ordinal))
            {
                collection.ImportFromPem(pem);
            }
            else
            {
                collection.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(pem)));
            }
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or FormatException)
        {
            return [];
        }

        return [.. collection.DistinctBy(certificate => certificate.Thumbprint)];
    }

    private static bool IsStrong(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPublicKey();
        return key?.KeySize >= SmallestKey;
    }
}
