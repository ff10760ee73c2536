using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;
using PartnerCenter.Support.Persistence;
using PartnerCenter.Support.Tickets;
using static PartnerCenter.Tests.Support.TicketWorld;

namespace PartnerCenter.Tests.Support;

public class TicketTests(TestServer server)
{
    [Fact, Rule("R6.0")]
    public async Task A_ticket_goes_from_the_question_over_the_dialogue_to_the_confirmation_and_each_side_hears_of_the_other()
    {
        await using var world = await World.New(server);
        var (partner, support) = (await world.Partner("工单科技"), await world.Staff(Role.Support));

        var ticket = await world.Raise(partner);
        Assert.Equal(("T-2024-000001", TicketState.Open, "工单科技"), (ticket.Number, ticket.State, ticket.Company));
        Assert.Equal(["有新工单"], await world.InboxOf(support));
        await world.Use((AssignTicket assign) => assign.Run(ticket.Id, support.Account, support));
        Assert.Equal((TicketState.Working, support.Account), ((await world.See(ticket, support)).State, (await world.See(ticket, support)).AssigneeId));
        await world.Answer(ticket, support, TicketState.Waiting, "请提供订单号");
        Assert.Equal(["工单需要您补充信息"], await world.InboxOf(partner));
        await world.Write(ticket, partner, "订单 A-1");
        Assert.Equal(TicketState.Working, (await world.See(ticket, support)).State);
        Assert.Contains("工单有新消息", await world.InboxOf(support));
        await world.Answer(ticket, support, TicketState.Solved);
        Assert.Contains("工单已解决，请确认", await world.InboxOf(partner));
        await world.Confirm(ticket, partner, 4, "解释清楚");

        var view = (await world.Use((TicketLists lists) => lists.Find(ticket.Id, partner)))!;
        Assert.Equal((TicketState.Closed, (int?)4, "解释清楚"), (view.Ticket.State, view.Ticket.Satisfaction, view.Ticket.SatisfactionWords));
        Assert.Equal(["提交工单", "受理", "请补充", "补充说明", "标记已解决", "确认解决"], view.Lines.Select(l => l.What.Zh));
        Assert.Contains("email", (await world.Use((Inbox inbox) => inbox.Sent(null, 50))).Select(m => m.Channel));
        Assert.Equal("ticket.wrong-state", (await Refused(() => world.Write(ticket, partner))).Code);
        Assert.Equal("ticket.wrong-state", (await Refused(() => world.Answer(ticket, support, TicketState.Working))).Code);
        Assert.Equal("ticket.wrong-state", (await Refused(() => world.Use((AssignTicket assign) => assign.Run(ticket.Id, support.Account, support)))).Code);
    }

    [Theory, Rule("R6.0")]
    [InlineData("company-code", true, false)] // R6.1.3
    [InlineData("company-profile", true, false)] // R6.1.4
    [InlineData("taxpayer-type", true, false)] // R6.2.11
    [InlineData("incentive", true, false)] // R12.1.5.3
    [InlineData("account", true, true)] // R4.2.10
    [InlineData("technical", true, true)]
    public async Task Whatever_refers_to_a_ticket_is_a_category_for_those_whom_it_concerns(string category, bool partners, bool customers)
    {
        await using var world = await World.New(server);
        var terms = await world.Use((TicketLists lists) => Task.FromResult(lists.Terms));

        Assert.Equal((partners, customers), (
            terms.For(ActorKind.Partner).Any(c => c.Code == category), terms.For(ActorKind.Customer).Any(c => c.Code == category)));
    }

    [Fact]
    public async Task What_is_left_out_or_wrong_is_refused_at_its_field_and_nothing_is_kept()
    {
        await using var world = await World.New(server);
        var (partner, support) = (await world.Partner("字段科技"), await world.Staff(Role.Support));
        var customer = await world.CustomerActor(partner, "C-700");

        async Task<(string, string?)> Why(Func<Task> work) => await Refused(work) is { } no ? (no.Code, no.Field) : default;
        Assert.Equal(("ticket.no-category", "Category"), await Why(() => world.Raise(partner, Question("nonsense"))));
        Assert.Equal(("ticket.no-category", "Category"), await Why(() => world.Raise(customer, Question("taxpayer-type"))));
        Assert.Equal(("form.required", "Priority"), await Why(() => world.Raise(partner, Question(priority: null))));
        Assert.Equal(("form.required", "Title"), await Why(() => world.Raise(partner, Question(title: " "))));
        Assert.Equal(("document.content", "File"), await Why(() => world.Raise(partner, null, new SentFile("x.pdf", new MemoryStream([1, 2, 3])))));
        Assert.Equal(("ticket.too-many-files", "File"), await Why(() => world.Raise(partner, null, [.. Enumerable.Range(0, 6).Select(_ => Pdf())])));
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from support.ticket"));

        var ticket = await world.Raise(partner);
        Assert.Equal(("form.required", "Next"), await Why(() => world.Answer(ticket, support, null)));
        Assert.Equal(("ticket.no-next", "Next"), await Why(() => world.Answer(ticket, support, TicketState.Closed)));
        Assert.Equal(("ticket.no-next", "Next"), await Why(() => world.Answer(ticket, support, TicketState.Open)));
        Assert.Equal(("ticket.no-colleague", "Assignee"), await Why(() => world.Use((AssignTicket a) => a.Run(ticket.Id, partner.Account, support))));
        Assert.Equal("ticket.wrong-state", (await Refused(() => world.Confirm(ticket, partner))).Code);
        await world.Answer(ticket, support, TicketState.Solved);
        Assert.Equal(("ticket.satisfaction", "Satisfaction"), await Why(() => world.Confirm(ticket, partner, 6)));
        Assert.Equal(("ticket.satisfaction", "Satisfaction"), await Why(() => world.Confirm(ticket, partner, null)));
    }

