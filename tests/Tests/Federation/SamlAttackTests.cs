using System.Net;
using System.Text;
using System.Xml;
using PartnerCenter.Identity.Published;

namespace PartnerCenter.Tests.Federation;

/// <summary>
/// Responses that a real identity provider signed, and what attackers make of them. Each is answered with a page that says why, leaves
/// nothing but a record, and lets nobody in.
/// </summary>
[Rule("R15.1.1")]
public sealed class SamlAttackTests(TestServer server) : SamlStory(server)
{
    private const string Dsig = "http://www.w3.org/2000/09/xmldsig#";
    private readonly TestServer server = server;

    /// <summary>What happened to the attacks, one line each: none may have made anything.</summary>
    private async Task<List<string>> Try(params (string Name, Func<Task<HttpResponseMessage>> Attack)[] attacks)
    {
        var found = new List<string>();
        foreach (var (name, attack) in attacks)
        {
            var before = await Refusals();
            var answer = await attack();
            var (status, code) = await Refused(answer);
            Assert.DoesNotContain(answer.Headers, header => header.Key == "Set-Cookie" && header.Value.Any(v => v.StartsWith("session=", StringComparison.Ordinal)));
            Assert.Equal(before + 1, await Refusals());
            found.Add($"{name}: {(int)status} {code}");
        }

        Assert.Equal(0L, await Customers());
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from identity.saml_used"));
        return found;
    }

    private (string, Func<Task<HttpResponseMessage>>) Change(string name, Action<XmlDocument, XmlElement> change) =>
        (name, () => Arrive(change: Tree(change)));

    [Fact]
    public async Task A_signature_that_covers_something_else_covers_nothing()
    {
        var found = await Try(
            Change("forged before the signed one", (document, signed) => document.DocumentElement!.InsertBefore(Forged(signed), signed)),
            Change("forged after the signed one", (document, signed) => document.DocumentElement!.AppendChild(Forged(signed))),
            Change("signed one inside the forged", (document, signed) => Swap(signed, Forged(signed)).AppendChild(signed)),
            Change("signed one in extensions", (document, signed) =>
            {
                var extensions = document.CreateElement("samlp", "Extensions", "urn:oasis:names:tc:SAML:2.0:protocol");
                document.DocumentElement!.InsertBefore(extensions, document.DocumentElement.FirstChild);
                Swap(signed, Forged(signed));
                extensions.AppendChild(signed);
            }),
            Change("signed one in an object of its signature", (document, signed) =>
            {
                var forged = Swap(signed, Forged(signed));
                var signature = (XmlElement)forged.AppendChild(SignatureOf(signed))!;
                var store = document.CreateElement("Object", Dsig);
                signature.AppendChild(store)!.AppendChild(signed);
            }),
            Change("signature moved to the forged one", (document, signed) => Swap(signed, Forged(signed)).AppendChild(SignatureOf(signed))),
            Change("signature moved to the response", (document, signed) => document.DocumentElement!.AppendChild(SignatureOf(signed))),
            Change("same id twice", (document, signed) =>
            {
                var forged = Forged(signed);
                forged.SetAttribute("ID", signed.GetAttribute("ID"));
                document.DocumentElement!.AppendChild(forged);
            }),
            Change("signed one under another name", (document, signed) =>
            {
                var wrapper = document.CreateElement("x", "Wrapper", "urn:x");
                Swap(signed, Forged(signed)).AppendChild(wrapper)!.AppendChild(signed);
            }),
            Change("whole response inside another", (document, signed) =>
            {
                var inner = document.DocumentElement!;
                var outer = (XmlElement)inner.CloneNode(false);
                outer.SetAttribute("ID", "_outer");
                document.ReplaceChild(outer, inner);
                outer.AppendChild(inner);
                outer.AppendChild(Forged(signed));
            }),
            Change("an assertion of another namespace beside it", (document, signed) =>
                document.DocumentElement!.AppendChild(document.CreateElement("Assertion", "urn:x"))));

        Assert.Equal(
        [
            "forged before the signed one: 400 identity.saml-structure",
            "forged after the signed one: 400 identity.saml-structure",
            "signed one inside the forged: 400 identity.saml-structure",
            "signed one in extensions: 400 identity.saml-structure",
            "signed one in an object of its signature: 400 identity.saml-structure",
            "signature moved to the forged one: 403 identity.saml-signature",
            "signature moved to the response: 403 identity.saml-signature",
            "same id twice: 400 identity.saml-structure",
            "signed one under another name: 400 identity.saml-structure",
            "whole response inside another: 400 identity.saml-structure",
            "an assertion of another namespace beside it: 400 identity.saml-structure",
        ], found);
    }

