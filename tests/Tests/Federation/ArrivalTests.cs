using System.Net;
using System.Xml.Linq;
using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Federation;

/// <summary>Customers of a partner's own platform arrive, over HTTP, signed in by a real identity provider.</summary>
public sealed class ArrivalTests(TestServer server) : SamlStory(server)
{
    private readonly TestServer server = server;

    private static readonly object Alice = new
    {
        user = new { name = "alice-4711", claims = new { email = "alice@platform.example", mobile = "13900139000", company = "爱丽丝贸易" } },
    };

    [Fact, Rule("R15.1.1", "R15.1.2")]
    public async Task A_first_arrival_makes_a_resale_customer_and_the_next_finds_it()
    {
        var (browser, question) = await Begin(back: "/account");
        var first = await Post(browser, await Platform.SignIn(question, Alice));

        Assert.Equal((HttpStatusCode.Redirect, "/account"), (first.StatusCode, first.Headers.Location!.OriginalString));
        var account = await browser.GetStringAsync("/account");
        Assert.Contains("爱丽丝贸易", account, StringComparison.Ordinal);
        Assert.Contains("您从合作伙伴的平台登录", account, StringComparison.Ordinal);
        var customer = await World.Scalar<Guid>("select id from customers.customer where name = '爱丽丝贸易' and email = 'alice@platform.example'");
        Assert.Equal(AssociationMode.Resale, (await World.Use((Associations a) => a.Now(Partner.PartnerId, customer)))!.Mode);
        Assert.Equal("Federation", await World.Scalar<string>("select origin from customers.association"));
        var second = await Arrive(Alice);
        Assert.Equal((HttpStatusCode.Redirect, "/customer"), (second.StatusCode, second.Headers.Location!.OriginalString));
        Assert.Equal(1L, await Customers());
        Assert.Equal(1L, await World.Scalar<long>("select count(*) from customers.association"));
        Assert.Equal(1L, await World.Scalar<long>("select count(*) from identity.account where kind = 'Customer'"));
        Assert.Equal(1L, await World.Scalar<long>("select count(*) from platform.audit where action = 'customers.arrive-again'"));
    }

