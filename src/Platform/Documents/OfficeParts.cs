using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Documents;

/// <summary>
/// Reads the XML parts of one office document: no document type, nothing fetched, and nothing that fetches or starts something when
/// the document is opened. Links that somebody must click are free to lead to the web.
/// </summary>
internal sealed partial class OfficeParts(string extension, string field)
{
    private const int Deepest = 256;
    private const int LongestFields = 1 << 20;

    private static readonly XmlReaderSettings Careful = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false };

    /// <summary>Kinds of parts that carry programs or draw data from elsewhere.</summary>
    private static readonly string[] ActiveTypes = ["macroEnabled", "vbaProject", "oleObject", "activeX", "package.relationships+zip"];
    private static readonly string[] FetchingTypes = ["externalLink", "connections+xml", "queryTable", "webExtension"];

    private readonly HashSet<string> types = [];

    /// <summary>Whether the list of contents declares a part of a type.</summary>
    public bool Declares(string type) => types.Any(known => known.EndsWith(type, StringComparison.Ordinal));

    /// <summary>Reads one part to its end.</summary>
    /// <exception cref="Refusal"><c>document.damaged</c>, <c>document.active</c> or <c>document.links</c>.</exception>
    public void Read(string name, Stream part)
    {
        var fields = new StringBuilder();
        try
        {
            using var reader = XmlReader.Create(part, Careful);
            for (var inside = ""; reader.Read();)
            {
                if (reader.Depth > Deepest)
                {
                    throw OfficeFiles.Damaged(extension, field);
                }

                if (reader.NodeType == XmlNodeType.Element)
                {
                    inside = reader.LocalName;
                    CheckElement(name, reader, fields);
                }
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                {
                    CheckText(inside, reader, fields);
                }
            }
        }
        catch (XmlException)
        {
            throw OfficeFiles.Damaged(extension, field);
        }

        CheckField(fields.ToString());
    }

    private void CheckElement(string name, XmlReader reader, StringBuilder fields)
    {
        switch (reader.LocalName)
        {
            case "Relationship":
                CheckRelationship(reader);
                break;
            case "Override" or "Default" when name == "[Content_Types].xml":
                CheckType(reader.GetAttribute("ContentType") ?? "");
                break;
            case "fldChar":
                // Where one field ends and the next begins.
                fields.Append(' ');
                break;
            case "fldSimple":
                CheckField(reader.GetAttribute("instr", reader.NamespaceURI) ?? "");
                break;
            case "script" or "foreignObject":
                throw Active();
        }
    }

    private void CheckText(string inside, XmlReader reader, StringBuilder fields)
    {
        if (inside == "instrText" && fields.Length < LongestFields)
        {
            fields.Append(reader.Value);
        }
        else if (inside is "f" or "definedName" or "formula1" or "formula2" && Fetches(reader.Value))
        {
            throw Links();
        }
    }

    /// <summary>A formula that asks the web, or another program (<c>program|topic!item</c>); a bar within quotes is text or a sheet's name.</summary>
    private static bool Fetches(string formula) => formula.Contains("WEBSERVICE(", StringComparison.OrdinalIgnoreCase)
        || Quoted().Replace(formula, "").Contains('|', StringComparison.Ordinal);

    private void CheckField(string text)
    {
        if (FetchingField().IsMatch(text))
        {
            throw Links();
        }
    }

    private void CheckType(string type)
    {
        types.Add(type);
        if (ActiveTypes.Any(known => type.Contains(known, StringComparison.OrdinalIgnoreCase)))
        {
            throw Active();
        }

        if (FetchingTypes.Any(known => type.Contains(known, StringComparison.OrdinalIgnoreCase)))
        {
            throw Links();
        }
    }

    private void CheckRelationship(XmlReader reader)
    {
        var (type, target) = (reader.GetAttribute("Type") ?? "", (reader.GetAttribute("Target") ?? "").Trim());
        if (!string.Equals(reader.GetAttribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase))
        {
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith(@"\\", StringComparison.Ordinal))
            {
                throw Links();
            }

            return;
        }

        if (!Uri.TryCreate(target, UriKind.Absolute, out var address) || !MayLead(type, address))
        {
            throw Links();
        }
    }

    /// <summary>A link to click may lead to the web; a text may name the template that its author's own disk has.</summary>
    private static bool MayLead(string type, Uri address) => type[(type.LastIndexOf('/') + 1)..] switch
    {
        "hyperlink" => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeMailto,
        "attachedTemplate" => address.IsFile && !address.IsUnc && address.AbsolutePath.TrimStart('/') is [var drive, ':', '/', ..] && char.IsAsciiLetter(drive),
        _ => false,
    };

    private Refusal Active() => new("document.active") { Field = field };

    private Refusal Links() => new("document.links") { Field = field };

    [GeneratedRegex("\"[^\"]*\"|'[^']*'")]
    private static partial Regex Quoted();

    /// <summary>Fields of a text that fetch or start something when they are brought up to date.</summary>
    [GeneratedRegex(@"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\s|\bLINK\s+\w+\.|\bDATABASE\s+\\", RegexOptions.IgnoreCase)]
    private static partial Regex FetchingField();
}
