using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;
using PartnerCenter.Support.Tickets;

namespace PartnerCenter.Tests.Support;

/// <summary>What people do with tickets, as the tests tell it.</summary>
internal static class TicketWorld
{
    public static TicketForm Question(
        string category = "billing", TicketPriority? priority = TicketPriority.Normal, string title = "账单差额", string? customer = null) =>
        new(category, priority, title, "上月账单与明细不一致。", customer);

    public static SentFile Pdf(string name = "凭证.pdf") => new(name, new MemoryStream([.. "%PDF-1.7 x %%EOF"u8]));

    public static Task<Ticket> Raise(this World world, Actor by, TicketForm? form = null, params SentFile[] files) =>
        world.Use((RaiseTicket raise) => raise.Run(form ?? Question(), files, by));

    public static Task<bool> Write(this World world, Ticket ticket, Actor by, string text = "补充说明") =>
        world.Use((WriteMessage write) => write.Run(ticket.Id, text, [], by));

    public static Task<bool> Answer(this World world, Ticket ticket, Actor by, TicketState? next, string text = "已核对", params SentFile[] files) =>
        world.Use((AnswerTicket answer) => answer.Run(ticket.Id, text, next, files, by));

    public static Task<bool> Confirm(this World world, Ticket ticket, Actor by, int? satisfaction = 5, string? words = "很好") =>
        world.Use((ConfirmSolution confirm) => confirm.Run(ticket.Id, satisfaction, words, by));

    public static async Task<Ticket> See(this World world, Ticket ticket, Actor staff) =>
        (await world.Use((TicketDesk desk) => desk.Find(ticket.Id, staff)))!.Ticket;

    public static Task Watch(this World world) =>
        world.Use((WatchDeadlines watch) => watch.Run(new Occurrence(world.Clock.GetUtcNow()), null!, TestContext.Current.CancellationToken));

    public static Task CloseSolved(this World world) =>
        world.Use((CloseSolved close) => close.Run(new Occurrence(world.Clock.GetUtcNow()), null!, TestContext.Current.CancellationToken));

    public static async Task<List<string>> InboxOf(this World world, Actor actor)
    {
        await world.Deliver();
        return [.. (await world.Use((Inbox inbox) => inbox.Latest(actor, 50))).Select(n => n.TitleZh)];
    }

    public static async Task<Refusal> Refused(Func<Task> work) => await Assert.ThrowsAsync<Refusal>(work);

    /// <summary>A customer with an account of its own.</summary>
    public static async Task<Actor> CustomerActor(this World world, Actor partner, string number)
    {
        var customer = await world.Customer(partner, number);
        var email = $"{number.ToLowerInvariant()}@customer.example";
        await world.Use(async (IServiceProvider scope) =>
        {
            await scope.GetRequiredService<PartnerCenter.Identity.Published.Accounts>().AddCustomer(customer, number, email, null, World.Password);
            await scope.GetRequiredService<PartnerCenter.Platform.Database.UnitOfWork>().Save(Actor.System, "test");
        });
        return await world.Person(email);
    }
}
