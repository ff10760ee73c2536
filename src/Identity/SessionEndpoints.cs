using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Identity;

/// <summary>Starting, switching and ending a session.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-out", SignOut).RequireAuthorization(PlatformPermissions.Signed).ExcludeFromDescription();
        if (routes.ServiceProvider.GetRequiredService<IConfiguration>().GetValue("Demo:Enabled", false))
        {
            routes.MapPost("/demo/switch", Switch).AllowAnonymous().ExcludeFromDescription();
        }
    }

    /// <summary>Begins the session of an account.</summary>
    public static Task Begin(HttpContext http, Account account)
    {
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, account.Id.ToString()),
                new(ClaimTypes.Name, account.DisplayName),
                new(ActorAccess.StampClaim, account.SecurityStamp!),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        return http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
    }

    /// <summary>The first page of somebody's day.</summary>
    public static string Home(ActorKind kind) => kind switch
    {
        ActorKind.Vendor => "/console",
        ActorKind.Customer => "/customer",
        ActorKind.Company => "/join",
        _ => "/portal",
    };

    private static async Task<IResult> SignOut(HttpContext http, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(http);
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect("/");
    }

    /// <summary>The demo world's role switcher. It exists in demo mode only; elsewhere there is no such address.</summary>
    private static async Task<IResult> Switch(HttpContext http, IAntiforgery antiforgery, IdentityDb db)
    {
        await antiforgery.ValidateRequestAsync(http);
        var email = http.Request.Form["email"].ToString().ToUpperInvariant();
        await using var wide = await db.Unit.AcrossWalls(http.RequestAborted);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == email, http.RequestAborted);
        if (account is null)
        {
            return Results.NotFound();
        }

        await Begin(http, account);
        return Results.LocalRedirect(Home(account.Kind));
    }
}
