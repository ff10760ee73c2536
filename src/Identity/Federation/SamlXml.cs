using System.Security.Cryptography.Xml;
using System.Xml;
using PartnerCenter.Kernel;

namespace PartnerCenter.Identity.Federation;

/// <summary>
/// XML from outside, read as narrowly as SAML allows: no document type, nothing fetched, no comments or instructions that one reader
/// skips and another does not, no more depth and size than a real response has.
/// </summary>
internal static class SamlXml
{
    public const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    public const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";
    public const string Signature = SignedXml.XmlDsigNamespaceUrl;

    /// <summary>The largest response; real ones have some 5 KiB.</summary>
    public const int MostBytes = 256 * 1024;

    // Canonicalization calls itself for every level: a deep document would end the process, not the request.
    private const int Deepest = 32;

    private static readonly XmlReaderSettings Careful = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
    };

    /// <summary>Reads a response as the POST binding brings it.</summary>
    /// <exception cref="Refusal"><c>identity.saml-unreadable</c></exception>
    public static XmlDocument Read(string? base64)
    {
        if (string.IsNullOrWhiteSpace(base64) || base64.Length > MostBytes * 4 / 3)
        {
            throw Unreadable();
        }

        try
        {
            var bytes = Convert.FromBase64String(base64);
            LookThrough(bytes);
            using var reader = XmlReader.Create(new MemoryStream(bytes), Careful);
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            document.Load(reader);
            CheckIds(document);
            return document;
        }
        catch (Exception broken) when (broken is FormatException or XmlException or ArgumentException or NotSupportedException)
        {
            throw Unreadable();
        }
    }

    /// <summary>The one child of that name.</summary>
    /// <exception cref="Refusal"><c>identity.saml-structure</c>: there is none, or several.</exception>
    public static XmlElement Only(XmlElement parent, string name, string space) =>
        Children(parent, name, space) is [var one] ? one : throw Structure();

    /// <summary>The one child of that name, or null.</summary>
    /// <exception cref="Refusal"><c>identity.saml-structure</c>: there are several.</exception>
    public static XmlElement? AtMostOne(XmlElement parent, string name, string space) => Children(parent, name, space) switch
    {
        [] => null,
        [var one] => one,
        _ => throw Structure(),
    };

    public static List<XmlElement> Children(XmlElement parent, string name, string space) =>
        [.. Elements(parent).Where(child => child.LocalName == name && child.NamespaceURI == space)];

    public static IEnumerable<XmlElement> Elements(XmlElement parent) => parent.ChildNodes.OfType<XmlElement>();

    /// <summary>Every element of the document with that local name, whatever its namespace.</summary>
    public static List<XmlElement> Everywhere(XmlDocument document, params string[] names) =>
        [.. document.GetElementsByTagName("*").OfType<XmlElement>().Where(element => names.Contains(element.LocalName))];

    /// <summary>The text of an element that holds one piece of text and nothing else.</summary>
    /// <exception cref="Refusal"><c>identity.saml-structure</c></exception>
    public static string Text(XmlElement element) =>
        element.ChildNodes is { Count: 1 } nodes && nodes[0] is XmlText text ? text.Value!.Trim() : throw Structure();

    public static Refusal Unreadable() => new("identity.saml-unreadable");

    public static Refusal Structure() => new("identity.saml-structure");

    /// <summary>Before anything is built from it.</summary>
    private static void LookThrough(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), Careful);
        while (reader.Read())
        {
            if (reader.Depth > Deepest || reader.NodeType is XmlNodeType.Comment or XmlNodeType.ProcessingInstruction
                or XmlNodeType.CDATA or XmlNodeType.EntityReference or XmlNodeType.DocumentType)
            {
                throw Unreadable();
            }
        }
    }

    /// <summary>An id names one element: a signature that refers to it can mean no other.</summary>
    private static void CheckIds(XmlDocument document)
    {
        var ids = document.GetElementsByTagName("*").OfType<XmlElement>()
            .SelectMany(element => element.Attributes.OfType<XmlAttribute>())
            .Where(attribute => attribute.LocalName.Equals("id", StringComparison.OrdinalIgnoreCase) && attribute.Prefix != "xmlns")
            .Select(attribute => attribute.Value).ToList();
        if (ids.Count != ids.Distinct().Count())
        {
            throw Structure();
        }
    }
}
