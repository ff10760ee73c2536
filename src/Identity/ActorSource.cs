using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Identity;

/// <summary>Looks up who an account is; kept for three seconds, so that a right taken away is gone almost at once.</summary>
internal sealed class ActorSource(IServiceScopeFactory scopes, IMemoryCache cache, PermissionCatalogue catalogue) : IActorSource
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(3);

    /// <summary>What somebody may do who has yet to set up a second factor.</summary>
    private static readonly string[] BeforeSecondFactor = [PlatformPermissions.Signed, IdentityModule.Profile];

    public Task<Actor?> Find(Guid account, Guid session, CancellationToken ct) => Look(account, session, ct);

    public Task<Actor?> Of(Guid account, CancellationToken ct) => Look(account, null, ct);

    private async Task<Actor?> Look(Guid account, Guid? session, CancellationToken ct)
    {
        if (cache.TryGetValue((account, session), out Actor? known))
        {
            return known;
        }

        await using var scope = await scopes.OpenUnit(Reach.Everything, ct);
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var row = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == account && a.DisabledAt == null && a.Kind != ActorKind.Console, ct);
        if (row is null || (session is { } begun && !await scope.ServiceProvider.GetRequiredService<Sessions>().Holds(begun, account, ct)))
        {
            return null;
        }

        IReadOnlySet<string> permissions = catalogue.Of(row.Roles);
        foreach (var source in scope.ServiceProvider.GetServices<IPermissionSource>())
        {
            permissions = permissions.Union(await source.Of(row.ToActor(), ct)).ToHashSet();
        }

        foreach (var filter in scope.ServiceProvider.GetServices<IPermissionFilter>())
        {
            permissions = await filter.Filter(row.PartnerId, permissions, ct);
        }

        var needsSecondFactor = scope.ServiceProvider.GetRequiredService<SecondFactor>().IsNeeded(row);
        var actor = row.ToActor(needsSecondFactor ? permissions.Intersect(BeforeSecondFactor).ToHashSet() : permissions);
        actor = actor with { NeedsSecondFactor = needsSecondFactor, Reach = await ReachOf(actor, scope.ServiceProvider, ct) };
        if (actor.Partner is not null && actor.Roles.All(role => Role.Narrow.Contains(role)))
        {
            actor = actor with { Managers = await ManagersOf(actor, scope.ServiceProvider, ct) };
        }

        return cache.Set((account, session), actor, Keep);
    }

    private static async Task<IReadOnlyCollection<Guid>> ManagersOf(Actor actor, IServiceProvider scope, CancellationToken ct) =>
        scope.GetService<ITeamSource>() is { } teams ? await teams.Of(actor, ct) : [actor.Account];

    /// <summary>Vendor staff serve all partners, ecosystem managers those that they look after; everybody else stays at home.</summary>
    private static async Task<Reach> ReachOf(Actor actor, IServiceProvider scope, CancellationToken ct)
    {
        if (actor.Kind == ActorKind.Vendor && actor.Roles.Any(role => role != Role.EcosystemManager))
        {
            return Reach.Everything;
        }

        var partners = actor.Partner is { } own ? new HashSet<Guid> { own } : [];
        foreach (var source in scope.GetServices<IReachSource>())
        {
            partners.UnionWith(await source.Partners(actor, ct));
        }

        return new(false, partners, actor.Customer, actor.Account);
    }
}
