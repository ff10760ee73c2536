using PartnerCenter.Kernel;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Paths;

/// <summary>What a locked plan wanted of a quarter, and what came of it.</summary>
public sealed class QuarterReviewTests(TestServer server)
{
    private static readonly QuarterForm Figures = new(3_300_000, 2, 1, 0, "一家客户推迟");

    private static async Task<Actor> Planner(World world, string name = "回顾服务")
    {
        var partner = await world.Partner(name, program: null);
        await world.Join(partner, DevelopmentPath.Service);
        return partner;
    }

    private static Task<List<QuarterView>> Mine(World world, Actor partner) => world.Use((QuarterLists lists) => lists.Mine(partner));

    [Fact, Rule("R2.4")]
    public async Task The_review_of_a_quarter_opens_by_itself_when_the_next_one_begins_and_measures_the_plans_goals()
    {
        await using var world = await World.New(server);
        var (partner, manager) = (await Planner(world), await world.Staff(Role.EcosystemManager));
        await world.Lock(partner, LockKind.BusinessPlan);
        await world.Night();
        Assert.Empty(await Mine(world, partner));

        world.At(2024, 10, 1);
        await world.Night();
        await world.Night();
        var review = Assert.Single(await Mine(world, partner));
        Assert.Equal((2024, 3, QuarterState.Open, 3_000_000m, 3), (review.Year, review.Quarter, review.State, review.Goal.Revenue, review.Goal.Customers));
        Assert.Equal("quarter-review.wrong-state", await No(() => world.Use((CloseQuarterReview close) => close.Run(review.Id, "好", null, manager))));

        await world.Use((ReportQuarter report) => report.Run(review.Id, Figures with { Revenue = 1 }, partner));
        await world.Use((ReportQuarter report) => report.Run(review.Id, Figures, partner));
        await world.Use((ScheduleQuarterMeeting meeting) => meeting.Run(review.Id, world.Clock.GetUtcNow().AddDays(3), "https://meet.example/q3", manager));
        await world.Use((CloseQuarterReview close) => close.Run(review.Id, "收入超额", Pdf("纪要.pdf"), manager));

        var closed = Assert.Single(await Mine(world, partner));
        Assert.Equal((QuarterState.Closed, 3_300_000m, 2, "收入超额"), (closed.State, closed.Revenue, closed.Customers, closed.Comment));
        Assert.Equal("https://meet.example/q3", closed.MeetingLink);
        Assert.NotNull(await world.Use((DocumentStore documents) => documents.Open(closed.Minutes!.Value, partner)));
        Assert.Equal("quarter-review.wrong-state", await No(() => world.Use((ReportQuarter report) => report.Run(review.Id, Figures, partner))));
        world.At(2025, 1, 2);
        await world.Night();
        Assert.Equal([4, 3], (await Mine(world, partner)).Select(one => one.Quarter));
        await world.Deliver();
        Assert.Equal(4L, await world.Scalar<long>($"select count(*) from platform.notification where event = 'paths.quarter-review' and account_id = '{partner.Account}'"));
        Assert.Equal(2L, await world.Scalar<long>($"select count(*) from platform.notification where event = 'paths.quarter-review' and account_id = '{manager.Account}'"));
    }

    [Fact, Rule("R2.4")]
    public async Task Without_a_locked_plan_of_the_quarter_there_is_no_review()
    {
        await using var world = await World.New(server);
        var (drafting, late, unlocked, gone) = (await Planner(world, "甲"), await Planner(world, "乙"), await Planner(world, "丙"), await Planner(world, "丁"));
        var manager = await world.Staff(Role.EcosystemManager);
        await world.SendLock(drafting, LockKind.BusinessPlan);
        await world.Lock(drafting, LockKind.CustomerList);
        var plan = await world.Lock(unlocked, LockKind.BusinessPlan);
        await world.Use((Unlock unlock) => unlock.Run(plan, "修订", manager));
        await world.Lock(gone, LockKind.BusinessPlan);
        await world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Service, gone));
        world.At(2024, 10, 1);
        await world.Lock(late, LockKind.BusinessPlan);

        await world.Night();
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from paths.quarter_review"));

        // Locked again, it is reviewed: there was a plan in the quarter.
        await world.Use((SendLock send) => send.Run(plan, unlocked));
        await world.Use((CounterSign sign) => sign.Run(plan, null, manager));
        await world.Night();
        Assert.Single(await Mine(world, unlocked));
        Assert.Empty(await Mine(world, late));
    }

    [Fact, Rule("R2.4")]
    public async Task Who_decides_on_certification_and_re_review_reads_the_results()
    {
        await using var world = await World.New(server);
        var (partner, manager) = (await world.ServicePartner("结果服务"), await world.Staff(Role.EcosystemManager));
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "sap");
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "database");
        await world.Lock(partner, LockKind.BusinessPlan);
        world.At(2024, 10, 1);
        await world.Night();
        var id = Assert.Single(await Mine(world, partner)).Id;
        await world.Use((ReportQuarter report) => report.Run(id, Figures, partner));
        await world.Use((CloseQuarterReview close) => close.Run(id, "收入超额", null, manager));

        var application = await world.Apply(partner, PathStage.Differentiation, proofs: 0);
        Assert.Contains("QBR: 2024 Q3 110%", await Comment(application), StringComparison.Ordinal);
        world.At(2024, 12, 1);
        await world.Night();
        var rereview = await world.Scalar<Guid>("select id from paths.rereview");
        await world.Use((SubmitRereview submit) => submit.Run(rereview, Case(world), partner));
        Assert.EndsWith("QBR: 2024 Q3 110%", await Comment(rereview), StringComparison.Ordinal);

        async Task<string> Comment(Guid subject) => (await world.Scalar<string>(
            $"select e.comment from platform.review_event e join platform.review r on r.id = e.review_id where r.subject = '{subject}' and e.kind = 'opened'"))!;
    }

    [Fact]
    public async Task Figures_must_be_told_and_others_see_nothing()
    {
        await using var world = await World.New(server);
        var (partner, rival) = (await Planner(world), await Planner(world, "对手服务"));
        await world.Lock(partner, LockKind.BusinessPlan);
        world.At(2024, 10, 1);
        await world.Night();
        var id = Assert.Single(await Mine(world, partner)).Id;
        Task<bool> Report(QuarterForm form, Actor by) => world.Use((ReportQuarter report) => report.Run(id, form, by));

        Assert.Equal("form.required", await No(() => Report(Figures with { Customers = null }, partner)));
        Assert.Equal("paths.goal", await No(() => Report(Figures with { Revenue = -1 }, partner)));
        Assert.False(await Report(Figures, rival));
        Assert.Null(await world.Use((QuarterLists lists) => lists.Own(id, rival)));
        Assert.Empty(await Mine(world, rival));
        var manager = await world.Staff(Role.EcosystemManager);
        Assert.Equal("paths.meeting-past", await No(() => world.Use((ScheduleQuarterMeeting meeting) => meeting.Run(id, world.Clock.GetUtcNow(), "https://x.example", manager))));
        Assert.Equal("paths.meeting-link", await No(() => world.Use((ScheduleQuarterMeeting meeting) =>
            meeting.Run(id, world.Clock.GetUtcNow().AddDays(1), "javascript:alert(1)", manager))));
    }
}
