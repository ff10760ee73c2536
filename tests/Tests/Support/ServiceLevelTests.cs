using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Support.Tickets;
using static PartnerCenter.Tests.Support.TicketWorld;

namespace PartnerCenter.Tests.Support;

/// <summary>The story begins on Monday, 2 September 2024, at 10:00 GMT+08:00; 15 to 17 September are off, the 14th is worked.</summary>
public class ServiceLevelTests(TestServer server)
{
    private static string Local(DateTimeOffset? at) =>
        at?.ToOffset(BusinessDay.Offset).ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static async Task Plan(World world, Actor partner, string plan)
    {
        var (admin, number) = (await world.Staff(Role.VendorAdministrator), (await world.View(partner)).Number);
        await world.Use((SetSupportPlan set) => set.Run(number, plan, admin));
    }

    [Theory, Rule("R2.2")]
    [InlineData(null, TicketPriority.Normal, "billing", "09-02 18:00", "09-06 14:00")]
    [InlineData("basic", TicketPriority.Urgent, "billing", "09-02 12:00", "09-03 17:00")]
    [InlineData("standard", TicketPriority.Normal, "billing", "09-02 14:00", "09-05 15:00")]
    [InlineData("premium", TicketPriority.Normal, "billing", "09-02 12:00", "09-04 16:00")]
    [InlineData("premium", TicketPriority.Urgent, "billing", "09-02 11:00", "09-02 14:00")]
    [InlineData("premium", TicketPriority.Normal, "suggestion", "09-03 17:00", "09-14 10:00")] // the row of the category goes first
    public async Task The_support_plan_says_how_soon_a_ticket_is_answered_and_solved(
        string? plan, TicketPriority priority, string category, string firstResponse, string solution)
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("时限科技");
        if (plan is not null)
        {
            await Plan(world, partner, plan);
        }

        var ticket = await world.Raise(partner, Question(category, priority));

