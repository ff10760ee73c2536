using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using PartnerCenter.Identity.Published;

namespace PartnerCenter.Identity.Federation;

/// <summary>What we say in SAML: the request that a customer's browser carries to its provider, and what we are.</summary>
internal static class SamlMessages
{
    private const string Post = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    private const string Formats = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    private static readonly XNamespace Protocol = SamlXml.Protocol;
    private static readonly XNamespace Assertion = SamlXml.Assertion;
    private static readonly XNamespace Description = "urn:oasis:names:tc:SAML:2.0:metadata";

    /// <summary>The address that asks a provider to sign somebody in (HTTP redirect binding).</summary>
    public static string Ask(string signOnUrl, string id, DateTimeOffset now, SamlAddresses addresses)
    {
        var request = new XElement(Protocol + "AuthnRequest",
            new XAttribute(XNamespace.Xmlns + "samlp", Protocol),
            new XAttribute("ID", id),
            new XAttribute("Version", "2.0"),
            new XAttribute("IssueInstant", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            new XAttribute("Destination", signOnUrl),
            new XAttribute("ProtocolBinding", Post),
            new XAttribute("AssertionConsumerServiceURL", addresses.Acs),
            new XElement(Assertion + "Issuer", new XAttribute(XNamespace.Xmlns + "saml", Assertion), addresses.EntityId),
            new XElement(Protocol + "NameIDPolicy", new XAttribute("AllowCreate", "true")));
        var query = $"SAMLRequest={Uri.EscapeDataString(Deflate(request))}&RelayState={Uri.EscapeDataString(id)}";
        return $"{signOnUrl}{(signOnUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
    }

    /// <summary>Our metadata, for the provider's administrator to load.</summary>
    public static string Metadata(SamlAddresses addresses) => new XElement(Description + "EntityDescriptor",
        new XAttribute(XNamespace.Xmlns + "md", Description),
        new XAttribute("entityID", addresses.EntityId),
        new XElement(Description + "SPSSODescriptor",
            new XAttribute("AuthnRequestsSigned", "false"),
            new XAttribute("WantAssertionsSigned", "true"),
            new XAttribute("protocolSupportEnumeration", SamlXml.Protocol),
            new XElement(Description + "NameIDFormat", Formats),
            new XElement(Description + "AssertionConsumerService",
                new XAttribute("Binding", Post),
                new XAttribute("Location", addresses.Acs),
                new XAttribute("index", "0"),
                new XAttribute("isDefault", "true")))).ToString();

    private static string Deflate(XElement message)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
        {
            deflate.Write(Encoding.UTF8.GetBytes(message.ToString(SaveOptions.DisableFormatting)));
        }

        return Convert.ToBase64String(packed.ToArray());
    }
}
