using PartnerCenter.Kernel;
using PartnerCenter.Organization;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Programs.Published;
using PartnerCenter.Support;
using PartnerCenter.Support.News;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Tests.Support;

public class NewsTests(TestServer server)
{
    private static NewsForm Form(
        string title, Audience? audience = Audience.All, string[]? programmes = null, int from = 2, int? to = null, bool pinned = false) =>
        new(title, $"{title} en", "正文", "Text", audience, programmes, new(2024, 9, from), to is { } day ? new DateOnly(2024, 9, day) : null, pinned);

    private static async Task<Guid> Publish(World world, Actor by, NewsForm form)
    {
        var id = await world.Use((WriteNews write) => write.Run(form, by));
        await world.Use((PublishNews publish) => publish.Run(id, by));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(1));
        return id;
    }

    private static async Task<List<string>> Read(World world, Actor by) =>
        [.. (await world.Use((NewsLists lists) => lists.Latest(by, 0, 50))).Select(row => row.Title.Zh)];

    [Fact]
    public async Task A_role_brings_support_and_news_and_without_one_there_is_neither()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("默认科技");
        var with = await world.Use((Members members) => members.Add("甲", "a@example.com", "13800138001", Role.PartnerFinance, "http://x", admin));
        var own = await world.Use((Members members) => members.AddRole("自定", ["customers.see"], admin));
        var ownRole = await world.Use((Members members) => members.Add("乙", "b@example.com", "13800138002", own, "http://x", admin));
        var without = await world.Use((Members members) => members.Add("丙", "c@example.com", "13800138003", null, "http://x", admin));

        foreach (var permission in new[] { SupportModule.Tickets, SupportModule.News })
        {
            Assert.True((await world.Enter(with))!.May(permission));
            Assert.True((await world.Enter(ownRole))!.May(permission));
            Assert.False((await world.Enter(without))!.May(permission));
            Assert.DoesNotContain(await world.Use((Members members) => Task.FromResult(members.Grantable().ToList())), p => p.Code == permission);
        }
    }

    [Fact]
    public async Task News_reach_those_whom_they_are_meant_for_on_their_days_pinned_first()
    {
        await using var world = await World.New(server);
        var editor = await world.Staff(Role.VendorAdministrator);
        var (provider, distributor, none) = (
            await world.Partner("甲方"), await world.Partner("乙方", PartnerProgram.Distributor), await world.Partner("丙方", program: null));
        var customer = await world.CustomerActor(provider, "C-800");
        await Publish(world, editor, Form("置顶", pinned: true));
        await Publish(world, editor, Form("全部"));
        await Publish(world, editor, Form("伙伴", Audience.Partners));
        await Publish(world, editor, Form("经销商", Audience.Programmes, [nameof(PartnerProgram.Reseller), nameof(PartnerProgram.Distributor)]));
        await Publish(world, editor, Form("客户", Audience.Customers));
        await Publish(world, editor, Form("以后", from: 10));
        await Publish(world, editor, Form("短期", to: 3));
        await world.Use((WriteNews write) => write.Run(Form("草稿"), editor));

        Assert.Equal(["置顶", "短期", "伙伴", "全部"], await Read(world, provider));
        Assert.Equal(["置顶", "短期", "经销商", "伙伴", "全部"], await Read(world, distributor));
        Assert.Equal(["置顶", "短期", "伙伴", "全部"], await Read(world, none));
        Assert.Equal(["置顶", "短期", "客户", "全部"], await Read(world, customer));
        world.At(2024, 9, 10);
        Assert.Equal(["置顶", "以后", "伙伴", "全部"], await Read(world, provider));
    }

    [Fact]
    public async Task What_was_opened_is_read_for_that_account_alone()
    {
        await using var world = await World.New(server);
        var editor = await world.Staff(Role.Operations);
        var (one, other) = (await world.Partner("甲方"), await world.Partner("乙方"));
        var id = await Publish(world, editor, Form("公告"));

        Assert.Equal("正文", (await world.Use((ReadNews read) => read.Run(id, one)))!.Text.Zh);
        await world.Use((ReadNews read) => read.Run(id, one));

        Assert.False((await world.Use((NewsLists lists) => lists.Latest(one, 0, 9))).Single().Unread);
        Assert.True((await world.Use((NewsLists lists) => lists.Latest(other, 0, 9))).Single().Unread);
    }

    [Fact]
    public async Task What_was_withdrawn_or_is_over_says_so_on_its_link_and_leaves_the_list()
    {
        await using var world = await World.New(server);
        var editor = await world.Staff(Role.VendorAdministrator);
        var partner = await world.Partner("甲方");
        var customer = await world.CustomerActor(partner, "C-810");
        var (withdrawn, over, future) = (
            await Publish(world, editor, Form("撤回", Audience.Partners)), await Publish(world, editor, Form("到期", to: 3)), await Publish(world, editor, Form("以后", from: 20)));
        await world.Use((WithdrawNews withdraw) => withdraw.Run(withdrawn, editor));
        world.At(2024, 9, 4);

        Assert.Empty(await Read(world, partner));
        foreach (var id in new[] { withdrawn, over })
        {
            var view = (await world.Use((ReadNews read) => read.Run(id, partner)))!;
            Assert.Equal((true, ""), (view.IsOver, view.Text.Zh));
        }

        Assert.Null(await world.Use((ReadNews read) => read.Run(future, partner)));
        Assert.Null(await world.Use((ReadNews read) => read.Run(withdrawn, customer))); // was never meant for it
        Assert.Equal("news.wrong-state", (await TicketWorld.Refused(() => world.Use((PublishNews publish) => publish.Run(withdrawn, editor)))).Code);
        Assert.Equal("news.not-draft", (await TicketWorld.Refused(() => world.Use((WriteNews write) => write.Change(over, Form("x"), editor)))).Code);
    }

    [Fact]
    public async Task A_draft_is_nobody_elses_also_when_no_filter_is_on_and_is_refused_where_it_is_not_whole()
    {
        await using var world = await World.New(server);
        var (editor, partner) = (await world.Staff(Role.VendorAdministrator), await world.Partner("甲方"));
        var id = await world.Use((WriteNews write) => write.Run(Form("草稿"), editor));
        await Publish(world, editor, Form("公告"));

        await using (var scope = await world.Services.GetRequiredService<IServiceScopeFactory>().OpenUnit(new Reach(false, [partner.PartnerId], null, partner.Account)))
        {
            var db = scope.ServiceProvider.GetRequiredService<SupportDb>();
            Assert.Equal(["公告"], db.Announcements.Select(a => a.TitleZh).ToList());
        }

        Assert.Null(await world.Use((ReadNews read) => read.Run(id, partner)));
        Assert.True(await world.Use((WriteNews write) => write.Change(id, Form("改过"), editor)));
        Assert.Equal("access.denied", (await TicketWorld.Refused(() => world.Use((WriteNews write) => write.Run(Form("x"), partner)))).Code);
        (NewsForm Form, string Code, string Field)[] wrong =
        [
            (Form(" "), "form.required", "TitleZh"), (Form("x") with { TextEn = null }, "form.required", "TextEn"),
            (Form("x", audience: null), "form.required", "Audience"), (Form("x", Audience.Programmes), "news.no-programme", "Programmes"),
            (Form("x", Audience.Programmes, ["None"]), "news.no-programme", "Programmes"), (Form("x", from: 9, to: 8), "news.days", "VisibleTo"),
            (Form("x") with { VisibleFrom = null }, "form.required", "VisibleFrom"),
        ];
        foreach (var (form, code, field) in wrong)
        {
            var no = await TicketWorld.Refused(() => world.Use((WriteNews write) => write.Run(form, editor)));
            Assert.Equal((code, field), (no.Code, no.Field));
        }
    }
}