        Assert.Equal((firstResponse, solution), (Local(ticket.FirstResponseDueAt), Local(ticket.SolutionDueAt)));
    }

    [Theory, Rule("R2.2")]
    [InlineData("basic", "C-1", TicketPriority.Normal, TicketPriority.Normal)]
    [InlineData("standard", "C-1", TicketPriority.Normal, TicketPriority.High)]
    [InlineData("premium", "C-1", TicketPriority.High, TicketPriority.Urgent)]
    [InlineData("premium", "C-1", TicketPriority.Urgent, TicketPriority.Urgent)]
    [InlineData("premium", null, TicketPriority.Normal, TicketPriority.Normal)]
    public async Task A_higher_plan_puts_what_a_partner_raises_for_a_customer_first(
        string plan, string? customer, TicketPriority asked, TicketPriority counted)
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("升级科技");
        await Plan(world, partner, plan);

        Assert.Equal(counted, (await world.Raise(partner, Question(priority: asked, customer: customer))).Priority);
    }

    [Fact, Rule("R2.2")]
    public async Task Only_the_vendor_sets_a_plan_and_only_one_that_there_is()
    {
        await using var world = await World.New(server);
        var (partner, support, finance) = (await world.Partner("计划科技"), await world.Staff(Role.Support), await world.Staff(Role.Finance));
        var number = (await world.View(partner)).Number;

        Task Set(string? partnerNumber, string plan, Actor by) => world.Use((SetSupportPlan set) => set.Run(partnerNumber, plan, by));
        Assert.Equal("access.denied", (await Refused(() => Set(number, "premium", partner))).Code);
        Assert.Equal("access.denied", (await Refused(() => Set(number, "premium", finance))).Code);
        Assert.Equal(("support.no-plan", "Plan"), await Refused(() => Set(number, "gold", support)) is { } no ? (no.Code, no.Field) : default);
        Assert.Equal("support.no-partner", (await Refused(() => Set("P-0000-000000", "premium", support))).Code);
        await Set(number, "standard", support);
        await Set(number, "premium", support);

        Assert.Equal("premium", (await world.Use((TicketLists lists) => lists.PlanOf(partner))).Code);
        Assert.Equal("premium", (await world.Use((SetSupportPlan plans) => plans.List(support))).Single(p => p.Number == number).Plan);
    }

    [Fact, Rule("R6.0")]
    public async Task Time_stands_still_while_the_asker_is_on_move()
    {
        await using var world = await World.New(server);
        var (partner, support) = (await world.Partner("暂停科技"), await world.Staff(Role.Support));
        var ticket = await world.Raise(partner); // to be solved by the 6th, 14:00
        world.At(2024, 9, 2, 3);
        await world.Answer(ticket, support, TicketState.Waiting);
        Assert.Null((await world.See(ticket, support)).DueAt);

        world.At(2024, 9, 3, 5); // seven hours on the first day, four on the second
        await world.Write(ticket, partner);

        var seen = await world.See(ticket, support);
        Assert.Equal(("09-09 16:00", "09-09 16:00"), (Local(seen.SolutionDueAt), Local(seen.DueAt)));
    }

    [Fact, Rule("R6.0")]
    public async Task The_assignee_is_reminded_before_and_the_supervisors_are_told_after_once_for_each_date()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("超期科技");
        var (support, boss) = (await world.Staff(Role.Support), await world.Staff(Role.VendorAdministrator));
        var ticket = await world.Raise(partner); // first response by 18:00
        await world.Use((AssignTicket assign) => assign.Run(ticket.Id, support.Account, support));

        world.At(2024, 9, 2, 8);
        await world.Watch();
        Assert.DoesNotContain("工单即将超期", await world.InboxOf(support));
        world.Clock.MoveTo(new(2024, 9, 2, 9, 30, 0, TimeSpan.Zero));
        await world.Watch();
        await world.Watch();
        Assert.Single(await world.InboxOf(support), "工单即将超期");
        Assert.Empty(await world.InboxOf(boss));
        world.At(2024, 9, 3, 1);
        await world.Watch();
        await world.Watch();
        Assert.Single(await world.InboxOf(support), "工单已超期");
        Assert.Equal(["工单已超期"], await world.InboxOf(boss));
        Assert.Contains((await world.Use((TicketDesk desk) => desk.Find(ticket.Id, support)))!.Lines, l => l.What.Zh == "首次响应超期，已通知主管");

        await world.Answer(ticket, support, TicketState.Working); // late; now the solution counts
        Assert.False((await world.See(ticket, support)).IsOverdue(world.Clock.GetUtcNow()));
        world.At(2024, 9, 9, 2);
        await world.Watch();
        Assert.Equal(["工单已超期", "工单已超期"], await world.InboxOf(boss));
        Assert.Equal("", string.Join(' ', await world.InboxOf(partner) is { } inbox ? inbox.Where(t => t.Contains("超期", StringComparison.Ordinal)) : []));
    }

    [Fact, Rule("R6.0")]
    public async Task The_statistics_say_what_is_open_late_in_time_and_how_content_people_are()
    {
        await using var world = await World.New(server);
        var (partner, support) = (await world.Partner("统计科技"), await world.Staff(Role.Support));
        var (quick, slow, none) = (await world.Raise(partner), await world.Raise(partner), await world.Raise(partner, Question("technical")));
        await world.Answer(quick, support, TicketState.Solved);
        await world.Confirm(quick, partner, 5);
        world.At(2024, 9, 4, 2);
        await world.Answer(slow, support, TicketState.Solved);
        await world.Confirm(slow, partner, 2);
        world.At(2024, 10, 8, 2);
        await world.Raise(partner, Question("technical"));

        var figures = await world.Use((TicketStatistics statistics) => statistics.Run(support));

        Assert.Equal(
            [
                (new Month(2024, 10), "technical", 1, 1, 0, null, null),
                (new Month(2024, 9), "billing", 2, 0, 0, 50m, 3.5m),
                (new Month(2024, 9), "technical", 1, 1, 1, 0m, null),
            ],
            figures.Select(f => (f.Month, f.Category, f.Raised, f.Open, f.Overdue, f.InTimePercent, f.SatisfactionMean)));
        Assert.Equal((4, 2, 1), TicketFigures.Sum(figures) is { } all ? (all.Raised, all.Open, all.Overdue) : default);
        Assert.Equal(TicketState.Open, (await world.See(none, support)).State);
        Assert.Equal("access.denied", (await Refused(() => world.Use((TicketStatistics statistics) => statistics.Run(partner)))).Code);
    }

    [Fact]
    public async Task A_service_level_with_gaps_doubles_or_impossible_times_is_no_policy()
    {
        await using var world = await World.New(server);
        var terms = world.Services.GetRequiredService<Rulebook>().On<TicketTerms>(TicketTerms.Rule, new(2024, 9, 2)).Terms;
        Assert.Empty(terms.Problems());

        Assert.NotEmpty((terms with { Targets = [.. terms.Targets.Skip(1)] }).Problems());
        Assert.NotEmpty((terms with { Targets = [.. terms.Targets, terms.Targets[^1]] }).Problems());
        Assert.NotEmpty((terms with { Targets = [.. terms.Targets, new("basic", TicketPriority.High, 5, 4, "other")] }).Problems());
        Assert.NotEmpty((terms with { Targets = [.. terms.Targets, new("basic", TicketPriority.High, 1, 4, "none")] }).Problems());
        Assert.NotEmpty((terms with { ClosesAt = terms.OpensAt }).Problems());
        Assert.NotEmpty((terms with { EscalateTo = ["partner-sales"] }).Problems());
    }
}
