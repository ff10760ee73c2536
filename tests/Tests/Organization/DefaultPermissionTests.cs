using PartnerCenter.Funds;
using PartnerCenter.Identity;
using PartnerCenter.Network;
using PartnerCenter.Organization;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Support;

namespace PartnerCenter.Tests.Organization;

public class DefaultPermissionTests(TestServer server)
{
    /// <summary>Company, account and real-name information; personal information, account edit and credentials; support; news.</summary>
    private static readonly string[] Always = [NetworkModule.SeeCompany, IdentityModule.Profile, SupportModule.Tickets, SupportModule.News];

    private static readonly string[] Account = [FundsModule.See, FundsModule.AddFunds, FundsModule.Withdraw, FundsModule.Alert];

    [Theory, Rule("R7.1.1")]
    [InlineData(PartnerProgram.SolutionProvider)]
    [InlineData(PartnerProgram.Distributor)]
    [InlineData(PartnerProgram.Reseller)]
    public async Task Any_role_brings_the_defaults_of_those_who_sell_and_none_brings_none(PartnerProgram program)
    {
        await using var world = await World.New(server);
        var manager = await world.Staff(Role.EcosystemManager);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var admin = await world.Partner("成员科技", null);
        await world.Use((JoinProgram join) => join.Admit(admin.PartnerId, program, program == PartnerProgram.Reseller ? distributor.PartnerId : null, manager));
        var own = await world.Use((Members members) => members.AddRole("自定", ["customers.see"], admin));

        foreach (var role in new[] { Role.PartnerSales, Role.AccountManager, own })
        {
            Assert.All(Always.Concat(Account), (await Holder(world, admin, role)).Need);
        }

        var without = await Holder(world, admin, null);
        Assert.DoesNotContain(Always.Concat(Account), without.May);
    }

    [Theory, Rule("R7.1.1")]
    [InlineData(PartnerProgram.SolutionProvider)]
    [InlineData(null)]
    public async Task On_a_path_alone_there_are_solutions_and_no_account_of_money(PartnerProgram? program)
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("路径科技", program);
        if (program is null)
        {
            await world.Use((JoinPath join) => join.Run(DevelopmentPath.Software, admin));
        }

        var member = await Holder(world, admin, Role.AccountManager);

        // What it has of solutions stands on the page of its path.
        Assert.All([.. Always, PathsModule.See], member.Need);
        Assert.Equal(program is null ? [] : Account, Account.Where(member.May));
    }

    private static async Task<Actor> Holder(World world, Actor admin, string? role)
    {
        var name = Guid.NewGuid().ToString("n");
        var account = await world.Use((Members members) => members.Add(name, $"{name}@example.com", $"138{Math.Abs(name.GetHashCode(StringComparison.Ordinal)) % 100_000_000:00000000}", role, "http://x", admin));
        return (await world.Enter(account))!;
    }
}
