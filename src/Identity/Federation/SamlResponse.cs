using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using PartnerCenter.Kernel;
using static PartnerCenter.Identity.Federation.SamlXml;

namespace PartnerCenter.Identity.Federation;

/// <summary>What a response must be: from whom, for whom, to where, and when.</summary>
internal sealed record SamlExpectation(
    string Issuer, IReadOnlyList<X509Certificate2> Certificates, string Audience, string Recipient, DateTimeOffset Now);

/// <summary>What was asserted, after every check that needs no memory.</summary>
/// <param name="Id">The assertion's id.</param>
/// <param name="InResponseTo">The request that it answers.</param>
/// <param name="NameId">Who it is about, as the partner's platform calls it.</param>
/// <param name="NotOnOrAfter">First instant at which it is no longer valid.</param>
/// <param name="Attributes">First value of each attribute by name.</param>
internal sealed record SamlAssertion(
    string Id, string InResponseTo, string NameId, DateTimeOffset NotOnOrAfter, IReadOnlyDictionary<string, string> Attributes);

/// <summary>
/// Reads a response of the web browser profile (SAML 2.0). Everything that is used comes from the one assertion whose signature was
/// checked, along paths from its root: never by searching the document.
/// </summary>
internal static class SamlResponse
{
    /// <summary>How far the clocks of both sides may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private const string Bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    private const string Transient = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    private const int LongestName = 256;
    private static readonly string[] KnownConditions = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"];
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="Refusal">One of <c>identity.saml-…</c>.</exception>
    public static SamlAssertion Read(string? base64, SamlExpectation expected)
    {
        var document = SamlXml.Read(base64);
        var response = document.DocumentElement!;
        if (response.LocalName != "Response" || response.NamespaceURI != Protocol || response.GetAttribute("Version") != "2.0")
        {
            throw Unreadable();
        }

        CheckStatus(response);
        var assertion = Everywhere(document, "Assertion", "EncryptedAssertion") is [var one]
            && one.LocalName == "Assertion" && one.NamespaceURI == SamlXml.Assertion && one.ParentNode == response
            ? one
            : throw Structure();
        CheckIssuer(response, assertion, expected.Issuer);
        CheckSignatures(document, response, assertion, expected.Certificates);
        if (response.GetAttribute("Destination") is { Length: > 0 } destination && destination != expected.Recipient)
        {
            throw new Refusal("identity.saml-recipient");
        }

        var until = CheckConditions(Only(assertion, "Conditions", SamlXml.Assertion), expected);
        CheckSession(assertion, expected.Now);
        var subject = Only(assertion, "Subject", SamlXml.Assertion);
        var (inResponseTo, answerUntil) = CheckConfirmation(subject, expected);
        if (response.GetAttribute("InResponseTo") is { Length: > 0 } outer && outer != inResponseTo)
        {
            throw new Refusal("identity.saml-request");
        }

        return new(assertion.GetAttribute("ID"), inResponseTo, NameOf(subject), until > answerUntil ? until.Value : answerUntil,
            AttributesOf(assertion));
    }

    private static void CheckStatus(XmlElement response)
    {
        if (Only(Only(response, "Status", Protocol), "StatusCode", Protocol).GetAttribute("Value") != Success)
        {
            throw new Refusal("identity.saml-status");
        }
    }

    private static void CheckIssuer(XmlElement response, XmlElement assertion, string issuer)
    {
        var outer = AtMostOne(response, "Issuer", SamlXml.Assertion);
        if (Text(Only(assertion, "Issuer", SamlXml.Assertion)) != issuer || (outer is not null && Text(outer) != issuer))
        {
            throw new Refusal("identity.saml-issuer");
        }
    }

