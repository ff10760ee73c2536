using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Customers.Contracts;

/// <summary>Offline contracts over JSON.</summary>
internal static class ContractsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/offline-contracts").WithTags("Offline contracts").RequireAuthorization(CustomersModule.Contracts);
        api.MapGet("/", List).WithSummary("Contracts of one's resellers' customers, by code and state");
        api.MapGet("/customers", Choices).WithSummary("The present customers of one's resellers");
        api.MapPost("/", Keep).WithSummary("Keep a signed contract (PDF or picture)").DisableAntiforgery();
        api.MapGet("/{id:guid}/file", File).WithSummary("The file of one of them");
        api.MapPost("/{id:guid}/end", End).WithSummary("Note that it ran out or was ended");
        routes.MapGet("/api/v1/customers/{id:guid}/offline-contracts", OfCustomer).WithTags("Offline contracts").RequireAuthorization(CustomersModule.See)
            .WithSummary("Who keeps the offline contracts of a reseller's own customer, and which there are");
    }

    private static async Task<Ok<List<ContractRow>>> List(HttpContext http, OfflineContracts contracts, string? search, ContractState? state) =>
        TypedResults.Ok(await contracts.Own(search, state, http.Actor(), http.RequestAborted));

    private static async Task<Ok<List<ResellerCustomer>>> Choices(HttpContext http, OfflineContracts contracts) =>
        TypedResults.Ok(await contracts.Choices(http.Actor(), http.RequestAborted));

    private static async Task<Ok<KeptContract>> Keep(
        HttpContext http, KeepContract keep, IFormFile? file, [FromForm] string? code, [FromForm] Guid? customer, [FromForm] DateOnly? signedOn)
    {
        await using var content = file?.OpenReadStream();
        return TypedResults.Ok(new KeptContract(await keep.Run(new(code, customer, signedOn), file?.FileName, content, http.Actor(), http.RequestAborted)));
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> File(HttpContext http, OfflineContracts contracts, Guid id) =>
        await contracts.File(id, http.Actor(), http.RequestAborted) is { } file
            ? TypedResults.File(file.Content, file.Document.ContentType, file.Document.Name)
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> End(HttpContext http, EndContract end, Guid id) =>
        await end.Run(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<CustomerContracts>> OfCustomer(HttpContext http, OfflineContracts contracts, Guid id)
    {
        var (keeper, rows) = await contracts.OfCustomer(id, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new CustomerContracts(keeper, rows));
    }

    private sealed record KeptContract(Guid Id);

    private sealed record CustomerContracts(string? KeptBy, List<ContractRow> Contracts);
}
