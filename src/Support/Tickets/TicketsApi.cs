using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Support.Tickets;

/// <summary>Tickets over JSON, for the side that asks.</summary>
internal static class TicketsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // A signed-in person of either side; the use case asks whether the ticket is that person's to see.
        routes.MapGet("/tickets/{id:guid}/files/{file:guid}", File).RequireAuthorization(PlatformPermissions.Signed).ExcludeFromDescription();
        var api = routes.MapGroup("/api/v1").WithTags("Support").RequireAuthorization(SupportModule.Tickets);
        api.MapGet("/tickets", List).WithSummary("The tickets of one's side, newest first");
        api.MapPost("/tickets", Raise).WithSummary("Raise a ticket");
        api.MapGet("/tickets/{id:guid}", Find).WithSummary("A ticket with its dialogue");
        api.MapGet("/ticket-categories", Categories).WithSummary("What a ticket can be about");
        api.MapPost("/tickets/{id:guid}/messages", Write).WithSummary("Write in a ticket; what waited for it goes on");
        // The header Idempotency-Key, which a form of another site cannot send, takes the place of the antiforgery token as well.
        api.MapPost("/tickets/{id:guid}/attachments", Attach).WithSummary("Send a file with a message").DisableAntiforgery();
        api.MapPut("/tickets/{id:guid}/confirmation", Confirm).WithSummary("Agree that it is solved, and say how content one is; it closes");
    }

    /// <summary>A state as answers write it; null for none.</summary>
    /// <exception cref="Refusal"><c>request.unreadable</c></exception>
    internal static TicketState? State(string? text) => string.IsNullOrEmpty(text)
        ? null
        : Enum.TryParse<TicketState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state)
            ? state
            : throw new Refusal("request.unreadable");

    /// <summary>The one file of a request.</summary>
    /// <exception cref="Refusal"><c>form.required</c></exception>
    internal static SentFile Sent(IFormFile? file) => file is null
        ? throw new Refusal("form.required") { Field = "File" }
        : new(file.FileName, file.OpenReadStream());

    internal static List<LineView> Lines(IReadOnlyList<TicketLine> lines) => [.. lines.Select(LineView.Of)];

    private static async Task<Ok<Page<TicketRow>>> List(HttpContext http, TicketLists lists, string? state, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var rows = await lists.Before(http.Actor(), State(state), Cursor.Read(cursor), size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, row => row.Number));
    }

    private static async Task<Created<RaisedTicket>> Raise(HttpContext http, RaiseTicket raise, TicketForm form)
    {
        var ticket = await raise.Run(form, [], http.Actor(), http.RequestAborted);
        return TypedResults.Created($"/api/v1/tickets/{ticket.Id}", new RaisedTicket(ticket.Id, ticket.Number));
    }

    private static async Task<Results<Ok<TicketDetail>, NotFound>> Find(HttpContext http, TicketLists lists, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } view ? TypedResults.Ok(TicketDetail.Of(view)) : TypedResults.NotFound();

    private static Ok<List<CategoryView>> Categories(HttpContext http, TicketLists lists) => TypedResults.Ok(
        lists.Terms.For(http.Actor().Kind).Select(c => new CategoryView(c.Code, c.Name.Zh, c.Name.En)).ToList());

    private static async Task<Results<NoContent, NotFound>> Write(HttpContext http, WriteMessage write, Guid id, MessageWish wish) =>
        await write.Run(id, wish.Text, [], http.Actor(), ct: http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Attach(
        HttpContext http, WriteMessage write, Guid id, IFormFile? file, [FromForm] string? text)
    {
        var command = CommandId.Of(http.Request, http.Actor());
        return await write.Run(id, text, [Sent(file)], http.Actor(), command, http.RequestAborted)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Confirm(HttpContext http, ConfirmSolution confirm, Guid id, ConfirmationWish wish) =>
        await confirm.Run(id, wish.Satisfaction, wish.Words, http.Actor(), http.RequestAborted)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static async Task<Results<FileStreamHttpResult, NotFound>> File(HttpContext http, OpenAttachment open, Guid id, Guid file)
    {
        if (await open.Run(id, file, http.Actor(), http.RequestAborted) is not { } found)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return TypedResults.File(found.Content, found.Document.ContentType, found.Document.Name);
    }

    internal sealed record MessageWish(string? Text);

    internal sealed record LineView(DateTimeOffset At, string Who, TicketSide Side, string What, string Text, List<FileView> Files)
    {
        public static LineView Of(TicketLine line) =>
            new(line.At, line.Who, line.Side, line.What.ToString(), line.Text, [.. line.Files.Select(f => new FileView(f.Name, f.Link))]);
    }

    internal sealed record FileView(string Name, string Link);

    private sealed record ConfirmationWish(int? Satisfaction, string? Words);

    private sealed record RaisedTicket(Guid Id, string Number);

    private sealed record CategoryView(string Code, string NameZh, string NameEn);

    private sealed record TicketDetail(
        Guid Id, string Number, string Title, string Category, TicketPriority Priority, TicketState State, string Plan, string Asker,
        string? Assignee, DateTimeOffset RaisedAt, DateTimeOffset FirstResponseDueAt, DateTimeOffset SolutionDueAt, DateOnly? CloseOn,
        int? Satisfaction, List<LineView> Lines)
    {
        public static TicketDetail Of(TicketView view) => new(
            view.Ticket.Id, view.Ticket.Number, view.Ticket.Title, view.Ticket.Category, view.Ticket.Priority, view.Ticket.State,
            view.Ticket.Plan, view.Ticket.AskerName, view.Ticket.AssigneeName, view.Ticket.RaisedAt, view.Ticket.FirstResponseDueAt,
            view.Ticket.SolutionDueAt, view.Ticket.CloseOn, view.Ticket.Satisfaction, TicketsApi.Lines(view.Lines));
    }
}
