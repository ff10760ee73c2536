using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.OpenApi.Operations;
using PartnerCenter.OpenApi.Sandboxes;
using PartnerCenter.OpenApi.Webhooks;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi;

/// <summary>Access keys, the log of calls and what can be called, over the product's own JSON.</summary>
internal static class OpenApiApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/open-api").WithTags("Open API").RequireAuthorization(OpenApiModule.Use);
        api.MapGet("/keys", Keys).WithSummary("One's own access keys");
        api.MapPost("/keys", Create).WithSummary("Create an access key; its secret is in this answer only");
        api.MapPut("/keys/{access}", Change).WithSummary("Switch an access key on or off, or describe it anew");
        api.MapDelete("/keys/{access}", Delete).WithSummary("Delete an access key");
        api.MapGet("/calls", Calls).WithSummary("What the partner's programs called, newest first");
        api.MapGet("/sandbox", Found).WithSummary("The partner's sandbox, where operations are tried");
        api.MapPost("/sandbox", Open).WithSummary("Create it, or begin anew with a fresh one");
        api.MapPost("/trials", Try).WithSummary("Try an operation in it: the signed request and the answer");
        WebhooksApi.Map(api);
        api.MapGet("/operations", Operations).WithSummary("What can be called, with whose credentials, permission and limit");
    }

    private static async Task<Ok<List<KeyRow>>> Keys(HttpContext http, KeyLists lists) => TypedResults.Ok(await lists.Of(http.Actor(), http.RequestAborted));

    private static async Task<Ok<NewKey>> Create(HttpContext http, CreateAccessKey create, KeyWish wish) =>
        TypedResults.Ok(await create.Run(wish.Description, wish.Sandbox ?? false, http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<KeyRow>, NotFound>> Change(string access, HttpContext http, ChangeAccessKey change, KeyWish wish) =>
        await change.Run(access, wish.Active, wish.Description, http.Actor(), http.RequestAborted) is { } key ? TypedResults.Ok(key) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Delete(string access, HttpContext http, DeleteAccessKey delete) =>
        await delete.Run(access, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<List<CallRow>>> Calls(HttpContext http, CallLists lists, string? operation, bool? failed, int? limit) =>
        TypedResults.Ok(await lists.Of(http.Actor(), operation, failed, 0, Cursor.Limit(limit), ct: http.RequestAborted));

    private static async Task<Results<Ok<SandboxView>, NotFound>> Found(HttpContext http, SandboxLists lists) =>
        await lists.Of(http.Actor(), http.RequestAborted) is { } sandbox ? TypedResults.Ok(sandbox) : TypedResults.NotFound();

    private static async Task<Ok<SandboxView>> Open(HttpContext http, OpenSandbox open) => TypedResults.Ok(await open.Run(http.Actor(), http.RequestAborted));

    private static async Task<Ok<Trial>> Try(HttpContext http, TryOperation trial, TrialWish wish) =>
        TypedResults.Ok(await trial.Run(wish, http.Actor(), http.RequestAborted));

    private static Ok<List<OperationView>> Operations(Rulebook rulebook, BusinessDay businessDay)
    {
        var terms = rulebook.On<ApiTerms>(ApiTerms.Rule, businessDay.Today).Terms;
        return TypedResults.Ok(OperationList.All.Select(operation => new OperationView(
            operation.Name, operation.Method, operation.Path, operation.Title.ToString(), operation.Side, operation.Permission, terms.Limit(operation.Name))).ToList());
    }

    private sealed record KeyWish(string? Description, bool? Active, bool? Sandbox);

    private sealed record OperationView(string Name, string Method, string Path, string Title, Side Side, string? Permission, int PerSecond);
}
