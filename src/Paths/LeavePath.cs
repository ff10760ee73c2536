using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Paths;

/// <summary>A partner that has chosen a path by mistake leaves it, as long as nothing has come of it (R4.4.2).</summary>
internal sealed class LeavePath(PathsDb db, IEnumerable<ILeavingReason> reasons, BusinessDay businessDay)
{
    /// <summary>Leaves the path; another one can be joined then.</summary>
    /// <returns>False if the partner is not on it.</returns>
    /// <exception cref="Refusal"><c>paths.cannot-leave</c> with all reasons at once; <c>paths.applied-already</c>.</exception>
    public async Task<bool> Run(DevelopmentPath path, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        await db.Unit.InTurn(PathStages.Turn(by.PartnerId), ct);
        if (await db.Members.SingleOrDefaultAsync(m => m.PartnerId == by.PartnerId && m.Path == path && m.LeftOn == null, ct) is not { } member)
        {
            return false;
        }

        var why = await Reasons(by, ct);
        if (why.Count > 0)
        {
            var words = why.ConvertAll(reason => Words.Of(reason));
            throw new Refusal("paths.cannot-leave", new LocalText(
                string.Join("；", words.Select(text => text.Zh)), string.Join("; ", words.Select(text => text.En))));
        }

        if (await db.Applications.AnyAsync(a => a.MemberId == member.Id && a.State == ApplicationState.InReview, ct))
        {
            throw new Refusal("paths.applied-already");
        }

        member.Leave(businessDay.Today);
        await db.Save(by, "paths.leave", ct);
        return true;
    }

    /// <summary>Everything that keeps the actor's partner on its path.</summary>
    public async Task<List<LeavingReason>> Reasons(Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.See);
        var found = new List<LeavingReason>();
        foreach (var reason in reasons.OrderBy(one => one.Reason))
        {
            // Two modules may know of the same reason: it is named once.
            if (!found.Contains(reason.Reason) && await reason.Holds(by.PartnerId, ct))
            {
                found.Add(reason.Reason);
            }
        }

        return found;
    }
}

/// <summary>A certified stage keeps a partner on its path.</summary>
internal sealed class StageReason(PathsDb db, PathStage stage, LeavingReason reason) : ILeavingReason
{
    public LeavingReason Reason => reason;

    public async Task<bool> Holds(Guid partner, CancellationToken ct) =>
        await db.Members.AsNoTracking().Where(m => m.PartnerId == partner && m.LeftOn == null).Select(m => (PathStage?)m.Stage).SingleOrDefaultAsync(ct) >= stage;
}

/// <summary>So does a record in the register, also one that has run out.</summary>
internal sealed class RecordReason(PathsDb db, EvidenceKind kind, LeavingReason reason) : ILeavingReason
{
    public LeavingReason Reason => reason;

    public Task<bool> Holds(Guid partner, CancellationToken ct) =>
        db.Evidence.AnyAsync(e => e.PartnerId == partner && e.Kind == kind && e.WithdrawnAt == null, ct);
}