    [Fact, Rule("R6.0")]
    public async Task A_solution_closes_by_itself_after_five_workdays_and_opens_again_by_an_answer_before()
    {
        await using var world = await World.New(server);
        var (partner, support) = (await world.Partner("关闭科技"), await world.Staff(Role.Support));
        var (left, answered) = (await world.Raise(partner), await world.Raise(partner));
        world.At(2024, 9, 9);
        await world.Answer(left, support, TicketState.Solved);
        await world.Answer(answered, support, TicketState.Solved);
        Assert.Equal(new DateOnly(2024, 9, 14), (await world.See(left, support)).CloseOn); // the Saturday before the festival is worked

        world.At(2024, 9, 14, 15);
        await world.CloseSolved();
        Assert.Equal(TicketState.Solved, (await world.See(left, support)).State);
        await world.Write(answered, partner, "仍有问题");
        world.At(2024, 9, 14, 17); // 1 a.m. of the day after
        await world.CloseSolved();

        Assert.Equal((TicketState.Closed, null), ((await world.See(left, support)).State, (await world.See(left, support)).Satisfaction));
        Assert.Equal(TicketState.Working, (await world.See(answered, support)).State);
        var view = (await world.Use((TicketLists lists) => lists.Find(answered.Id, partner)))!;
        Assert.Equal("重新打开", view.Lines[^1].What.Zh);
    }

    [Fact, Rule("R6.0")]
    public async Task Attachments_of_both_sides_are_opened_by_whoever_sees_the_ticket_and_by_nobody_else()
    {
        await using var world = await World.New(server);
        var (partner, rival, support) = (await world.Partner("附件科技"), await world.Partner("对手科技"), await world.Staff(Role.Support));
        var customer = await world.CustomerActor(partner, "C-710");
        var ticket = await world.Raise(partner, null, Pdf("问题.pdf"));
        await world.Answer(ticket, support, TicketState.Working, "见附件", Pdf("说明.pdf"));

        var lines = (await world.Use((TicketLists lists) => lists.Find(ticket.Id, partner)))!.Lines;
        Assert.Equal(["问题.pdf", "说明.pdf"], lines.SelectMany(l => l.Files).Select(f => f.Name));
        foreach (var id in lines.SelectMany(l => l.Files).Select(f => Guid.Parse(f.Link.Split('/')[^1])))
        {
            Assert.NotNull(await Open(id, partner));
            Assert.NotNull(await Open(id, support));
            Assert.Null(await Open(id, rival));
            Assert.Null(await Open(id, customer));
        }

        Assert.Null(await Open(Guid.NewGuid(), partner));

        Task<(PartnerCenter.Platform.Documents.Document, Stream)?> Open(Guid document, Actor by) =>
            world.Use((OpenAttachment open) => open.Run(ticket.Id, document, by));
    }

    [Fact, Rule("R6.0")]
    public async Task Support_people_assign_to_each_other_and_find_the_queue_by_what_they_look_for()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("队列科技");
        var (one, two, admin) = (await world.Staff(Role.Support), await world.Staff(Role.Support), await world.Staff(Role.VendorAdministrator));
        var finance = await world.Staff(Role.Finance);
        var (bill, fault, old) = (
            await world.Raise(partner), await world.Raise(partner, Question("technical", TicketPriority.Urgent, "实例无法启动")), await world.Raise(partner));
        await world.Use((AssignTicket assign) => assign.Run(fault.Id, two.Account, one));
        Assert.Contains("工单已分配给您", await world.InboxOf(two));
        await world.Answer(old, admin, TicketState.Solved);
        await world.Confirm(old, partner);
        world.At(2024, 9, 2, 5);

