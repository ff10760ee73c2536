using System.Net;
using PartnerCenter.Organization;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Organization;

/// <summary>What somebody reads who may not.</summary>
public sealed class DeniedTests(TestServer server) : WebStory(server)
{
    [Fact, Rule("R7.1.8")]
    public async Task A_page_that_is_not_for_a_role_says_what_is_missing_and_who_can_grant_it()
    {
        var admin = await World.Partner("说明科技");
        var address = await World.Scalar<string>($"select email from identity.account where id = '{admin.Account}'");
        var member = await World.Use((Members members) => members.Add("财务 Wu", "wu@example.com", "13800138001", Role.PartnerFinance, "http://x", admin));
        await World.Execute($"""
            update identity.account set email_confirmed = true,
                password_hash = (select password_hash from identity.account where id = '{admin.Account}') where id = '{member}'
            """);
        using var client = await SignedIn(await World.Person("wu@example.com"));

        var sent = await client.GetAsync("/portal/members");
        Assert.Equal((HttpStatusCode.Redirect, "/denied?permission=organization.members"), (sent.StatusCode, sent.Headers.Location!.OriginalString));
        var page = await Denied(client, sent.Headers.Location!);
        Assert.Contains("缺少“管理组织成员”权限", page, StringComparison.Ordinal);
        Assert.Contains(address, page, StringComparison.Ordinal);
        Assert.Contains("可以在“组织成员”中为您分配", page, StringComparison.Ordinal);
    }

    [Fact, Rule("R7.1.8")]
    public async Task The_vendors_people_read_which_roles_have_it()
    {
        using var client = await SignedIn(await World.Staff(Role.Finance));

        var page = await Denied(client, (await client.GetAsync("/console/audit")).Headers.Location!);

        Assert.Contains($"拥有它的角色：{Role.Names[Role.VendorAdministrator].Zh}。", page, StringComparison.Ordinal);
        Assert.Contains("请联系平台管理员", page, StringComparison.Ordinal);
    }

    private static async Task<string> Denied(HttpClient client, Uri page)
    {
        using var answer = await client.GetAsync(page);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
