using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Paths;

/// <summary>A partner's administrator joins a path: of an invited one only those on the vendor's list (R4.3.1).</summary>
internal sealed class JoinPath(
    PathsDb db, Partners partners, IEnumerable<IPathObstacle> obstacles, FollowStages follow, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>The actor's partner joins; on a path that follows by itself it is at once as far as what it has goes.</summary>
    /// <exception cref="Refusal">See <see cref="Why"/>.</exception>
    public async Task Run(DevelopmentPath path, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        await db.Unit.InTurn(PathStages.Turn(by.PartnerId), ct);
        if (await Why(path, by, ct) is { } refusal)
        {
            throw refusal;
        }

        var member = PathMember.Join((await partners.Find(by.PartnerId, ct))!, path, businessDay.Today);
        db.Members.Add(member);
        await follow.One(member, ct);
        await db.Save(by, "paths.join", ct);
    }

    /// <summary>
    /// Why the actor's partner cannot join: <c>paths.not-a-partner</c>, <c>paths.on-a-path</c>, <c>paths.by-invitation</c>, or what another
    /// module says (R5.1.2); null if it can.
    /// </summary>
    public async Task<Refusal?> Why(DevelopmentPath path, Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        var terms = rulebook.On<PathTerms>(PathTerms.Rule, businessDay.Today).Terms;
        if (await partners.Find(partner, ct) is null)
        {
            return new Refusal("paths.not-a-partner");
        }

        if (await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.PartnerId == partner && m.LeftOn == null, ct) is { } present)
        {
            return new Refusal("paths.on-a-path", terms[present.Path].Name);
        }

        if (terms[path].ByInvitation && !await db.Invitations.AnyAsync(i => i.PartnerId == partner && i.Path == path && i.WithdrawnAt == null, ct))
        {
            return new Refusal("paths.by-invitation");
        }

        foreach (var obstacle in obstacles)
        {
            if (await obstacle.Why(partner, ct) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
