using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Support.Tickets;

/// <summary>The vendor's queue of tickets over JSON.</summary>
internal static class DeskApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Support desk");
        var desk = api.MapGroup("/desk/tickets").RequireAuthorization(SupportModule.Desk);
        desk.MapGet("/", List).WithSummary("The queue, newest first: what is not closed unless a state is named");
        desk.MapGet("/{id:guid}", Find).WithSummary("A ticket with its dialogue and notes");
        desk.MapPost("/{id:guid}/answers", Answer).WithSummary("Answer, and say how it goes on");
        // The header Idempotency-Key, which a form of another site cannot send, takes the place of the antiforgery token as well.
        desk.MapPost("/{id:guid}/attachments", Attach).WithSummary("Answer with a file").DisableAntiforgery();
        desk.MapPost("/{id:guid}/notes", Note).WithSummary("Leave a note that the asker does not see");
        desk.MapPut("/{id:guid}/assignee", Assign).WithSummary("Take a ticket or give it to a colleague");
        api.MapGet("/desk/colleagues", Colleagues).RequireAuthorization(SupportModule.Desk).WithSummary("Who can be given a ticket");
        api.MapGet("/desk/statistics", Statistics).RequireAuthorization(SupportModule.Statistics)
            .WithSummary("Figures of the last twelve months by month and category");
        api.MapGet("/support-plans", Plans).RequireAuthorization(SupportModule.Plans).WithSummary("Partners with their support plans, by number");
        api.MapPut("/support-plans/{number}", SetPlan).RequireAuthorization(SupportModule.Plans).WithSummary("Give a partner its support plan");
    }

    private static async Task<Ok<Page<DeskRow>>> List(
        HttpContext http, TicketDesk desk, string? state, string? category, Guid? assignee, bool? overdue, string? search, string? cursor,
        int? limit)
    {
        var size = Cursor.Limit(limit);
        var filter = new DeskFilter(TicketsApi.State(state), category, assignee, overdue ?? false, search);
        var rows = await desk.Before(filter, Cursor.Read(cursor), size + 1, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, row => row.Number));
    }

    private static async Task<Results<Ok<DeskDetail>, NotFound>> Find(HttpContext http, TicketDesk desk, Guid id) =>
        await desk.Find(id, http.Actor(), http.RequestAborted) is { } view ? TypedResults.Ok(DeskDetail.Of(view)) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Answer(HttpContext http, AnswerTicket answer, Guid id, AnswerWish wish) =>
        await answer.Run(id, wish.Text, wish.Next, [], http.Actor(), ct: http.RequestAborted)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Attach(
        HttpContext http, AnswerTicket answer, Guid id, IFormFile? file, [FromForm] string? text, [FromForm] string? next)
    {
        var command = CommandId.Of(http.Request, http.Actor());
        return await answer.Run(id, text, TicketsApi.State(next), [TicketsApi.Sent(file)], http.Actor(), command, http.RequestAborted)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Note(HttpContext http, WriteNote note, Guid id, TicketsApi.MessageWish wish) =>
        await note.Run(id, wish.Text, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Assign(HttpContext http, AssignTicket assign, Guid id, AssigneeWish wish) =>
        await assign.Run(id, wish.Assignee, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<List<Colleague>>> Colleagues(HttpContext http, AssignTicket assign) => TypedResults.Ok(
        (await assign.Colleagues(http.RequestAborted)).Select(c => new Colleague(c.Key, c.Value)).OrderBy(c => c.Name, StringComparer.Ordinal).ToList());

    private static async Task<Ok<List<FiguresView>>> Statistics(HttpContext http, TicketStatistics statistics) =>
        TypedResults.Ok((await statistics.Run(http.Actor(), http.RequestAborted)).ConvertAll(FiguresView.Of));

    private static async Task<Ok<List<PlanRow>>> Plans(HttpContext http, SetSupportPlan plans) =>
        TypedResults.Ok(await plans.List(http.Actor(), http.RequestAborted));

    private static async Task<NoContent> SetPlan(HttpContext http, SetSupportPlan plans, string number, PlanWish wish)
    {
        await plans.Run(number, wish.Plan, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private sealed record AnswerWish(string? Text, TicketState? Next);

    private sealed record AssigneeWish(Guid? Assignee);

    private sealed record Colleague(Guid Account, string Name);

    private sealed record PlanWish(string? Plan);

    private sealed record FiguresView(
        string Month, string Category, int Raised, int Open, int Overdue, decimal? InTimePercent, decimal? SatisfactionMean)
    {
        public static FiguresView Of(TicketFigures f) =>
            new(f.Month.ToString(), f.Category, f.Raised, f.Open, f.Overdue, f.InTimePercent, f.SatisfactionMean);
    }

    private sealed record DeskDetail(
        Guid Id, string Number, string Title, string Company, string Asker, string? ForCustomer, string Category, TicketPriority Priority,
        TicketState State, string Plan, Guid? AssigneeId, string? Assignee, DateTimeOffset RaisedAt, DateTimeOffset FirstResponseDueAt,
        DateTimeOffset? FirstAnsweredAt, DateTimeOffset SolutionDueAt, DateTimeOffset? DueAt, int? Satisfaction, string? SatisfactionWords,
        List<TicketsApi.LineView> Lines)
    {
        public static DeskDetail Of(TicketView view) => new(
            view.Ticket.Id, view.Ticket.Number, view.Ticket.Title, view.Ticket.Company, view.Ticket.AskerName, view.Ticket.ForCustomer,
            view.Ticket.Category, view.Ticket.Priority, view.Ticket.State, view.Ticket.Plan, view.Ticket.AssigneeId, view.Ticket.AssigneeName,
            view.Ticket.RaisedAt, view.Ticket.FirstResponseDueAt, view.Ticket.FirstAnsweredAt, view.Ticket.SolutionDueAt, view.Ticket.DueAt,
            view.Ticket.Satisfaction, view.Ticket.SatisfactionWords, TicketsApi.Lines(view.Lines));
    }
}
