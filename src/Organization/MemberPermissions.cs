using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Organization;

/// <summary>A member's permissions beyond the built-in roles: those of its partner's own roles, and the defaults of every role (R7.1.1).</summary>
internal sealed class MemberPermissions(OrganizationDb db, Rulebook rulebook, BusinessDay businessDay) : IPermissionSource
{
    public async Task<IEnumerable<string>> Of(Actor actor, CancellationToken ct)
    {
        if (actor.Partner is not { } partner || actor.Roles.Count == 0)
        {
            return [];
        }

        var own = actor.Roles.Where(r => r.StartsWith(OwnRole.Prefix, StringComparison.Ordinal)).Select(r => Guid.Parse(r[OwnRole.Prefix.Length..])).ToList();
        var permissions = await db.OwnRoles.AsNoTracking().Where(r => r.PartnerId == partner && own.Contains(r.Id)).ToListAsync(ct);
        return rulebook.On<MemberTerms>(MemberTerms.Rule, businessDay.Today).Terms.Defaults.Concat(permissions.SelectMany(r => r.Permissions));
    }
}

/// <summary>An account manager stands for itself, a supervisor for those below it as well (R12.1.9.5).</summary>
internal sealed class Teams(OrganizationDb db) : ITeamSource
{
    public async Task<IReadOnlyCollection<Guid>> Of(Actor actor, CancellationToken ct) => actor.Roles.Contains(Role.AccountSupervisor)
        ? [actor.Account, .. await db.Members.Where(m => m.PartnerId == actor.Partner && m.SupervisorId == actor.Account).Select(m => m.AccountId).ToListAsync(ct)]
        : [actor.Account];
}