        Assert.Equal([fault.Number, bill.Number], await Found(new(null, null, null, false, null)));
        Assert.Equal([bill.Number], await Found(new(TicketState.Open, null, null, false, null)));
        Assert.Equal([old.Number], await Found(new(TicketState.Closed, null, null, false, null)));
        Assert.Equal([fault.Number], await Found(new(null, "technical", null, false, null)));
        Assert.Equal([fault.Number], await Found(new(null, null, two.Account, false, null)));
        Assert.Equal([bill.Number], await Found(new(null, null, Guid.Empty, false, null)));
        Assert.Equal([fault.Number], await Found(new(null, null, null, true, null)));
        Assert.Equal([fault.Number], await Found(new(null, null, null, false, "无法启动")));
        Assert.Equal([fault.Number, bill.Number], await Found(new(null, null, null, false, null), "priority"));
        Assert.Equal([fault.Number, bill.Number], await Found(new(null, null, null, false, null), "-number"));
        Assert.Equal("access.denied", (await Refused(() => world.Use((TicketDesk desk) => desk.Find(bill.Id, finance)))).Code);

        async Task<List<string>> Found(DeskFilter filter, string? sort = null) =>
            [.. (await world.Use((TicketDesk desk) => desk.List(filter, sort, 0, 50, one))).Select(row => row.Number)];
    }

    [Fact]
    public async Task Each_side_sees_its_own_tickets_and_members_only_with_the_permission()
    {
        await using var world = await World.New(server);
        var (partner, rival) = (await world.Partner("甲方科技"), await world.Partner("乙方科技"));
        var customer = await world.CustomerActor(partner, "C-720");
        var (ours, theirs) = (await world.Raise(partner, Question(customer: "C-720")), await world.Raise(customer));

        Assert.Equal([ours.Number], await Seen(partner));
        Assert.Equal([theirs.Number], await Seen(customer));
        Assert.Empty(await Seen(rival));
        Assert.Null(await world.Use((TicketLists lists) => lists.Find(theirs.Id, partner)));
        Assert.False(await world.Write(ours, rival));
        Assert.False(await world.Confirm(theirs, partner));
        var colleague = partner with { Account = Guid.NewGuid(), Managers = [Guid.NewGuid()] };
        Assert.Empty(await Seen(colleague)); // raised for a customer that it may not see
        var without = partner with { Permissions = new HashSet<string>() };
        Assert.Equal("access.denied", (await Refused(() => Seen(without))).Code);

        async Task<List<string>> Seen(Actor by) =>
            [.. (await world.Use((TicketLists lists) => lists.List(by, null, null, 0, 50))).Select(row => row.Number)];
    }

    [Fact]
    public async Task Notes_stay_behind_the_vendors_wall_also_when_no_filter_is_on_and_out_of_the_partners_trail()
    {
        await using var world = await World.New(server);
        var (partner, support) = (await world.Partner("备注科技"), await world.Staff(Role.Support));
        var customer = await world.CustomerActor(partner, "C-730");
        var (ours, theirs) = (await world.Raise(partner), await world.Raise(customer));
        foreach (var ticket in new[] { ours, theirs })
        {
            await world.Use((WriteNote note) => note.Run(ticket.Id, "此伙伴上季欠款", support));
        }

        Reach[] askers = [new(false, [partner.PartnerId], null, partner.Account), new(false, [partner.PartnerId], customer.CustomerId, customer.Account)];
        foreach (var reach in askers)
        {
            await using var scope = await world.Services.GetRequiredService<IServiceScopeFactory>().OpenUnit(reach);
            var db = scope.ServiceProvider.GetRequiredService<SupportDb>();
            Assert.Empty(await db.Notes.ToListAsync(TestContext.Current.CancellationToken));
            Assert.Single(await db.Tickets.ToListAsync(TestContext.Current.CancellationToken));
            Assert.Single(await db.Entries.ToListAsync(TestContext.Current.CancellationToken));
        }

        Assert.DoesNotContain((await world.Use((TicketLists lists) => lists.Find(ours.Id, partner)))!.Lines, l => l.Side == TicketSide.Note);
        Assert.Contains((await world.Use((TicketDesk desk) => desk.Find(ours.Id, support)))!.Lines, l => l.Text == "此伙伴上季欠款");
        Assert.Equal(0L, await world.Scalar<long>(
            $"select count(*) from platform.audit where tenant = '{partner.PartnerId}' and changes like '%上季欠款%'"));
        Assert.Equal(2L, await world.Scalar<long>("select count(*) from platform.audit where changes like '%上季欠款%'"));
        Assert.DoesNotContain(await world.InboxOf(partner), title => title.Contains("工单", StringComparison.Ordinal));
    }
}
