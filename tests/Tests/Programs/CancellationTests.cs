using PartnerCenter.Kernel;
using PartnerCenter.Network.Company;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Programs;

public class CancellationTests(TestServer server)
{
    private static Task<IReadOnlyList<LocalText>> Reasons(World world, Actor partner) => world.Use((CancelAccount cancel) => cancel.Reasons(partner));

    private static async Task<string> Refused(World world, Actor partner, string present = World.Password) =>
        (await Assert.ThrowsAsync<Refusal>(() => world.Use((CancelAccount cancel) => cancel.Run(present, partner)))).Code;

    [Theory, Rule("R5.1.12", "R5.2.8")]
    [InlineData(PartnerProgram.SolutionProvider)]
    [InlineData(PartnerProgram.Distributor)]
    public async Task Solution_providers_and_distributors_are_kept_for_good(PartnerProgram program)
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("长留科技", program);
        foreach (var state in Enum.GetValues<MembershipState>())
        {
            await world.Execute($"update programs.membership set state = '{state}' where partner_id = '{partner.PartnerId}'");
            Assert.Single(await Reasons(world, partner));
            Assert.Equal("company.cannot-cancel", await Refused(world, partner));
        }

        Assert.NotNull(await world.Use((Partners partners) => partners.Find(partner.PartnerId)));
    }

    [Theory, Rule("R5.3.8")]
    [InlineData(MembershipState.Left)]
    [InlineData(MembershipState.Lapsed)]
    public async Task A_resellers_account_can_be_cancelled_once_it_has_left_or_lapsed(MembershipState state)
    {
        await using var world = await World.New(server);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var partner = await world.Partner("经销科技", program: null);
        var manager = await world.Staff(Role.EcosystemManager);
        await world.Use((JoinProgram join) => join.Admit(partner.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        Assert.Equal("company.cannot-cancel", await Refused(world, partner));

        await world.Execute($"update programs.membership set state = '{state}' where partner_id = '{partner.PartnerId}'");
        Assert.Empty(await Reasons(world, partner));
        Assert.Equal("identity.password-wrong", await Refused(world, partner, "not my password"));
        await world.Use((CancelAccount cancel) => cancel.Run(World.Password, partner));

        Assert.Null(await world.Use((Partners partners) => partners.Find(partner.PartnerId)));
        Assert.Null(await world.Enter(partner.Account));
        Assert.Equal(1, await world.Scalar<long>($"select count(*) from identity.account where id = '{partner.Account}' and disabled_at is not null"));
    }

    [Fact]
    public async Task All_reasons_are_named_at_once()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("两因科技");
        await world.Execute($"""
            insert into programs.membership select (other).* from (
                select jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'program', 'Distributor', 'number', 'X-1', 'verify_code', 'x')) as other
                from programs.membership m where partner_id = '{partner.PartnerId}') copy
            """);

        Assert.Equal(2, (await Reasons(world, partner)).Count);
    }
}
