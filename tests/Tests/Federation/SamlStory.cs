using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using PartnerCenter.Identity.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Federation;

/// <summary>A partner whose platform signs in its customers, and browsers on their way between the two.</summary>
public abstract partial class SamlStory(TestServer server) : WebStory(server)
{
    private readonly TestServer server = server;

    private protected SamlPlatform Platform { get; private set; } = null!;

    protected Actor Partner { get; private set; } = null!;

    /// <summary>Where the partner's customers begin.</summary>
    protected string Start { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        Platform = await SamlPlatform.Start(server);
        await base.InitializeAsync();
        Partner = await World.Partner("平台科技");
        Start = $"/federation/saml/{(await World.View(Partner)).Number}";
        await Know(Partner, Platform);
        // The product's own clock is the real one: memberships must hold on it.
        await World.Execute("update programs.membership set valid_until = '2099-12-31'");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Platform.DisposeAsync();
    }

    private protected Task Know(Actor partner, SamlPlatform platform, string issuer = SamlPlatform.Issuer) => World.Use((SamlProviders providers) =>
        providers.Set(new(issuer, platform.SignOnUrl, platform.Certificate), onThisMachine: true, partner with
        {
            Permissions = partner.Permissions.Append("identity.federation").ToHashSet(),
        }));

    /// <summary>A browser, sent from our side to the platform.</summary>
    protected async Task<(HttpClient Browser, Uri Question)> Begin(string? start = null, string? back = null)
    {
        var browser = Visitor();
        using var answer = await browser.GetAsync($"{start ?? Start}?back={Uri.EscapeDataString(back ?? "")}");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return (browser, answer.Headers.Location!);
    }

    /// <summary>The whole way, with a change to the response on its last part.</summary>
    protected async Task<HttpResponseMessage> Arrive(
        object? options = null, int minutes = 0, string key = "own", Func<string, string>? change = null, string? to = null)
    {
        var (browser, question) = await Begin();
        using (browser)
        {
            var form = await Platform.SignIn(question, options, minutes, key);
            form["SAMLResponse"] = Changed(form["SAMLResponse"], change);
            return await Post(browser, form, to);
        }
    }

    protected async Task<HttpResponseMessage> Post(HttpClient browser, Dictionary<string, string> form, string? to = null)
    {
        form.Remove("");
        using var content = new FormUrlEncodedContent(form);
        return await browser.PostAsync($"{to ?? Start}/acs", content);
    }

    protected static string Changed(string response, Func<string, string>? change) => change is null
        ? response
        : Convert.ToBase64String(Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(Convert.FromBase64String(response)))));

    /// <summary>A change made on the tree instead of the text.</summary>
    protected static Func<string, string> Tree(Action<XmlDocument, XmlElement> change) => text =>
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(text);
        change(document, (XmlElement)document.GetElementsByTagName("Assertion", "urn:oasis:names:tc:SAML:2.0:assertion")[0]!);
        return document.OuterXml;
    };

    /// <summary>What the page says; its status and the code that was recorded.</summary>
    protected async Task<(HttpStatusCode Status, string Code)> Refused(HttpResponseMessage answer)
    {
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("未能完成", page, StringComparison.Ordinal);
        Assert.Contains("什么都没有更改", page, StringComparison.Ordinal);
        var recorded = await World.Scalar<string>("""
            select changes from platform.audit where action = 'customers.refuse-federation' order by sequence desc limit 1
            """);
        var code = Recorded().Match(recorded).Groups[1].Value;
        var sentence = new PartnerCenter.Platform.Web.RefusalTexts(PartnerCenter.Host.Modules.All).All[code].Zh;
        Assert.Contains(sentence, page, StringComparison.Ordinal);
        return (answer.StatusCode, code);
    }

    protected Task<long> Customers() => World.Scalar<long>("select count(*) from customers.customer");

    protected Task<long> Refusals() => World.Scalar<long>("select count(*) from platform.audit where action = 'customers.refuse-federation'");

    [GeneratedRegex("\"refused\":\"([a-z.-]+)\"")]
    private static partial Regex Recorded();
}
