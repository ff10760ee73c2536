using PartnerCenter.Funds;
using PartnerCenter.Identity;
using PartnerCenter.Network;
using PartnerCenter.Organization;
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

    [Theory]
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

    private static async Task<Actor> Holder(World world, Actor admin, string? role)
    {
        var name = Guid.NewGuid().ToString("n");
        var account = await world.Use((Members members) => members.Add(name, $"{name}@example.com", $"138{Math.Abs(name.GetHashCode(StringComparison.Ordinal)) % 100_000_000:00000000}", role, "http://x", admin));
        return (await world.Enter(account))!;
    }
}
