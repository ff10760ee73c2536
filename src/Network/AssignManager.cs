using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Network;

/// <summary>The vendor gives a partner to an ecosystem manager (生态经理), who sees the partners given to it and no others.</summary>
public sealed class AssignManager(NetworkDb db, Accounts accounts)
{
    /// <summary>Assigns, or takes the partner from its manager.</summary>
    /// <param name="partner">The partner.</param>
    /// <param name="manager">The account of an ecosystem manager; null for nobody.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such partner.</returns>
    /// <exception cref="Refusal"><c>network.no-manager</c>, at Manager.</exception>
    public async Task<bool> Run(Guid partner, Guid? manager, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.AssignManagers);
        if (await db.Partners.SingleOrDefaultAsync(p => p.Id == partner, ct) is not { } row)
        {
            return false;
        }

        if (manager is { } account && !(await Managers(ct)).ContainsKey(account))
        {
            throw new Refusal("network.no-manager") { Field = "Manager" };
        }

        row.ManagerId = manager;
        await db.Save(by, "network.assign-manager", ct);
        return true;
    }

    /// <summary>The ecosystem managers by account.</summary>
    public Task<Dictionary<Guid, string>> Managers(CancellationToken ct = default) => accounts.Vendor(Role.EcosystemManager, ct);
}

/// <summary>An ecosystem manager reaches the partners given to it.</summary>
internal sealed class ManagerReach(NetworkDb db) : IReachSource
{
    public async Task<IReadOnlyCollection<Guid>> Partners(Actor actor, CancellationToken ct) => actor.Kind == ActorKind.Vendor
        ? await db.Partners.Where(p => p.ManagerId == actor.Account).Select(p => p.Id).ToListAsync(ct)
        : [];
}
