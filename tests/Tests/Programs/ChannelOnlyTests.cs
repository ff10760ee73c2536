using PartnerCenter.Customers;
using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Organization;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Programs;

public class ChannelOnlyTests(TestServer server)
{
    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    private static async Task<Actor> Member(World world, Actor by, string role)
    {
        var id = await world.Use((Members members) => members.Add("林一", $"{Guid.NewGuid():n}@example.com", "13800138001", role, "http://x", by));
        return (await world.Enter(id))!;
    }

    private static async Task<Actor> Distributor(World world, Actor manager)
    {
        var company = await world.Company("全国总经销", World.ValidCode(700));
        await world.Use((JoinNetwork join) => join.Run(World.Form(), company));
        var partner = await world.Person(await world.Scalar<string>($"select email from identity.account where id = '{company.Account}'"));
        await world.Use((JoinProgram join) => join.Admit(partner.PartnerId, PartnerProgram.Distributor, null, manager));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddDays(1));
        return partner;
    }

    [Fact, Rule("R12.1.9.18")]
    public async Task A_channel_only_distributor_acquires_no_customers_and_neither_does_a_member_without_the_permission()
    {
        await using var world = await World.New(server);
        var (distributor, provider) = (await world.Partner("总经销", PartnerProgram.Distributor), await world.Partner("方案科技"));
        var manager = await world.Staff(Role.EcosystemManager);
        var menu = new CustomersModule().Menu.Single(item => item.Link == "/portal/prospects");
        Assert.True((await world.Enter(distributor.Account))!.May(menu.Permission));

        await world.Use((MarkChannelOnly mark) => mark.Run(distributor.PartnerId, true, manager));
        var inside = (await world.Enter(distributor.Account))!;
        Assert.False(inside.May(menu.Permission));
        Assert.True(inside.May(ProgramsModule.ManageResellers));
        Assert.Equal("access.denied", await Refused(() => world.Use((RegisterProspect register) =>
            register.Run(new("新客户", "王", "13900139000", "new@customer.example"), inside))));

        await world.Use((MarkChannelOnly mark) => mark.Run(distributor.PartnerId, false, manager));
        Assert.True((await world.Enter(distributor.Account))!.May(menu.Permission));

        Assert.Equal("programs.no-membership", await Refused(() => world.Use((MarkChannelOnly mark) => mark.Run(provider.PartnerId, true, manager))));
        Assert.Equal("access.denied", await Refused(() => world.Use((MarkChannelOnly mark) => mark.Run(distributor.PartnerId, true, distributor))));
        Assert.False((await Member(world, provider, Role.PartnerFinance)).May(menu.Permission));
        Assert.True((await Member(world, provider, Role.PartnerSales)).May(menu.Permission));
    }

    [Fact, Rule("R5.2.5")]
    public async Task A_national_distributors_score_card_is_on_its_channel_account_only()
    {
        await using var world = await World.New(server);
        var manager = await world.Staff(Role.EcosystemManager);
        var (first, channel) = (await Distributor(world, manager), await Distributor(world, manager));
        Assert.NotNull(await world.Use((ScoreCard card) => card.Of(first)));
        Assert.Null(await world.Use((ScoreCard card) => card.Of(channel)));

        await world.Use((MarkChannelOnly mark) => mark.Run(channel.PartnerId, true, manager));

        Assert.Null(await world.Use((ScoreCard card) => card.Of(first)));
        Assert.NotNull(await world.Use((ScoreCard card) => card.Of(channel)));
        Assert.Equal("programs.channel-account", await Refused(() => world.Use((MarkChannelOnly mark) => mark.Run(first.PartnerId, true, manager))));
    }
}
