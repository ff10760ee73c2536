using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;

namespace PartnerCenter.Identity.Federation;

/// <summary>What an identity provider publishes about itself (SAML metadata): its name, where it takes requests, whose signature it bears.</summary>
internal static class SamlDescription
{
    /// <summary>The largest that is read; real ones have some 5 to 100 KiB.</summary>
    public const int MostBytes = 512 * 1024;

    private const string Redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    private static readonly XNamespace Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static readonly XNamespace Signature = SamlXml.Signature;

    private static readonly XmlReaderSettings Careful = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
    };

    /// <summary>Reads it into what the administrator would otherwise type.</summary>
    /// <exception cref="Refusal">
    /// At the field: <c>identity.saml-metadata</c>, <c>identity.saml-metadata-provider</c>, <c>identity.saml-metadata-binding</c> or
    /// <c>identity.saml-metadata-certificate</c>.
    /// </exception>
    public static SamlProviderForm Read(byte[] xml, string field)
    {
        var providers = Entities(xml, field).Where(entity => entity.Element(Metadata + "IDPSSODescriptor") is not null).ToList();
        if (providers is not [var provider] || (string?)provider.Attribute("entityID") is not { Length: > 0 } name)
        {
            throw new Refusal("identity.saml-metadata-provider") { Field = field };
        }

        var role = provider.Element(Metadata + "IDPSSODescriptor")!;
        var address = role.Elements(Metadata + "SingleSignOnService").FirstOrDefault(service => (string?)service.Attribute("Binding") == Redirect);
        return (string?)address?.Attribute("Location") is { Length: > 0 } location
            ? new(name, location, Certificates(role, field))
            : throw new Refusal("identity.saml-metadata-binding") { Field = field };
    }

    private static IEnumerable<XElement> Entities(byte[] xml, string field)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml), Careful);
            var root = XDocument.Load(reader).Root!;
            return root.Name == Metadata + "EntityDescriptor" ? [root] : root.Elements(Metadata + "EntityDescriptor");
        }
        catch (Exception broken) when (broken is XmlException or NotSupportedException)
        {
            throw new Refusal("identity.saml-metadata") { Field = field };
        }
    }

    /// <summary>Those of keys that sign, or that say nothing of their use; as PEM.</summary>
    private static string Certificates(XElement role, string field)
    {
        var texts = role.Elements(Metadata + "KeyDescriptor").Where(key => (string?)key.Attribute("use") is null or "signing")
            .SelectMany(key => key.Descendants(Signature + "X509Certificate")).Select(certificate => certificate.Value.Trim()).Distinct().ToList();
        try
        {
            return texts.Count > 0
                ? SamlCertificates.Write(texts.ConvertAll(text => X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text))))
                : throw new Refusal("identity.saml-metadata-certificate") { Field = field };
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException)
        {
            throw new Refusal("identity.saml-metadata-certificate") { Field = field };
        }
    }
}
