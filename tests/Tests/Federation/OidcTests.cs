using System.Net;
using System.Text.RegularExpressions;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Adapters;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Federation;

/// <summary>The vendor's people sign in by an OpenID provider: a real one, over HTTP, with the running product.</summary>
public sealed partial class OidcTests(TestServer server) : WebStory(server)
{
    private Counterpart provider = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Identity:Oidc:Authority"] = $"http://127.0.0.1:{provider.Port}",
        ["Identity:Oidc:ClientId"] = "center",
        ["Identity:Oidc:ClientSecret"] = "a secret of some length",
        ["Identity:Oidc:Name"] = "House ID",
        ["Identity:Oidc:Kinds"] = "Vendor, Partner",
    };

    public override async ValueTask InitializeAsync()
    {
        provider = await Counterpart.Start("oidc.js");
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Vendor_staff_enter_by_the_provider_and_come_to_the_page_that_they_wanted()
    {
        var email = await Email(await World.Staff(Role.Operations));
        using var browser = Visitor();

        Assert.Contains("使用 House ID 登录", await browser.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        var last = await Walk(browser, await Begin(browser, email, "/console/jobs"));

        Assert.Equal("/console/jobs", last.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/console/jobs")).StatusCode);
        Assert.Equal(1L, await World.Scalar<long>("select count(*) from platform.audit where action = 'identity.sign-in-oidc'"));
    }

    [Fact]
    public async Task Another_sites_page_is_no_page_to_go_back_to()
    {
        using var browser = Visitor();

        var last = await Walk(browser, await Begin(browser, await Email(await World.Staff(Role.Finance)), "//evil.example/"));

        Assert.Equal("/console", last.Headers.Location!.OriginalString);
    }

    [Fact, Rule("R7.1.6")]
    public async Task Only_an_account_that_exists_and_may_enter_is_entered()
    {
        var partner = await World.Partner("统一科技");
        var staff = await World.Staff(Role.Operations);
        var disabled = await World.Staff(Role.Operations);
        await World.Execute($"update identity.account set disabled_at = now() where id = '{disabled.Account}'");
        var company = await World.Company("未入驻公司");
        var accounts = await World.Scalar<long>("select count(*) from identity.account");

        Assert.Equal("identity.oidc-unknown", await RefusedFor("nobody@vendor.example"));
        Assert.Equal("identity.oidc-unverified", await RefusedFor($"unverified:{await Email(staff)}"));
        Assert.Equal("identity.disabled", await RefusedFor(await Email(disabled)));
        // A kind that is not allowed is as unknown as nobody.
        Assert.Equal("identity.oidc-unknown", await RefusedFor(await Email(company)));
        Assert.Equal("identity.oidc-unconfirmed", await RefusedFor(await Email(partner)));
        await World.Execute($"update identity.account set kind = 'Console' where id = '{staff.Account}'");
        Assert.Equal("identity.console-only", await RefusedFor(await Email(staff)));
        await World.Execute($"update identity.account set email_confirmed = true where id = '{partner.Account}'");
        Assert.Null(await RefusedFor(await Email(partner)));

        Assert.Equal(accounts, await World.Scalar<long>("select count(*) from identity.account"));
        Assert.Equal(6L, await World.Scalar<long>("select count(*) from platform.audit where action = 'identity.oidc-refused'"));
    }

    [Fact]
    public async Task An_answer_with_another_nonce_or_state_or_to_another_browser_enters_nothing()
    {
        var email = await Email(await World.Staff(Role.Operations));
        using var browser = Visitor();
        using var other = Visitor();

        var begun = await Begin(browser, email);
        var answer = await Walk(browser, new(NonceValue().Replace(begun.AbsoluteUri, "nonce=anothernonce")), stopAt: "/federation/oidc/callback");
        Assert.Equal("identity.oidc-failed", Code(await browser.GetAsync(answer.Headers.Location)));

        answer = await Walk(browser, await Begin(browser, email), stopAt: "/federation/oidc/callback");
        var right = answer.Headers.Location!;
        Assert.Equal("identity.oidc-failed", Code(await browser.GetAsync(StateValue().Replace(right.AbsoluteUri, "state=anotherstate"))));
        Assert.Equal("identity.oidc-failed", Code(await other.GetAsync(right)));
        Assert.Equal("identity.oidc-failed", Code(await other.GetAsync("/federation/oidc/callback")));
        Assert.Null(Code(await browser.GetAsync(right)));
        Assert.Equal("identity.oidc-failed", Code(await browser.GetAsync(right)));
    }

    [Fact]
    public async Task A_provider_that_is_away_leaves_a_sentence_and_the_password()
    {
        var email = await Email(await World.Staff(Role.Operations));
        using var browser = Visitor();
        using var stranger = Visitor();
        var answer = await Walk(browser, await Begin(browser, email), stopAt: "/federation/oidc/callback");

        await provider.DisposeAsync();
        Assert.Equal("identity.oidc-away", Code(await browser.GetAsync(answer.Headers.Location)));
        var page = await browser.GetAsync("/sign-in?refused=identity.oidc-away");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("身份提供方暂时无法访问", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-in?refused=made.up")).StatusCode);
        provider = await Counterpart.Start("oidc.js");
    }

    private Task<string> Email(Actor actor) => World.Scalar<string>($"select email from identity.account where id = '{actor.Account}'");

    private static async Task<Uri> Begin(HttpClient browser, string email, string? back = null)
    {
        using var answer = await browser.GetAsync($"/federation/oidc?back={Uri.EscapeDataString(back ?? "")}");
        var address = answer.Headers.Location!.AbsoluteUri;
        Assert.Contains("code_challenge_method=S256", address, StringComparison.Ordinal);
        return new($"{address}&login_hint={Uri.EscapeDataString(email)}");
    }

    private async Task<string?> RefusedFor(string email)
    {
        using var browser = Visitor();
        return Code(await Walk(browser, await Begin(browser, email)));
    }

    private static string? Code(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var address = answer.Headers.Location!.OriginalString;
        return address.StartsWith("/sign-in?refused=", StringComparison.Ordinal) ? address.Split('=')[1] : null;
    }

    /// <summary>Follows redirects until the product's own answer, or the first that leads to an address.</summary>
    private static async Task<HttpResponseMessage> Walk(HttpClient browser, Uri address, string? stopAt = null)
    {
        for (var steps = 0; steps < 12; steps++)
        {
            var answer = await browser.GetAsync(address);
            var next = answer.Headers.Location;
            Assert.True(next is not null, $"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            if (address.AbsolutePath == "/federation/oidc/callback" || (stopAt is not null && next.OriginalString.Contains(stopAt, StringComparison.Ordinal)))
            {
                return answer;
            }

            address = new Uri(address, next);
        }

        throw new InvalidOperationException($"Still on the way at {address}.");
    }

    [GeneratedRegex("nonce=[^&]+")]
    private static partial Regex NonceValue();

    [GeneratedRegex("state=[^&]+")]
    private static partial Regex StateValue();
}

/// <summary>The provider cannot be reached from the start.</summary>
public sealed class OidcAwayTests(TestServer server) : WebStory(server)
{
    protected override Dictionary<string, string?> Settings => new()
    {
        ["Identity:Oidc:Authority"] = "http://127.0.0.1:9",
        ["Identity:Oidc:ClientId"] = "center",
        ["Identity:Oidc:ClientSecret"] = "a secret of some length",
    };

    [Fact]
    public async Task It_is_said_on_the_sign_in_page()
    {
        using var browser = Visitor();

        using var answer = await browser.GetAsync("/federation/oidc");

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?refused=identity.oidc-away"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }
}