    /// <summary>The assertion must be signed itself; a signature over the response may come on top. None may stand elsewhere.</summary>
    private static void CheckSignatures(
        XmlDocument document, XmlElement response, XmlElement assertion, IReadOnlyList<X509Certificate2> certificates)
    {
        var own = AtMostOne(assertion, "Signature", SamlXml.Signature) ?? throw new Refusal("identity.saml-signature");
        var outer = AtMostOne(response, "Signature", SamlXml.Signature);
        if (Everywhere(document, "Signature").Count != (outer is null ? 1 : 2))
        {
            throw Structure();
        }

        SamlSignature.Check(assertion, own, certificates);
        if (outer is not null)
        {
            SamlSignature.Check(response, outer, certificates);
        }
    }

    private static DateTimeOffset? CheckConditions(XmlElement conditions, SamlExpectation expected)
    {
        if (Elements(conditions).Any(one => one.NamespaceURI != SamlXml.Assertion || !KnownConditions.Contains(one.LocalName)))
        {
            // What is not understood cannot be met.
            throw Structure();
        }

        var audiences = Children(conditions, "AudienceRestriction", SamlXml.Assertion);
        if (audiences.Count == 0
            || !audiences.TrueForAll(one => Children(one, "Audience", SamlXml.Assertion).Exists(a => Text(a) == expected.Audience)))
        {
            throw new Refusal("identity.saml-audience");
        }

        CheckTimes(conditions, expected.Now);
        return Time(conditions, "NotOnOrAfter");
    }

    /// <summary>The subject is confirmed to whoever bears this: here, now, and in answer to a request.</summary>
    private static (string InResponseTo, DateTimeOffset Until) CheckConfirmation(XmlElement subject, SamlExpectation expected)
    {
        var confirmation = Only(subject, "SubjectConfirmation", SamlXml.Assertion);
        var data = Only(confirmation, "SubjectConfirmationData", SamlXml.Assertion);
        if (confirmation.GetAttribute("Method") != Bearer)
        {
            throw Structure();
        }

        if (data.GetAttribute("Recipient") != expected.Recipient)
        {
            throw new Refusal("identity.saml-recipient");
        }

        CheckTimes(data, expected.Now);
        return (data.GetAttribute("InResponseTo"), Time(data, "NotOnOrAfter") ?? throw new Refusal("identity.saml-expired"));
    }

    private static void CheckSession(XmlElement assertion, DateTimeOffset now)
    {
        var statements = Children(assertion, "AuthnStatement", SamlXml.Assertion);
        if (statements.Count == 0)
        {
            throw Structure();
        }

        if (statements.Exists(one => Time(one, "SessionNotOnOrAfter") is { } end && now - Skew >= end))
        {
            throw new Refusal("identity.saml-expired");
        }
    }

    private static void CheckTimes(XmlElement element, DateTimeOffset now)
    {
        if (Time(element, "NotBefore") is { } from && now + Skew < from)
        {
            throw new Refusal("identity.saml-early");
        }

        if (Time(element, "NotOnOrAfter") is { } until && now - Skew >= until)
        {
            throw new Refusal("identity.saml-expired");
        }
    }

    private static DateTimeOffset? Time(XmlElement element, string attribute)
    {
        if (!element.HasAttribute(attribute))
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(element.GetAttribute(attribute), Times, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : throw Unreadable();
    }

    /// <summary>A name that is another one at each sign-in would make another customer each time.</summary>
    private static string NameOf(XmlElement subject)
    {
        var element = Only(subject, "NameID", SamlXml.Assertion);
        var name = Text(element);
        return name.Length is > 0 and <= LongestName && element.GetAttribute("Format") != Transient
            ? name
            : throw new Refusal("identity.saml-name");
    }

    private static Dictionary<string, string> AttributesOf(XmlElement assertion)
    {
        var found = new Dictionary<string, string>();
        foreach (var attribute in Children(assertion, "AttributeStatement", SamlXml.Assertion)
            .SelectMany(statement => Children(statement, "Attribute", SamlXml.Assertion)))
        {
            var value = Children(attribute, "AttributeValue", SamlXml.Assertion).FirstOrDefault();
            if (value?.ChildNodes is { Count: 1 } && value.FirstChild is XmlText text)
            {
                found.TryAdd(attribute.GetAttribute("Name"), text.Value!.Trim());
            }
        }

        return found;
    }
}
