using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Programs;

public class ResellerTests(TestServer server)
{
    private static async Task<string> Invite(World world, Actor distributor) =>
        (await world.Use((Resellers resellers) => resellers.Invite("new@example.com", "http://x", distributor))).Split('/')[^1];

    private static Task<string> Accept(World world, string token, Actor by) => world.Use((Resellers resellers) => resellers.Accept(token, by));

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    [Fact, Rule("R5.3.1", "R5.3.2")]
    public async Task There_are_two_ways_in_and_no_levels()
    {
        await using var world = await World.New(server);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var number = (await world.View(distributor)).Number;
        var (invited, applicant, refused) = (await world.Partner("受邀科技", null), await world.Partner("申请科技", null), await world.Partner("被拒科技", null));

        await Accept(world, await Invite(world, distributor), invited);
        Assert.Equal("programs.distributor-needed", await Refused(() => world.Use((Resellers r) => r.Apply("P-2024-999999", applicant))));
        await world.Use((Resellers r) => r.Apply(number, applicant));
        await world.Use((Resellers r) => r.Apply(number, refused));
        Assert.Equal("programs.applied-already", await Refused(() => world.Use((Resellers r) => r.Apply(number, applicant))));
        foreach (var request in (await world.Use((Resellers r) => r.Requests(distributor))).Where(r => r.Origin == ResellerRequestOrigin.Application))
        {
            await world.Use((Resellers r) => r.Answer(request.Id, request.CompanyName == "申请科技", distributor));
            Assert.Equal("reseller-request.wrong-state", await Refused(() => world.Use((Resellers r) => r.Answer(request.Id, false, distributor))));
        }

        var rows = await world.Use((Resellers r) => r.Of(distributor));
        Assert.Equal(["受邀科技", "申请科技"], rows.Select(r => r.CompanyName).Order());
        foreach (var who in new[] { invited, applicant })
        {
            var membership = Assert.Single(await world.Use((Memberships m) => m.Of(who.PartnerId, new(2024, 9, 2))));
            Assert.Equal((PartnerProgram.Reseller, "none", distributor.PartnerId), (membership.Program, membership.Level, membership.Distributor!.Value));
            Assert.Null(await world.Use((ScoreCard card) => card.Of(who)));
        }

        Assert.Empty(await world.Use((Memberships m) => m.Of(refused.PartnerId, new(2024, 9, 2))));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task An_invitation_works_once_for_seven_days_to_the_second_and_for_partners_in_no_programme(int seconds, bool works)
    {
        await using var world = await World.New(server);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var (partner, provider) = (await world.Partner("新科技", null), await world.Partner("方案科技"));
        var token = await Invite(world, distributor);
        Assert.Equal("programs.not-with", await Refused(() => Accept(world, token, provider)));

        world.Clock.MoveTo(world.Clock.GetUtcNow().AddDays(7).AddSeconds(seconds));
        Assert.Equal(works ? "总经销" : null, await world.Use((Resellers r) => r.Inviter(token)));
        if (works)
        {
            await Accept(world, token, partner);
        }

        var another = await world.Partner("又一家", null);
        Assert.Equal("programs.invitation-over", await Refused(() => Accept(world, token, another)));
    }

    [Fact, Rule("R12.3.9")]
    public async Task The_resellers_id_is_known_to_its_distributor_and_the_vendor_and_not_to_itself()
    {
        await using var world = await World.New(server);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var rival = await world.Partner("另一总经销", PartnerProgram.Distributor);
        var reseller = await world.Partner("经销科技", null);
        await Accept(world, await Invite(world, distributor), reseller);

        var row = Assert.Single(await world.Use((Resellers r) => r.Of(distributor)));
        Assert.StartsWith("RS-2024-", row.Code, StringComparison.Ordinal);
        Assert.Empty(await world.Use((Resellers r) => r.Of(rival)));
        var inside = (await world.Enter(reseller.Account))!;
        Assert.Equal("access.denied", await Refused(() => world.Use((Resellers r) => r.Of(inside))));
        Assert.DoesNotContain(typeof(MembershipView).GetProperties(), p => p.Name.Contains("Code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Eight_who_accept_one_link_at_once_make_one_reseller()
    {
        await using var world = await World.New(server);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var token = await Invite(world, distributor);
        var partners = new List<Actor>();
        for (var n = 0; n < 8; n++)
        {
            partners.Add(await world.Partner($"伙伴{n}", null));
        }

        var done = 0;
        await Parallel.ForEachAsync(partners, async (partner, _) =>
        {
            try
            {
                await Accept(world, token, partner);
                Interlocked.Increment(ref done);
            }
            catch (Exception failure) when (failure is Refusal or Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException)
            {
                // Somebody else was first.
            }
        });

        Assert.Equal(1, done);
        Assert.Single(await world.Use((Resellers r) => r.Of(distributor)));
    }
}
