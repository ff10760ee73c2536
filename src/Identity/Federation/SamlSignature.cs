using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;
using PartnerCenter.Kernel;

namespace PartnerCenter.Identity.Federation;

/// <summary>
/// Whether an element bears the signature of one of some certificates, and nothing but that element: the signature stands in it, refers
/// to it by its id, and is made with RSA and SHA-256 or better over exclusive canonical XML. Keys named in the message do not count.
/// </summary>
internal static class SamlSignature
{
    private static readonly HashSet<string> Signatures =
    [
        SignedXml.XmlDsigRSASHA256Url, SignedXml.XmlDsigRSASHA384Url, SignedXml.XmlDsigRSASHA512Url,
    ];

    private static readonly HashSet<string> Digests =
    [
        SignedXml.XmlDsigSHA256Url, SignedXml.XmlDsigSHA384Url, SignedXml.XmlDsigSHA512Url,
    ];

    private static readonly string[][] Shapes = [["SignedInfo", "SignatureValue"], ["SignedInfo", "SignatureValue", "KeyInfo"]];

    /// <summary>Checks it.</summary>
    /// <exception cref="Refusal"><c>identity.saml-signature</c></exception>
    public static void Check(XmlElement signed, XmlElement signature, IEnumerable<X509Certificate2> certificates)
    {
        if (!certificates.Any(certificate => IsBy(certificate, signed, signature)))
        {
            throw new Refusal("identity.saml-signature");
        }
    }

    private static bool IsBy(X509Certificate2 certificate, XmlElement signed, XmlElement signature)
    {
        try
        {
            var check = new OneElement(signed);
            check.LoadXml(signature);
            using var key = certificate.GetRSAPublicKey();
            return key is not null && IsNarrow(check, signed, signature) && check.CheckSignature(key);
        }
        catch (Exception malformed) when (malformed is CryptographicException or FormatException or XmlException or ArgumentException
            or InvalidOperationException or NullReferenceException or InvalidCastException)
        {
            // The library answers some malformed signatures with exceptions of its own making.
            return false;
        }
    }

    /// <summary>Only what a SAML response needs is looked at further: anything else has been a way around signatures somewhere.</summary>
    private static bool IsNarrow(SignedXml check, XmlElement signed, XmlElement signature)
    {
        var parts = SamlXml.Elements(signature).Select(part => part.NamespaceURI == SamlXml.Signature ? part.LocalName : "?").ToArray();
        return Shapes.Any(shape => shape.SequenceEqual(parts))
            && check.SignedInfo!.CanonicalizationMethod == SignedXml.XmlDsigExcC14NTransformUrl
            && Signatures.Contains(check.SignedInfo.SignatureMethod ?? "")
            && check.SignedInfo.References.Count == 1
            && check.SignedInfo.References[0] is Reference reference
            && reference.Uri == $"#{signed.GetAttribute("ID")}"
            && Digests.Contains(reference.DigestMethod)
            && reference.TransformChain.Count == 2
            && reference.TransformChain[0].Algorithm == SignedXml.XmlDsigEnvelopedSignatureTransformUrl
            && reference.TransformChain[1].Algorithm == SignedXml.XmlDsigExcC14NTransformUrl;
    }

    /// <summary>Knows one element by its id, and no other: not whichever the document holds under it.</summary>
    private sealed class OneElement : SignedXml
    {
        private readonly XmlElement element;

        public OneElement(XmlElement element)
            : base(element.OwnerDocument)
        {
            this.element = element;
            Resolver = null!;
        }

        public override XmlElement? GetIdElement(XmlDocument? document, string idValue) =>
            idValue.Length > 0 && element.GetAttribute("ID") == idValue ? element : null;
    }
}