    [Fact, Rule("R15.1.1")]
    public async Task Ten_first_arrivals_at_once_make_one_customer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Arrive(Alice)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal(1L, await Customers());
        Assert.Equal(1L, await World.Scalar<long>("select count(*) from customers.association"));
    }

    [Fact]
    public async Task A_name_alone_is_enough_and_details_that_are_wrong_keep_nobody_out()
    {
        await Arrive(new { user = new { name = "bob" } });
        await Arrive(new { user = new { name = "carol", claims = new { email = "not an address", mobile = "12" } } });

        Assert.Equal(2L, await World.Scalar<long>("select count(*) from customers.customer where name in ('bob', 'carol') and email is null and mobile is null"));
    }

    /// <summary>An address that the platform claims gives no way into an account that has it, and takes it from nobody.</summary>
    [Fact]
    public async Task The_platform_vouches_for_names_not_for_addresses()
    {
        var staff = await World.Staff(Role.VendorAdministrator);
        var email = await World.Scalar<string>($"select email from identity.account where id = '{staff.Account}'");
        await Arrive(new { user = new { name = email, claims = new { email } } });

        Assert.Equal("Customer", await World.Scalar<string>($"select kind from identity.account where email = '{email}' and id <> '{staff.Account}'"));
        using var client = await SignedIn(staff);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/console")).StatusCode);
    }

    [Theory]
    [InlineData("/\t/evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    public async Task Another_sites_page_is_no_page_to_go_back_to(string page)
    {
        var (browser, question) = await Begin(back: page);

        Assert.Equal("/customer", (await Post(browser, await Platform.SignIn(question, new { user = new { name = new string('x', 199) + "😀" } }))).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Without_the_site_set_we_are_nobody_under_a_foreign_name()
    {
        using var visitor = Visitor();
        visitor.DefaultRequestHeaders.Host = "evil.example";

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"{Start}/metadata")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync(Start)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostAsync($"{Start}/acs", null)).StatusCode);
    }

    [Fact]
    public async Task The_same_name_on_two_platforms_is_two_customers()
    {
        await using var platform = await SamlPlatform.Start(server, "https://other.example");
        var other = await World.Partner("另一家平台");
        await Know(other, platform, "https://other.example");
        await World.Execute("update programs.membership set valid_until = '2099-12-31'");
        var (browser, question) = await Begin($"/federation/saml/{(await World.View(other)).Number}");

        await Arrive(Alice);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(browser, await platform.SignIn(question, Alice), $"/federation/saml/{(await World.View(other)).Number}")).StatusCode);

        Assert.Equal(2L, await Customers());
        Assert.Equal(1L, await World.Scalar<long>($"select count(*) from customers.association where partner_id = '{other.PartnerId}'"));
    }

    [Fact]
    public async Task A_partner_does_not_vouch_for_a_customer_that_has_left_it_or_was_disabled_or_while_it_is_in_no_programme()
    {
        await Arrive(Alice);
        await World.Execute("update identity.account set disabled_at = now() where kind = 'Customer'");
        Assert.Equal((HttpStatusCode.Forbidden, "identity.disabled"), await Refused(await Arrive(Alice)));
        await World.Execute("update identity.account set disabled_at = null");
        await World.Execute("update customers.association set to_at = now()");
        Assert.Equal((HttpStatusCode.Forbidden, "customers.federation-over"), await Refused(await Arrive(Alice)));
        await World.Execute("update programs.membership set state = 'Left', ended_on = joined_on");
        Assert.Equal((HttpStatusCode.Forbidden, "customers.no-programme"), await Refused(await Arrive(new { user = new { name = "dave" } })));

        Assert.Equal(1L, await Customers());
    }

    [Fact]
    public async Task Our_metadata_says_who_we_are_and_gives_no_partner_away()
    {
        using var visitor = Visitor();
        var metadata = XDocument.Parse(await visitor.GetStringAsync($"{Start}/metadata")).Root!;
        XNamespace space = "urn:oasis:names:tc:SAML:2.0:metadata";

        Assert.EndsWith($"{Start}/metadata", metadata.Attribute("entityID")!.Value, StringComparison.Ordinal);
        Assert.EndsWith($"{Start}/acs", metadata.Descendants(space + "AssertionConsumerService").Single().Attribute("Location")!.Value, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/federation/saml/P-2026-999999/metadata")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/federation/saml/%3Cx%3E/metadata")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/federation/saml/P-2026-999999")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.PostAsync("/federation/saml/P-2026-999999/acs", null)).StatusCode);
        await World.Execute("delete from identity.saml_provider");
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(Start)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.PostAsync($"{Start}/acs", new FormUrlEncodedContent([new("SAMLResponse", "x")]))).StatusCode);
    }
}

/// <summary>An installation behind a proxy with TLS.</summary>
public sealed class SiteTests(TestServer server) : SamlStory(server)
{
    protected override Dictionary<string, string?> Settings => new() { ["Site"] = "https://center.example/" };

    [Fact]
    public async Task The_site_says_who_we_are_and_the_cookie_comes_with_foreign_forms_over_tls_only()
    {
        using var visitor = Visitor();
        using var answer = await visitor.GetAsync(Start);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("saml.", StringComparison.Ordinal));
        Assert.Contains("secure; samesite=none; httponly", cookie, StringComparison.Ordinal);
        Assert.Contains($"entityID=\"https://center.example{Start}/metadata\"", await visitor.GetStringAsync($"{Start}/metadata"), StringComparison.Ordinal);
        var form = await Platform.SignIn(answer.Headers.Location!);
        Assert.Contains($"Recipient=\"https://center.example{Start}/acs\"",
            System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(form["SAMLResponse"])), StringComparison.Ordinal);
    }
}
