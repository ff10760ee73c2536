using System.Net;
using PartnerCenter.Network;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Company;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Stories;

/// <summary>A company's own pages over HTTP.</summary>
public sealed class CompanyPagesTests(TestServer server) : WebStory(server)
{
    private const string Business = "/portal/business-information";

    private static async Task<HttpResponseMessage> Send(HttpClient client, string page, string form, params (string Name, string Value)[] fields) =>
        await client.PostAsync(page, new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", await TokenOf(client, page)), new("_handler", form),
            .. fields.Select(field => new KeyValuePair<string, string>($"Form.{field.Name}", field.Value)),
        ]));

    [Fact, Rule("R6.2.7")]
    public async Task Bank_data_are_given_and_the_amount_is_named_on_the_page()
    {
        var partner = await World.Partner("网页科技");
        using var client = await SignedIn(partner);
        Assert.Contains("value=\"网页科技\"", WebUtility.HtmlDecode(await client.GetStringAsync(Business)), StringComparison.Ordinal);
        using var refused = await Send(client, Business, "certify", ("What", "certify"), ("Kind", "Company"), ("Holder", "别家科技"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var sent = await Send(client, Business, "certify", ("What", "certify"), ("Kind", "Company"), ("Holder", "网页科技"), ("Bank", "招商银行"),
            ("Branch", "深圳分行"), ("BranchNumber", "308584000013"), ("Number", "755912345678901"), ("Present", World.Password));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);

        var id = await World.Scalar<Guid>("select id from network.certification");
        await World.Execute($"update network.certification set paid_at = now() where id = '{id}'");
        var right = await World.PaidAmount(id);
        Assert.Contains("小额款项无需退回", WebUtility.HtmlDecode(await client.GetStringAsync(Business)), StringComparison.Ordinal);
        using var english = new HttpRequestMessage(HttpMethod.Get, Business) { Headers = { { "Accept-Language", "en" } } };
        Assert.Contains("need not be returned", await (await client.SendAsync(english)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var wrong = await Send(client, Business, "confirm", ("What", "confirm"), ("Amount", right == "0.50" ? "0.51" : "0.50"));
        var page = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("还可尝试 2 次", page, StringComparison.Ordinal);
        Assert.Contains("已用 1 次", page, StringComparison.Ordinal);
        Assert.DoesNotContain("755912345678901", page, StringComparison.Ordinal);
        using var confirmed = await Send(client, Business, "confirm", ("What", "confirm"), ("Amount", right));
        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        Assert.Contains("已认证", WebUtility.HtmlDecode(await client.GetStringAsync(Business)), StringComparison.Ordinal);
        // Nor does the product take it back: no movement of the partner's money goes with it.
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from funds.transfer"));
    }

    [Fact, Rule("R5.1.14")]
    public async Task Whoever_registers_by_the_link_lands_on_the_programmes()
    {
        var partner = await World.Partner("网页科技");
        World.Clock.MoveTo(App.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await World.Use((RegisterQuickly register) => register.SendCode(partner));
        var code = "";
        for (var n = 0; code.Length == 0 && n < 100; n++)
        {
            await World.Deliver();
            code = await World.Scalar<string>("select coalesce(max(substring(body from '[0-9]{6}')), '') from platform.sent_message where subject like '%code%'");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        var (link, _) = await World.Use((RegisterQuickly register) => register.Begin(code, "", partner));
        using var visitor = Visitor();
        using var answer = await Send(visitor, link, "quick", ("ContactName", "罗文"), ("ContactPosition", "经理"), ("Mobile", "13911110001"),
            ("Email", "luo@example.com"), ("Password", World.Password), ("Agreed", "true"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/sign-in?back=/portal/programs", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var further = await SignedIn(await World.Person("luo@example.com"));
        Assert.Equal(HttpStatusCode.OK, (await further.GetAsync("/portal/programs")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await visitor.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Contact_licence_agreements_and_accounts_have_their_tabs()
    {
        var partner = await World.Partner("网页科技");
        using var client = await SignedIn(partner);
        using var changed = await Send(client, "/portal/company", "contact", ("What", "contact"), ("ContactName", "新联系人"), ("ContactPosition", "总监"),
            ("ContactMobile", "13911112222"), ("ContactEmail", "new@example.com"));
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Contains("新联系人", WebUtility.HtmlDecode(await client.GetStringAsync("/portal/company")), StringComparison.Ordinal);
        Assert.Contains("主账号", WebUtility.HtmlDecode(await client.GetStringAsync("/portal/company/accounts")), StringComparison.Ordinal);
        Assert.Contains("没有符合条件", WebUtility.HtmlDecode(await client.GetStringAsync("/portal/company/agreements?search=none")), StringComparison.Ordinal);
        var id = await World.Scalar<Guid>("select id from network.agreement limit 1");
        Assert.Equal("application/pdf", (await client.GetAsync($"/api/v1/agreements/{id}/pdf")).Content.Headers.ContentType!.MediaType);
    }
}
