using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Access;

/// <summary>Who an account is now. Implemented by the module that owns accounts; a right taken away is gone within seconds.</summary>
public interface IActorSource
{
    /// <summary>The actor of an account in one of its sessions, or null if that no longer holds.</summary>
    Task<Actor?> Find(Guid account, Guid session, CancellationToken ct);

    /// <summary>The actor of an account that proves itself by each call instead of a session, or null if it is disabled or gone.</summary>
    Task<Actor?> Of(Guid account, CancellationToken ct);
}

/// <summary>Partners that an actor reaches besides the one it belongs to: a customer its partner's, a manager those that it looks after.</summary>
public interface IReachSource
{
    /// <summary>Those partners.</summary>
    Task<IReadOnlyCollection<Guid>> Partners(Actor actor, CancellationToken ct);
}

/// <summary>Whose customers an account manager or supervisor sees (R7.1.4b, R12.1.9.5).</summary>
public interface ITeamSource
{
    /// <summary>Account managers: the actor itself, and those that it supervises.</summary>
    Task<IReadOnlyCollection<Guid>> Of(Actor actor, CancellationToken ct);
}

/// <summary>Permissions that an actor has beyond those of the built-in roles: a partner's own roles, and what every member has.</summary>
public interface IPermissionSource
{
    /// <summary>Those permissions.</summary>
    Task<IEnumerable<string>> Of(Actor actor, CancellationToken ct);
}

/// <summary>Takes permissions away that an actor's programme does not have on its menu (R12.1.9.17).</summary>
public interface IPermissionFilter
{
    /// <summary>The permissions that remain.</summary>
    Task<IReadOnlySet<string>> Filter(Guid? partner, IReadOnlySet<string> permissions, CancellationToken ct);
}

/// <summary>Puts the actor of a request where endpoints and pages find it.</summary>
public static class ActorAccess
{
    /// <summary>The claim that names the session.</summary>
    public const string SessionClaim = "session";

    private static readonly object Key = new();

    /// <summary>The actor of the request, or null for a visitor.</summary>
    public static Actor? FindActor(this HttpContext http) => http.Items[Key] as Actor;

    /// <summary>The actor of a request that only signed-in people can make.</summary>
    public static Actor Actor(this HttpContext http) => http.FindActor() ?? throw new InvalidOperationException("Nobody is signed in.");

    internal static async Task Resolve(HttpContext http, RequestDelegate next)
    {
        if (Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var account)
            && Guid.TryParse(http.User.FindFirstValue(SessionClaim), out var session))
        {
            var source = http.RequestServices.GetRequiredService<IActorSource>();
            var actor = await source.Find(account, session, http.RequestAborted);
            if (actor is null)
            {
                http.User = new ClaimsPrincipal(new ClaimsIdentity());
            }

            http.Items[Key] = actor;
            await http.RequestServices.GetRequiredService<UnitOfWork>().Open(actor?.Reach ?? Reach.Nothing, http.RequestAborted);
        }

        await next(http);
    }
}
