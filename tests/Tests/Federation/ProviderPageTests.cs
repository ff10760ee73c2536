using System.Net;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Federation;

/// <summary>The page where a partner's administrator says which identity provider it has.</summary>
public sealed class ProviderPageTests(TestServer server) : WebStory(server)
{
    private const string Page = "/portal/federation";

    private static readonly string Pem = SamlPlatform.NewPair("Platform").Certificate;

    [Fact, Rule("R15.1.1")]
    public async Task The_administrator_sets_it_sees_its_certificates_and_takes_it_away()
    {
        var partner = await World.Partner("平台科技");
        await World.Execute("update programs.membership set valid_until = '2099-12-31'");
        using var client = await SignedIn(partner);
        Assert.Contains("还没有身份提供方", await client.GetStringAsync(Page), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await Save(client, "https://idp.example", "https://idp.example/sso?x=1", Pem)).StatusCode);

        var page = await client.GetStringAsync(Page);
        Assert.Contains("有效期至", page, StringComparison.Ordinal);
        Assert.Contains("https://idp.example/sso?x=1", page, StringComparison.Ordinal);
        using var visitor = Visitor();
        var start = $"/federation/saml/{(await World.View(partner)).Number}";
        Assert.StartsWith("https://idp.example/sso?x=1&SAMLRequest=", (await visitor.GetAsync(start)).Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(client, "remove", [])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(start)).StatusCode);
        Assert.Equal(2L, await World.Scalar<long>($"select count(*) from platform.audit where action like 'identity.%-saml-provider' and tenant = '{partner.PartnerId}'"));
    }

    [Fact]
    public async Task It_is_for_administrators_of_partners_in_a_programme()
    {
        var outside = await World.Partner("无计划伙伴", program: null);
        using var client = await SignedIn(outside);

        Assert.Equal("/denied?permission=identity.federation", (await client.GetAsync(Page)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task An_error_stands_at_its_field()
    {
        var partner = await World.Partner("平台科技");
        using var client = await SignedIn(partner);

        var answer = await Save(client, "https://idp.example", "javascript:alert(1)", Pem);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("id=\"SignOnUrl-error\">请填写 https 地址。", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_be_misused_is_not_taken()
    {
        var partner = (await World.Partner("平台科技")) with { Permissions = new HashSet<string> { "identity.federation" } };
        var (key, good) = SamlPlatform.NewPair("Good");
        var over = SamlPlatform.NewPair("Over", fromDays: -9000, untilDays: -20 * 366).Certificate;

        Assert.Equal("form.required EntityId", await Refused("", "https://x.example", good));
        Assert.Equal("identity.saml-entity EntityId", await Refused("two words", "https://x.example", good));
        Assert.Equal("identity.saml-url SignOnUrl", await Refused("x", "http://x.example", good));
        Assert.Equal("identity.saml-url SignOnUrl", await Refused("x", "https://user:word@x.example", good));
        Assert.Equal("identity.saml-url SignOnUrl", await Refused("x", "/sso", good));
        Assert.Equal("identity.saml-url SignOnUrl", await Refused("x", "http://127.0.0.1:8080/sso", good));
        Assert.Equal("form.required Certificates", await Refused("x", "https://x.example", " "));
        Assert.Equal("identity.saml-certificates Certificates", await Refused("x", "https://x.example", "hello"));
        Assert.Equal("identity.saml-private-key Certificates", await Refused("x", "https://x.example", good + key));
        Assert.Equal("identity.saml-key Certificates", await Refused("x", "https://x.example", SamlPlatform.NewPair("Weak", bits: 1024).Certificate));
        Assert.Equal("identity.saml-certificate-over Certificates", await Refused("x", "https://x.example", over));
        Assert.Equal("identity.saml-too-many Certificates",
            await Refused("x", "https://x.example", string.Join('\n', Enumerable.Range(0, 4).Select(n => SamlPlatform.NewPair($"{n}").Certificate))));
        Assert.Equal("access.denied ", await Refused("x", "https://x.example", good, partner with { Permissions = new HashSet<string>() }));
        await World.Use((SamlProviders providers) => providers.Set(new("x", "https://x.example", Bare(good)), false, partner));
        Assert.Equal("Good", (await World.Use((SamlProviders providers) => providers.View(partner)))!.Certificates.Single().Subject);

        async Task<string> Refused(string entity, string url, string certificates, Actor? by = null)
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => World.Use((SamlProviders providers) =>
                providers.Set(new(entity, url, certificates), onThisMachine: false, by ?? partner)));
            return $"{refusal.Code} {refusal.Field}";
        }
    }

    private static string Bare(string pem) => string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-')));

    private static Task<HttpResponseMessage> Save(HttpClient client, string entity, string url, string pem) =>
        Post(client, "provider", new() { ["Form.EntityId"] = entity, ["Form.SignOnUrl"] = url, ["Form.Certificates"] = pem });

    private static async Task<HttpResponseMessage> Post(HttpClient client, string form, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", await TokenOf(client, Page)), new("_handler", form), .. fields]);
        return await client.PostAsync(Page, content);
    }
}
