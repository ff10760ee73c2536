using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using PartnerCenter.Identity.Federation;
using PartnerCenter.Kernel;

namespace PartnerCenter.Tests.Federation;

/// <summary>The reader by itself, with responses that the test signs: what no ordinary provider sends, and much that nobody would.</summary>
public sealed class SamlResponseTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2024, 9, 2, 2, 0, 0, TimeSpan.Zero);
    private readonly RSA key;
    private readonly X509Certificate2 certificate;

    public SamlResponseTests()
    {
        var (privateKey, pem) = SamlPlatform.NewPair("Platform");
        key = RSA.Create();
        key.ImportFromPem(privateKey);
        certificate = X509Certificate2.CreateFromPem(pem);
    }

    public void Dispose()
    {
        key.Dispose();
        certificate.Dispose();
    }

    [Fact]
    public void A_response_whose_assertion_and_whole_are_signed_is_read()
    {
        var read = Read(Signed(also: "Response"));

        Assert.Equal(("alice", "_question", "_assertion"), (read.NameId, read.InResponseTo, read.Id));
        Assert.Equal("alice@platform.example", read.Attributes["email"]);
    }

    [Fact]
    public void A_signature_over_the_whole_that_is_wrong_is_not_overlooked() =>
        Refused("identity.saml-signature", Signed(also: "Response").Replace("Destination=\"https://x/acs\"", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("identity.saml-structure", "<saml:Conditions>", "<saml:Conditions><x:New xmlns:x=\"urn:x\"/>")]
    [InlineData("identity.saml-audience", "<saml:AudienceRestriction><saml:Audience>https://x</saml:Audience></saml:AudienceRestriction>", "")]
    [InlineData("identity.saml-audience", "</saml:Conditions>",
        "<saml:AudienceRestriction><saml:Audience>https://y</saml:Audience></saml:AudienceRestriction></saml:Conditions>")]
    [InlineData("identity.saml-expired", " NotOnOrAfter=\"2024-09-02T02:05:00Z\" Recipient", " Recipient")]
    [InlineData("identity.saml-unreadable", "2024-09-02T02:05:00Z", "tomorrow")]
    [InlineData("identity.saml-unreadable", "2024-09-02T02:05:00Z", "2024-09-02T02:05:00+01:00")]
    [InlineData("identity.saml-structure", "cm:bearer", "cm:sender-vouches")]
    [InlineData("identity.saml-structure", "<saml:NameID>alice</saml:NameID>", "")]
    [InlineData("identity.saml-structure", "<saml:NameID>alice</saml:NameID>", "<saml:NameID>alice</saml:NameID><saml:NameID>bob</saml:NameID>")]
    [InlineData("identity.saml-structure", "<saml:NameID>alice</saml:NameID>", "<saml:NameID>al<b/>ice</saml:NameID>")]
    [InlineData("identity.saml-structure", "<saml:NameID>alice</saml:NameID>", "<saml:NameID/>")]
    [InlineData("identity.saml-structure", "<saml:NameID>alice</saml:NameID>", "<saml:NameID>   </saml:NameID>")]
    [InlineData("identity.saml-structure", "<saml:AuthnStatement AuthnInstant=\"2024-09-02T02:00:00Z\"/>", "")]
    [InlineData("identity.saml-expired", "AuthnInstant=\"2024-09-02T02:00:00Z\"", "SessionNotOnOrAfter=\"2024-09-02T01:00:00Z\"")]
    [InlineData("identity.saml-issuer", "<saml:Issuer>https://idp</saml:Issuer><saml:Subject>", "<saml:Issuer>https://idp2</saml:Issuer><saml:Subject>")]
    [InlineData("identity.saml-request", "InResponseTo=\"_question\" Destination", "InResponseTo=\"_another\" Destination")]
    public void Even_with_a_right_signature_it_must_be_what_was_asked_for(string code, string part, string instead)
    {
        Assert.Contains(part, Plain, StringComparison.Ordinal);

        Refused(code, Signed(Plain.Replace(part, instead, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2024-09-02T01:58:01Z", true)]
    [InlineData("2024-09-02T01:58:00Z", false)] // two minutes are allowed, not a moment more
    [InlineData("9999-12-31T23:59:59.9999999Z", true)]
    [InlineData("0001-01-01T00:00:00Z", false)]
    public void The_clocks_may_differ_by_two_minutes(string until, bool right)
    {
        var text = Signed(Plain.Replace("2024-09-02T02:05:00Z", until, StringComparison.Ordinal));

        if (right)
        {
            Assert.Equal("alice", Read(text).NameId);
        }
        else
        {
            Refused("identity.saml-expired", text);
        }
    }

    [Fact]
    public void A_signature_made_in_a_wider_way_is_none()
    {
        Refused("identity.saml-signature", Signed(method: SignedXml.XmlDsigRSASHA1Url));
        Refused("identity.saml-signature", Signed(digest: SignedXml.XmlDsigSHA1Url));
        Refused("identity.saml-signature", Signed(canonical: SignedXml.XmlDsigC14NTransformUrl));
        Refused("identity.saml-signature", Signed(transform: new XmlDsigC14NTransform()));
        Refused("identity.saml-signature", Signed(transform: new XmlDsigExcC14NWithCommentsTransform()));
        Refused("identity.saml-signature", Signed(uri: ""));
    }

    /// <summary>
    /// Whatever becomes of the bytes of a good response, the answer is no in good order, or the assertion as it was signed. Never an
    /// exception of another kind, never another name.
    /// </summary>
    [Fact]
    public void Ten_thousand_broken_responses_are_refused_in_good_order()
    {
        var good = Encoding.UTF8.GetBytes(Signed(also: "Response"));
#pragma warning disable RS0030 // The same breaks in every run.
        var random = new Random(4711);
#pragma warning restore RS0030
        var read = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = Broken(good, random);
            try
            {
                Assert.Equal("alice", SamlResponse.Read(Convert.ToBase64String(bytes), Expected).NameId);
                read++;
            }
            catch (Refusal refusal)
            {
                Assert.StartsWith("identity.saml-", refusal.Code, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 0, 500);
    }

    private static byte[] Broken(byte[] good, Random random)
    {
        var (at, length) = (random.Next(good.Length - 80), random.Next(1, 80));
        return random.Next(4) switch
        {
            0 => [.. good[..at], (byte)random.Next(256), .. good[(at + 1)..]],
            1 => [.. good[..at], .. good[(at + length)..]],
            2 => [.. good[..(at + length)], .. good[at..]],
            _ => [.. good[..at], .. good[random.Next(at)..at], .. good[(at + length)..]],
        };
    }

    private SamlExpectation Expected => new("https://idp", [certificate], "https://x", "https://x/acs", Now);

    private SamlAssertion Read(string text) => SamlResponse.Read(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), Expected);

    private void Refused(string code, string text) => Assert.Equal(code, Assert.Throws<Refusal>(() => Read(text)).Code);

    private const string Plain = """
        <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_response" Version="2.0" InResponseTo="_question" Destination="https://x/acs"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://idp</saml:Issuer>
        <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
        <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion" Version="2.0"><saml:Issuer>https://idp</saml:Issuer><saml:Subject><saml:NameID>alice</saml:NameID>
        <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="_question" NotOnOrAfter="2024-09-02T02:05:00Z" Recipient="https://x/acs"/></saml:SubjectConfirmation></saml:Subject>
        <saml:Conditions><saml:AudienceRestriction><saml:Audience>https://x</saml:Audience></saml:AudienceRestriction></saml:Conditions>
        <saml:AuthnStatement AuthnInstant="2024-09-02T02:00:00Z"/>
        <saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>alice@platform.example</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
        </saml:Assertion></samlp:Response>
        """;

    private string Signed(
        string text = Plain, string? also = null, string method = SignedXml.XmlDsigRSASHA256Url, string digest = SignedXml.XmlDsigSHA256Url,
        string canonical = SignedXml.XmlDsigExcC14NTransformUrl, Transform? transform = null, string? uri = null)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(text);
        Sign("Assertion");
        if (also is not null)
        {
            Sign(also);
        }

        return document.OuterXml;

        void Sign(string name)
        {
            var element = document.GetElementsByTagName("*").OfType<XmlElement>().Single(e => e.LocalName == name);
            var signed = new WithIds(document) { SigningKey = key };
            signed.SignedInfo!.CanonicalizationMethod = canonical;
            signed.SignedInfo.SignatureMethod = method;
            var reference = new Reference(uri ?? $"#{element.GetAttribute("ID")}") { DigestMethod = digest };
            reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
            reference.AddTransform(transform ?? new XmlDsigExcC14NTransform());
            signed.AddReference(reference);
            signed.ComputeSignature();
            element.InsertAfter(document.ImportNode(signed.GetXml(), true), element.FirstChild);
        }
    }

    private sealed class WithIds(XmlDocument document) : SignedXml(document)
    {
        public override XmlElement? GetIdElement(XmlDocument? document, string idValue) =>
            document?.GetElementsByTagName("*").OfType<XmlElement>().SingleOrDefault(element => element.GetAttribute("ID") == idValue);
    }
}
