using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Support.News;

/// <summary>News over JSON, for readers and writers.</summary>
internal static class NewsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var news = routes.MapGroup("/api/v1/news").WithTags("News").RequireAuthorization(SupportModule.News);
        news.MapGet("/", Latest).WithSummary("What one can read today: pinned first, then the newest");
        news.MapGet("/{id:guid}", Read).WithSummary("One announcement; it counts as read");
        var written = routes.MapGroup("/api/v1/announcements").WithTags("News").RequireAuthorization(SupportModule.WriteNews);
        written.MapGet("/", All).WithSummary("All announcements, newest first");
        written.MapGet("/{id:guid}", Written).WithSummary("One announcement for its writers");
        written.MapPost("/", Write).WithSummary("Write a draft");
        written.MapPut("/{id:guid}", Change).WithSummary("Write a draft anew");
        written.MapPut("/{id:guid}/publication", Publish).WithSummary("Publish a draft");
        written.MapDelete("/{id:guid}/publication", Withdraw).WithSummary("Withdraw what was published");
    }

    private static async Task<Ok<List<NewsRow>>> Latest(HttpContext http, NewsLists lists, int? limit) =>
        TypedResults.Ok(await lists.Latest(http.Actor(), 0, Cursor.Limit(limit), http.RequestAborted));

    private static async Task<Results<Ok<NewsView>, NotFound>> Read(HttpContext http, ReadNews read, Guid id) =>
        await read.Run(id, http.Actor(), http.RequestAborted) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();

    private static async Task<Ok<List<AnnouncementView>>> All(HttpContext http, NewsLists lists, int? limit) =>
        TypedResults.Ok((await lists.All(null, 0, Cursor.Limit(limit), http.Actor(), http.RequestAborted)).ConvertAll(AnnouncementView.Of));

    private static async Task<Results<Ok<AnnouncementView>, NotFound>> Written(HttpContext http, NewsLists lists, Guid id) =>
        await lists.Written(id, http.Actor(), http.RequestAborted) is { } one ? TypedResults.Ok(AnnouncementView.Of(one)) : TypedResults.NotFound();

    private static async Task<Created<WrittenNews>> Write(HttpContext http, WriteNews write, NewsForm form)
    {
        var id = await write.Run(form, http.Actor(), http.RequestAborted);
        return TypedResults.Created($"/api/v1/announcements/{id}", new WrittenNews(id));
    }

    private static async Task<Results<NoContent, NotFound>> Change(HttpContext http, WriteNews write, Guid id, NewsForm form) =>
        await write.Change(id, form, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Publish(HttpContext http, PublishNews publish, Guid id) =>
        await publish.Run(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Withdraw(HttpContext http, WithdrawNews withdraw, Guid id) =>
        await withdraw.Run(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record WrittenNews(Guid Id);

    private sealed record AnnouncementView(
        Guid Id, string TitleZh, string TitleEn, string TextZh, string TextEn, Audience Audience, List<string> Programmes, DateOnly VisibleFrom,
        DateOnly? VisibleTo, bool Pinned, AnnouncementState State, DateTimeOffset WrittenAt, DateTimeOffset? PublishedAt)
    {
        public static AnnouncementView Of(Announcement a) => new(
            a.Id, a.TitleZh, a.TitleEn, a.TextZh, a.TextEn, a.Audience, a.Programmes, a.VisibleFrom, a.VisibleTo, a.Pinned, a.State,
            a.WrittenAt, a.PublishedAt);
    }
}