    [Fact]
    public async Task Only_what_the_partners_key_has_signed_as_it_is_counts()
    {
        var found = await Try(
            ("unsigned", () => Arrive(new { user = Alice, signAssertion = false })),
            ("signed as a response only", () => Arrive(new { user = Alice, signAssertion = false, signResponse = true })),
            ("by another key", () => Arrive(key: "other")),
            ("SHA-1", () => Arrive(new { user = Alice, signatureAlgorithm = "rsa-sha1", digestAlgorithm = "sha1" })),
            ("SHA-1 signature over a SHA-256 digest", () => Arrive(new { user = Alice, signatureAlgorithm = "rsa-sha1", digestAlgorithm = "sha256" })),
            ("SHA-1 digest", () => Arrive(new { user = Alice, signatureAlgorithm = "rsa-sha256", digestAlgorithm = "sha1" })),
            ("other name", () => Arrive(change: text => text.Replace(">alice<", ">admin<", StringComparison.Ordinal))),
            ("other name by the case of a letter", () => Arrive(change: text => text.Replace(">alice<", ">Alice<", StringComparison.Ordinal))),
            Change("a further attribute", (document, signed) => signed.AppendChild(document.CreateElement("saml", "AttributeStatement", "urn:oasis:names:tc:SAML:2.0:assertion"))),
            Change("no digest left", (_, signed) => signed.GetElementsByTagName("DigestValue", Dsig)[0]!.InnerText = ""),
            Change("no reference left", (_, signed) => Remove(signed.GetElementsByTagName("Reference", Dsig)[0]!)),
            Change("an empty reference", (_, signed) => ((XmlElement)signed.GetElementsByTagName("Reference", Dsig)[0]!).SetAttribute("URI", "")),
            Change("a second reference", (_, signed) =>
            {
                var reference = signed.GetElementsByTagName("Reference", Dsig)[0]!;
                reference.ParentNode!.AppendChild(reference.CloneNode(true));
            }),
            Change("canonical XML with comments", (_, signed) => ((XmlElement)signed.GetElementsByTagName("CanonicalizationMethod", Dsig)[0]!)
                .SetAttribute("Algorithm", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments")),
            Change("a transform by XSLT", (_, signed) => ((XmlElement)signed.GetElementsByTagName("Transform", Dsig)[1]!)
                .SetAttribute("Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116")),
            Change("an HMAC with the certificate as key", (_, signed) => ((XmlElement)signed.GetElementsByTagName("SignatureMethod", Dsig)[0]!)
                .SetAttribute("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")));

        Assert.All(found, line => Assert.EndsWith(": 403 identity.saml-signature", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Comments_document_types_and_entities_are_not_read()
    {
        const string bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
        var found = await Try(
            ("comment in the name", () => Arrive(new { user = new { name = "admin@bank.example.evil.example" } },
                change: text => text.Replace("admin@bank.example.evil", "admin@bank.example<!---->.evil", StringComparison.Ordinal))),
            ("comment in front", () => Arrive(change: text => "<!-- x -->" + text)),
            ("instruction in the name", () => Arrive(change: text => text.Replace(">alice<", ">al<?x y?>ice<", StringComparison.Ordinal))),
            ("cdata in the name", () => Arrive(change: text => text.Replace(">alice<", ">al<![CDATA[ice]]><", StringComparison.Ordinal))),
            ("document type", () => Arrive(change: text => "<!DOCTYPE r>" + text)),
            ("entity bomb", () => Arrive(change: text => bomb + text.Replace(">alice<", ">&c;<", StringComparison.Ordinal))),
            ("file of this machine", () => Arrive(change: text =>
                "<!DOCTYPE r [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>" + text.Replace(">alice<", ">&f;<", StringComparison.Ordinal))),
            ("depth", () => Arrive(change: text => text.Replace("</samlp:Response>",
                string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000)) + "</samlp:Response>", StringComparison.Ordinal))),
            ("size", () => Arrive(change: text => text + new string(' ', 300_000))),
            ("far beyond the limit of the form", () => Arrive(change: text => text + new string(' ', 1_500_000))),
            ("no XML", () => Arrive(change: _ => "hello")),
            ("other XML", () => Arrive(change: _ => "<hello/>")),
            ("nothing", () => Arrive(change: _ => "")));

        Assert.All(found, line => Assert.EndsWith(": 400 identity.saml-unreadable", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_for_somebody_else_or_another_time_is_not_for_us()
    {
        var found = await Try(
            ("other audience", () => Arrive(new { user = Alice, audience = "https://elsewhere.example" })),
            ("other recipient", () => Arrive(new { user = Alice, recipient = "https://elsewhere.example/acs" })),
            ("other destination", () => Arrive(new { user = Alice, destination = "https://elsewhere.example/acs" })),
            ("other issuer", () => Arrive(new { user = Alice, issuer = "https://elsewhere.example" })),
            ("no success", () => Arrive(new { user = Alice, samlStatusCode = "urn:oasis:names:tc:SAML:2.0:status:Responder" })),
            ("expired", () => Arrive(minutes: -8)),
            ("not yet valid", () => Arrive(minutes: 3)),
            ("transient name", () => Arrive(new { user = new { name = "x", format = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" } })),
            ("very long name", () => Arrive(new { user = new { name = new string('x', 300) } })));

        Assert.Equal(
        [
            "other audience: 403 identity.saml-audience", "other recipient: 403 identity.saml-recipient", "other destination: 403 identity.saml-recipient",
            "other issuer: 403 identity.saml-issuer", "no success: 403 identity.saml-status", "expired: 403 identity.saml-expired",
            "not yet valid: 403 identity.saml-early", "transient name: 403 identity.saml-name", "very long name: 403 identity.saml-name",
        ], found);
        Assert.Equal(HttpStatusCode.Redirect, (await Arrive(minutes: -6)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Arrive(minutes: 1)).StatusCode);
    }

    [Fact]
    public async Task A_response_answers_one_request_of_the_same_browser_once()
    {
        var (browser, question) = await Begin();
        var (other, _) = await Begin();
        var form = await Platform.SignIn(question);

        Assert.Equal((HttpStatusCode.Forbidden, "identity.saml-request"), await Refused(await Post(other, form)));
        Assert.Equal((HttpStatusCode.Forbidden, "identity.saml-request"), await Refused(await Arrive(new { user = Alice, inResponseTo = "_0123456789" })));
        Assert.Equal((HttpStatusCode.Forbidden, "identity.saml-request"), await Refused(await Post(browser, new(form) { ["RelayState"] = "another" })));
        Assert.Equal(0L, await Customers());
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from identity.saml_used"));

        // Two copies at the same moment, with the browser's proof: one enters.
        var answers = await Task.WhenAll(Post(browser, new(form)), Post(browser, new(form)), Post(browser, new(form)));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect));
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(browser, form)).StatusCode);
        Assert.Equal(1L, await Customers());
    }

    [Fact]
    public async Task An_assertion_is_taken_once_whatever_it_answers()
    {
        var (browser, question) = await Begin();
        var form = await Platform.SignIn(question);
        var id = System.Text.RegularExpressions.Regex.Match(Encoding.UTF8.GetString(Convert.FromBase64String(form["SAMLResponse"])), "<saml:Assertion [^>]*ID=\"([^\"]+)\"").Groups[1].Value;
        await World.Execute($"insert into identity.saml_used values ('{Partner.PartnerId}', 'assertion', '{id}', now() + interval '5 minutes')");

        Assert.Equal((HttpStatusCode.Forbidden, "identity.saml-repeated"), await Refused(await Post(browser, form)));
    }

    [Theory]
    [InlineData(9, 50, null)]
    [InlineData(10, 10, "identity.saml-request")]
    public async Task Whoever_takes_longer_than_ten_minutes_begins_again(int minutes, int seconds, string? code)
    {
        var number = (await World.View(Partner)).Number;
        var addresses = new SamlAddresses(new("http://localhost"), number);
        World.Clock.MoveTo(DateTimeOffset.Parse(await World.Scalar<string>("select to_char(now() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"), null));
        var question = (await World.Use((SamlSignOn on) => on.Ask(Partner.PartnerId, addresses, null)))!;
        var form = await Platform.SignIn(new(question.Address), minutes: minutes);
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddMinutes(minutes).AddSeconds(seconds));

        var taken = World.Use((SamlSignOn on) => on.Take(Partner.PartnerId, addresses, form["SAMLResponse"], form["RelayState"], _ => question.Seal));

        Assert.Equal(code, code is null ? (await taken)!.NameId == "alice" ? null : "?" : (await Assert.ThrowsAsync<PartnerCenter.Kernel.Refusal>(() => taken)).Code);
    }

    [Fact]
    public async Task Another_partners_platform_signs_in_nobody_here()
    {
        await using var rival = await SamlPlatform.Start(server, "https://rival.example");
        var other = await World.Partner("竞争对手");
        await Know(other, rival, "https://rival.example");
        var there = $"/federation/saml/{(await World.View(other)).Number}";
        var (browser, question) = await Begin();

        // It answers our customer's request as itself, and as the right one; and ours is taken to the other's address.
        Assert.Equal((HttpStatusCode.Forbidden, "identity.saml-issuer"), await Refused(await Post(browser, await rival.SignIn(question))));
        Assert.Equal((HttpStatusCode.Forbidden, "identity.saml-signature"),
            await Refused(await Post(browser, await rival.SignIn(question, new { user = Alice, issuer = SamlPlatform.Issuer }))));
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(browser, await Platform.SignIn(question), there)).StatusCode);
        Assert.Equal(0L, await Customers());
    }

    private static readonly object Alice = new { name = "alice" };

    /// <summary>The assertion of an attacker: like the signed one, unsigned, and about somebody else.</summary>
    private static XmlElement Forged(XmlElement signed)
    {
        var forged = (XmlElement)signed.CloneNode(true);
        forged.SetAttribute("ID", "_forged");
        Remove(SignatureOf(forged));
        forged.GetElementsByTagName("NameID", forged.NamespaceURI)[0]!.InnerText = "admin";
        return forged;
    }

    private static XmlElement SignatureOf(XmlElement assertion) => assertion.ChildNodes.OfType<XmlElement>().Single(child => child.LocalName == "Signature");

    private static XmlElement Swap(XmlElement old, XmlElement with)
    {
        old.ParentNode!.ReplaceChild(with, old);
        return with;
    }

    private static void Remove(XmlNode node) => node.ParentNode!.RemoveChild(node);
}
