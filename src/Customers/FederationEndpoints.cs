using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>The addresses of SAML sign-on: where it begins, what we are, and where the answer arrives.</summary>
internal static partial class FederationEndpoints
{
    private const string Start = "/federation/saml/{number}";

    /// <summary>A form with the largest response that is read.</summary>
    private const long MostBytes = 512 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Start, Begin).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet($"{Start}/metadata", Metadata).AllowAnonymous().ExcludeFromDescription();

        // Posted by another site's page, which has no token of ours: the sealed request of this browser stands in its place.
        routes.MapPost($"{Start}/acs", Arrive).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> Begin(
        string number, string? back, HttpContext http, Partners partners, SamlSignOn signOn, UnitOfWork unit, IConfiguration configuration)
    {
        await using var wide = await unit.AcrossWalls(http.RequestAborted);
        if (await partners.ByNumber(number, http.RequestAborted) is not { } partner)
        {
            return Results.NotFound();
        }

        if (SamlAddresses.Of(partner.Number, configuration, http.Request) is not { } addresses)
        {
            return Refused.With(StatusCodes.Status403Forbidden, http, new("identity.saml-site"));
        }

        if (await signOn.Ask(partner.Id, addresses, OwnPage.Is(back) ? back : null, http.RequestAborted) is not { } question)
        {
            return Results.NotFound();
        }

        Device.Mark(http);
        http.Response.Cookies.Append(CookieName(question.Id), question.Seal, Cookie(addresses));
        http.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(question.Address);
    }

    /// <summary>The same for every number, whether there is such a partner or not: it gives nothing away.</summary>
    private static IResult Metadata(string number, HttpContext http, IConfiguration configuration) =>
        NumberForm().IsMatch(number) && SamlAddresses.Of(number, configuration, http.Request) is { } addresses
            ? Results.Text(SamlSignOn.Metadata(addresses), "application/samlmetadata+xml")
            : Results.NotFound();

    private static async Task<IResult> Arrive(
        string number, HttpContext http, Partners partners, ArriveByFederation arrive, FederatedAccounts accounts, UnitOfWork unit,
        IConfiguration configuration)
    {
        await using var wide = await unit.AcrossWalls(http.RequestAborted);
        if (await partners.ByNumber(number, http.RequestAborted) is not { } partner)
        {
            return Results.NotFound();
        }

        if (SamlAddresses.Of(partner.Number, configuration, http.Request) is not { } addresses)
        {
            return Refused.With(StatusCodes.Status403Forbidden, http, new("identity.saml-site"));
        }

        try
        {
            var (response, relayState) = await Form(http);
            if (await arrive.Run(partner, addresses, response, relayState, id => http.Request.Cookies[CookieName(id)], Device.Of(http), http.RequestAborted)
                is not var (account, arrival))
            {
                return Results.NotFound();
            }

            http.Response.Cookies.Delete(CookieName(arrival.Request), Cookie(addresses));
            var home = await accounts.Begin(http, account);
            return Results.LocalRedirect(arrival.Back ?? home);
        }
        catch (Refusal refusal)
        {
            var status = refusal.Code is "identity.saml-unreadable" or "identity.saml-structure"
                ? StatusCodes.Status400BadRequest
                : StatusCodes.Status403Forbidden;
            return Refused.With(status, http, refusal, $"/federation/saml/{partner.Number}");
        }
    }

    /// <summary>What was posted; nothing, if it is too large or no form.</summary>
    private static async Task<(string? Response, string? RelayState)> Form(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        try
        {
            return http.Request.HasFormContentType && await http.Request.ReadFormAsync(http.RequestAborted) is var form
                ? ((string?)form["SAMLResponse"], (string?)form["RelayState"])
                : (null, null);
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or InvalidDataException)
        {
            return (null, null);
        }
    }

    private static string CookieName(string id) => $"saml.{id}";

    /// <summary>It must come along with a form of another site, which browsers allow over TLS only.</summary>
    private static CookieOptions Cookie(SamlAddresses addresses)
    {
        var secure = addresses.Site.Scheme == Uri.UriSchemeHttps;
        return new()
        {
            Path = "/federation/saml",
            HttpOnly = true,
            Secure = secure,
            SameSite = secure ? SameSiteMode.None : SameSiteMode.Unspecified,
            MaxAge = SamlSignOn.Patience,
        };
    }

    [GeneratedRegex(@"^P-\d{4}-\d{6}\z")]
    private static partial Regex NumberForm();
}
