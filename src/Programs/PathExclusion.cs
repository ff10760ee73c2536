using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>
/// Programmes and development paths: some programmes exclude every path (R5.1.2), any programme keeps its member from leaving one
/// (R4.4.2), and raising a level asks for a role certification (R5.1.8b).
/// </summary>
internal sealed class PathExclusion(ProgramsDb db, PathStages paths, Rulebook rulebook, BusinessDay businessDay)
    : IPathObstacle, ILeavingReason, IRoleCertifications
{
    LeavingReason ILeavingReason.Reason => LeavingReason.Program;

    async Task<Refusal?> IPathObstacle.Why(Guid partner, CancellationToken ct)
    {
        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        foreach (var program in await Joined(partner).Select(m => m.Program).ToListAsync(ct))
        {
            if (terms[program].NotOnAPath)
            {
                return new Refusal("programs.not-with-a-path", terms[program].Name);
            }
        }

        return null;
    }

    async Task<bool> ILeavingReason.Holds(Guid partner, CancellationToken ct) => await Joined(partner).AnyAsync(ct)
        || await db.SpecialMemberships.AnyAsync(m => m.PartnerId == partner && m.State == MembershipState.Active, ct);

    Task<bool> IRoleCertifications.Has(Guid legalEntity, CancellationToken ct) => paths.HasRoleCertification(legalEntity, ct);

    private IQueryable<Membership> Joined(Guid partner) => db.Memberships.AsNoTracking()
        .Where(m => m.PartnerId == partner && (m.State == MembershipState.Active || m.State == MembershipState.Lapsed));
}
