using PartnerCenter.Customers;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Company;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Tests.Paths;

namespace PartnerCenter.Tests.Programs;

public class CustomerIdentityTests(TestServer server)
{
    private static Task<Refusal?> Why(World world, Actor partner) => world.Use((CustomerIdentity identity) => identity.Why(partner.PartnerId));

    private static async Task<bool> IsCustomer(World world, Actor partner) =>
        (await world.Use((CompanyAccounts accounts) => accounts.Of(partner))).Single(account => account.IsOwn).IsCustomer;

    [Theory, Rule("R5.1.4")]
    [InlineData(PartnerProgram.SolutionProvider)]
    [InlineData(PartnerProgram.Distributor)]
    [InlineData(PartnerProgram.Reseller)]
    public async Task An_account_in_a_selling_programme_cannot_buy_and_becomes_nobodys_customer(PartnerProgram program)
    {
        await using var world = await World.New(server);
        var (seller, distributor) = (await world.Partner("拓客科技"), await world.Partner("总经销", PartnerProgram.Distributor));
        var partner = await world.Partner("身份科技", program: null);
        Assert.Null(await Why(world, partner));
        Assert.True(await IsCustomer(world, partner));
        var manager = await world.Staff(Role.EcosystemManager);
        await world.Use((JoinProgram join) => join.Admit(
            partner.PartnerId, program, program == PartnerProgram.Reseller ? distributor.PartnerId : null, manager));

        Assert.Equal("programs.no-customer-identity", (await Why(world, partner))!.Code);
        Assert.False(await IsCustomer(world, partner));

        var prospect = await world.Use((RegisterProspect register) => register.Run(new("新客户", "王", "13900139000", "new@customer.example"), seller));
        var link = (await world.Use((InviteProspect invite) => invite.Offline(prospect, AssociationMode.Resale, "http://x", seller)))!;
        var token = link.Split('/')[^1];
        var email = await world.Scalar<string>($"select email from identity.account where id = '{partner.Account}'");
        var byAddress = await Assert.ThrowsAsync<Refusal>(() =>
            world.Use((AcceptInvitation accept) => accept.Run(token, new("13900139000", email, World.Password, true))));
        Assert.Equal(("programs.no-customer-identity", "Email"), (byAddress.Code, byAddress.Field));
        var signedIn = await Assert.ThrowsAsync<Refusal>(() => world.Use((AcceptInvitation accept) => accept.RunAs(token, true, partner)));
        Assert.Equal("programs.no-customer-identity", signedIn.Code);
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from customers.customer"));

        await world.Use((EndMembership end) => end.Run(partner.PartnerId, program, delisted: false, "线下申请", manager));
        Assert.Null(await Why(world, partner));
        Assert.True(await IsCustomer(world, partner));
    }

    [Fact]
    public async Task A_lapsed_membership_still_keeps_the_account_from_buying()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("失效科技");
        await world.Execute($"update programs.membership set state = 'Lapsed' where partner_id = '{partner.PartnerId}'");

        Assert.Equal("programs.no-customer-identity", (await Why(world, partner))!.Code);
        Assert.False(await IsCustomer(world, partner));
    }

    [Fact, Rule("R5.1.4")]
    public async Task An_account_on_a_development_path_alone_can_buy()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("路径科技", program: null);
        await world.Join(partner, DevelopmentPath.Software);

        Assert.Null(await Why(world, partner));
        Assert.True(await IsCustomer(world, partner));
    }
}
