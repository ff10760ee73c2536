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

    /// <summary>Begins the session of an account: always a new one, whatever the browser had before.</summary>
    public static async Task Begin(HttpContext http, Account account)
    {
        var sessions = http.RequestServices.GetRequiredService<Sessions>();
        var session = await sessions.Begin(
            account, http.Request.Headers.UserAgent.ToString(), http.Connection.RemoteIpAddress?.ToString() ?? "", Current(http), http.RequestAborted);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, account.Id.ToString()),
                new(ClaimTypes.Name, account.DisplayName),
                new(ActorAccess.SessionClaim, session.ToString()),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
    }

    /// <summary>The session that the browser names, held or not.</summary>
    public static Guid? Current(HttpContext http) =>
        Guid.TryParse(http.User.FindFirstValue(ActorAccess.SessionClaim), out var session) ? session : null;

    /// <summary>The first page of somebody's day.</summary>
    public static string Home(ActorKind kind) => kind switch
    {
        ActorKind.Vendor => "/console",
        ActorKind.Customer => "/customer",
        ActorKind.Company => "/join",
        ActorKind.Person => "/person",
        _ => "/portal",
    };

    private static async Task<IResult> SignOut(HttpContext http, IAntiforgery antiforgery, Sessions sessions)
    {
        await antiforgery.ValidateRequestAsync(http);
        await sessions.End(Current(http), null, http.Actor(), http.RequestAborted);
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
