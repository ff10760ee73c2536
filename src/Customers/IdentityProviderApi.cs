using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Identity;
using PartnerCenter.Identity.Published;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Customers;

/// <summary>The identity provider of a partner's own platform, over JSON.</summary>
internal static class IdentityProviderApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/identity-provider").WithTags("Customers").RequireAuthorization(IdentityModule.Federation);
        api.MapGet("", Find).WithSummary("The identity provider that signs in the customers of one's own platform (SAML 2.0)");
        api.MapPut("", Set).WithSummary("Set it: entity id, sign-on address and signing certificates as PEM");
        api.MapDelete("", Remove).WithSummary("Switch federation off; customers that have arrived stay");
        api.MapPost("/metadata", Fetch).WithSummary("Read these settings from where the provider publishes them; nothing is saved");
    }

    private static async Task<Results<Ok<SamlProviderView>, NotFound>> Find(HttpContext http, SamlProviders providers) =>
        await providers.View(http.Actor(), http.RequestAborted) is { } provider ? TypedResults.Ok(provider) : TypedResults.NotFound();

    private static async Task<NoContent> Set(
        HttpContext http, SamlProviders providers, Partners partners, IConfiguration configuration, SamlProviderForm form)
    {
        var by = http.Actor();
        var partner = await partners.Find(by.PartnerId, http.RequestAborted);
        var onThisMachine = partner is not null && SamlAddresses.Of(partner.Number, configuration, http.Request)?.Site.IsLoopback == true;
        await providers.Set(form, onThisMachine, by, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Remove(HttpContext http, SamlProviders providers)
    {
        await providers.Remove(http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SamlProviderForm>> Fetch(HttpContext http, FetchSamlMetadata fetch, MetadataWish wish) =>
        TypedResults.Ok(await fetch.Run(wish.Address, http.Actor(), http.RequestAborted));

    private sealed record MetadataWish(string? Address);
}
