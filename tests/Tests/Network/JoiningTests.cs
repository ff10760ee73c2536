using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Tests.Network;

public class JoiningTests(TestServer server)
{
    [Fact, Rule("R3.4a", "R3.3")]
    public async Task A_company_whose_code_checks_out_is_a_partner_at_once_under_its_real_name()
    {
        await using var world = await World.New(server);
        var company = await world.Company("启航科技");

        var (id, joined) = await world.Use((JoinNetwork join) => join.Run(World.Form(), company));

        Assert.True(joined);
        Assert.Equal("启航科技", (await world.Use((Partners partners) => partners.Find(id)))!.CompanyName);
        Assert.Equal("network.joined-already", (await Assert.ThrowsAsync<Refusal>(() => world.Use((JoinNetwork join) => join.Run(World.Form(), company)))).Code);
    }

    [Fact, Rule("R3.1a", "R3.4a")]
    public async Task A_code_that_does_not_check_out_opens_a_review_whose_outcome_is_told_three_ways()
    {
        await using var world = await World.New(server);
        var company = await world.Company("明田数据", "91310117557415205K");
        var (id, joined) = await world.Use((JoinNetwork join) => join.Run(World.Form(), company));
        Assert.False(joined);
        Assert.Null(await world.Use((Partners partners) => partners.Find(id)));
        var review = (await world.Use((ReviewLists lists) => lists.OfSubject(id)))!;
        var (_, timeline) = (await world.Use((ReviewLists lists) => lists.Find(review.Id, company)))!.Value;
        Assert.Contains("91310117557415205K", timeline.Single().Comment, StringComparison.Ordinal);

        var reviewer = await world.Staff(Role.Reviewer);
        await world.Use((ReviewDesk desk) => desk.Approve(review.Id, reviewer, "执照已核对"));
        await world.Deliver();

        Assert.NotNull(await world.Use((Partners partners) => partners.Find(id)));
        Assert.Contains(await world.Use((Inbox inbox) => inbox.Latest(company, 10)), n => n.Event == "reviews.outcome");
        var channels = (await world.Use((Inbox inbox) => inbox.Sent(null, 50))).Select(m => m.Channel).ToHashSet();
        Assert.Equal(["email", "sms"], channels.Order());
    }

    [Fact, Rule("R3.2a")]
    public async Task A_further_account_of_a_partner_company_joins_at_once()
    {
        await using var world = await World.New(server);
        var code = World.ValidCode(900);
        var first = await world.Company("集团公司", code);
        await world.Use((JoinNetwork join) => join.Run(World.Form(), first));
        var second = await world.Company("集团公司", code);

        var (id, joined) = await world.Use((JoinNetwork join) => join.Run(World.Form(), second));

        Assert.True(joined);
        var all = await world.Use((Partners partners) => partners.All());
        Assert.Equal(2, all.Count);
        Assert.Single(all.Select(p => p.LegalEntity).Distinct());
    }

    [Fact]
    public async Task Consent_is_needed_and_kept_with_version_person_and_time()
    {
        await using var world = await World.New(server);
        var company = await world.Company("承诺科技");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => world.Use((JoinNetwork join) => join.Run(World.Form(agreed: false), company)));
        Assert.Equal(("network.consent-needed", "Agreed"), (refusal.Code, refusal.Field));

        var (id, _) = await world.Use((JoinNetwork join) => join.Run(World.Form(), company));

        var (_, agreements) = (await world.Use((PartnerLists lists) => lists.Find(id)))!.Value;
        Assert.Equal(4, agreements.Count);
        Assert.All(agreements, a => Assert.Equal((company.Name, "1", world.Clock.GetUtcNow()), (a.SignedByName, a.Version, a.SignedAt)));
        Assert.Equal(4, agreements.Select(a => a.ContractNumber).Distinct().Count());
    }

    [Fact]
    public async Task A_review_can_be_returned_completed_and_reminded_of_by_the_right_people_only()
    {
        await using var world = await World.New(server);
        var company = await world.Company("补充科技", "91310117557415205K");
        var (id, _) = await world.Use((JoinNetwork join) => join.Run(World.Form(), company));
        var review = (await world.Use((ReviewLists lists) => lists.OfSubject(id)))!;
        Assert.Equal(new DateOnly(2024, 9, 5), review.DueOn);
        var finance = await world.Staff(Role.Finance);
        var reviewer = await world.Staff(Role.Reviewer);

        Assert.Equal("review.other-role", (await Assert.ThrowsAsync<Refusal>(() => world.Use((ReviewDesk desk) => desk.Approve(review.Id, finance, "")))).Code);
        Assert.Equal("access.denied", (await Assert.ThrowsAsync<Refusal>(() => world.Use((ReviewDesk desk) => desk.Approve(review.Id, company, "")))).Code);
        await world.Use((ReviewDesk desk) => desk.Return(review.Id, reviewer, "请补充执照"));
        Assert.Equal("review.wrong-state", (await Assert.ThrowsAsync<Refusal>(() => world.Use((ReviewDesk desk) => desk.Approve(review.Id, reviewer, "")))).Code);
        await world.Use((ReviewDesk desk) => desk.Resubmit(review.Id, company, "已补充"));
        world.At(2024, 9, 4);
        await world.Use((ReviewDesk desk) => desk.RemindAndExpire(TestContext.Current.CancellationToken));
        await world.Use((ReviewDesk desk) => desk.Reject(review.Id, reviewer, "代码不实"));

        var (ended, timeline) = (await world.Use((ReviewLists lists) => lists.Find(review.Id, reviewer)))!.Value;
        Assert.Equal(["opened", "returned", "resubmitted", "reminded", "rejected"], timeline.Select(e => e.Kind));
        Assert.Equal(ReviewState.Rejected, ended.State);
        Assert.Null(await world.Use((ReviewLists lists) => lists.Find(review.Id, finance with { Permissions = new HashSet<string>() })));
    }
}
