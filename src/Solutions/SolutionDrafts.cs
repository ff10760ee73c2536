using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Solutions.Persistence;

namespace PartnerCenter.Solutions;

/// <summary>Finds solutions that may be changed: not while the vendor reads them, unless it has asked for something more.</summary>
internal sealed class SolutionDrafts(SolutionsDb db, ReviewLists reviews)
{
    /// <summary>A solution of the actor's partner to change, or null if it has none with that id.</summary>
    /// <exception cref="Refusal"><c>solutions.in-review</c>.</exception>
    public async Task<Solution?> Find(Guid id, Actor by, CancellationToken ct)
    {
        await db.Unit.InTurn($"solution {id}", ct);
        if (await db.Solutions.SingleOrDefaultAsync(s => s.Id == id && s.PartnerId == by.PartnerId, ct) is not { } solution)
        {
            return null;
        }

        foreach (var application in await db.Applications.AsNoTracking()
            .Where(a => a.SolutionId == id && a.State == CertificationState.InReview).ToListAsync(ct))
        {
            if (await reviews.OfSubject(application.Id, ct) is { State: ReviewState.Open })
            {
                throw new Refusal("solutions.in-review");
            }
        }

        return solution;
    }
}
