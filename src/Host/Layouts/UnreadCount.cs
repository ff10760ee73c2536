using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Host.Layouts;

/// <summary>
/// How many messages wait for the reader of a page. Counted before the page is rendered: what a page asks would run beside it, and a unit
/// of work answers one question at a time.
/// </summary>
internal static class UnreadCount
{
    private static readonly object Key = new();

    /// <summary>Counts for whoever is about to see a page.</summary>
    public static async Task Count(HttpContext http, RequestDelegate next)
    {
        // A page that says no in place of another asks the database nothing.
        if (http.FindActor() is { } actor && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
            && http.Features.Get<IStatusCodeReExecuteFeature>() is null && http.Features.Get<IExceptionHandlerFeature>() is null)
        {
            http.Items[Key] = await http.RequestServices.GetRequiredService<Inbox>().Unread(actor, http.RequestAborted);
        }

        await next(http);
    }

    /// <summary>What was counted, or zero.</summary>
    public static int Of(HttpContext http) => http.Items[Key] as int? ?? 0;
}
