using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using UglyToad.PdfPig;

namespace PartnerCenter.Tests.Programs;

public class MembershipTests(TestServer server)
{
    [Fact, Rule("R5.1.5")]
    public async Task Joining_gives_a_certificate_to_31_January_that_anybody_can_check()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("证书科技", null);
        var number = await world.Use((JoinProgram join) => join.Run(PartnerProgram.SolutionProvider, partner));

        var (_, pdf) = (await world.Use((Certificates certificates) => certificates.Pdf(number, partner, code => $"https://x/verify/{code}")))!.Value;
        using var document = PdfDocument.Open(pdf);
        Assert.Contains("证书科技", document.GetPage(1).Text, StringComparison.Ordinal);
        Assert.Contains("2025-01-31", document.GetPage(1).Text, StringComparison.Ordinal);
        var membership = Assert.Single(await world.Use((Certificates certificates) => certificates.Of(partner.PartnerId)));
        Assert.True((await world.Use((Certificates certificates) => certificates.Verify(membership.VerifyCode)))!.Valid);
        world.At(2025, 1, 31, 15);
        Assert.True((await world.Use((Certificates certificates) => certificates.Verify(membership.VerifyCode)))!.Valid);
        world.At(2025, 1, 31, 16);
        Assert.False((await world.Use((Certificates certificates) => certificates.Verify(membership.VerifyCode)))!.Valid);
        Assert.Null(await world.Use((Certificates certificates) => certificates.Pdf(number, partner with { Partner = Guid.NewGuid() }, code => code)));
    }

    [Fact]
    public async Task A_distributor_cannot_become_solution_provider_and_is_told_why()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("总经销科技", PartnerProgram.Distributor);

        Assert.Equal("programs.not-with", (await Assert.ThrowsAsync<Refusal>(() => world.Use((JoinProgram join) => join.Run(PartnerProgram.SolutionProvider, partner)))).Code);
    }

    [Fact]
    public async Task A_company_has_one_solution_provider_account_also_when_two_join_at_once()
    {
        await using var world = await World.New(server);
        var code = World.ValidCode(901);
        var accounts = new List<Actor>();
        for (var i = 0; i < 2; i++)
        {
            var company = await world.Company("一家公司", code);
            await world.Use((JoinNetwork join) => join.Run(World.Form(), company));
            accounts.Add(await world.Person(await world.Scalar<string>($"select email from identity.account where id = '{company.Account}'")));
        }

        var outcomes = await Task.WhenAll(accounts.Select(async account =>
        {
            try
            {
                await world.Use((JoinProgram join) => join.Run(PartnerProgram.SolutionProvider, account));
                return "joined";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        }));

        Assert.Equal(["joined", "programs.one-per-company"], outcomes.Order());
    }

    [Fact, Rule("R5.2.1", "R5.3.2")]
    public async Task Distributors_are_invited_and_resellers_come_under_one()
    {
        await using var world = await World.New(server);
        var manager = await world.Staff(Role.EcosystemManager);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var partner = await world.Partner("云经销", null);

        Assert.Equal("programs.by-invitation", (await Assert.ThrowsAsync<Refusal>(() => world.Use((JoinProgram join) => join.Run(PartnerProgram.Distributor, partner)))).Code);
        Assert.Equal("programs.distributor-needed", (await Assert.ThrowsAsync<Refusal>(() =>
            world.Use((JoinProgram join) => join.Admit(partner.PartnerId, PartnerProgram.Reseller, null, manager)))).Code);
        await world.Use((JoinProgram join) => join.Admit(partner.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));

        var membership = Assert.Single(await world.Use((Memberships m) => m.Of(partner.PartnerId, new(2024, 9, 2))));
        Assert.Equal((distributor.PartnerId, "none"), (membership.Distributor, membership.Level));
    }

    [Fact, Rule("R12.1.9.17", "R12.3.4")]
    public async Task A_resellers_people_lack_what_is_not_on_its_menu()
    {
        await using var world = await World.New(server);
        var manager = await world.Staff(Role.EcosystemManager);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var reseller = await world.Partner("云经销", null);
        await world.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));

        var may = await Session(world, reseller);
        var distributorMay = await Session(world, distributor);

        Assert.Contains("funds.allocate", may);
        Assert.DoesNotContain("incentives.see", may);
        Assert.DoesNotContain("billing.bill", may);
        Assert.Contains("incentives.see", distributorMay);
    }

    private static async Task<IReadOnlySet<string>> Session(World world, Actor actor) => (await world.Enter(actor.Account))!.Permissions;
}
