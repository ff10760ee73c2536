using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Published;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Paths;

/// <summary>The live checklist of a path (R4.4.3): counted anew whenever it is looked at.</summary>
internal sealed class Checklists(
    PathsDb db, IEnumerable<IPathEvidence> sources, Qualifications qualifications, Rulebook rulebook, BusinessDay businessDay,
    ThisSite site)
{
    public PathTerms Terms => rulebook.On<PathTerms>(PathTerms.Rule, businessDay.Today).Terms;

    /// <summary>The stages of a path with what the actor's partner has for them, whether it is on the path or only thinks of it.</summary>
    public async Task<List<ChecklistStage>> Of(DevelopmentPath path, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.See);
        return await Count(by.PartnerId, path, ct);
    }

    /// <summary>The same of a member, for the vendor; null if there is none with that id.</summary>
    public async Task<List<ChecklistStage>?> OfMember(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        return await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is { } member
            ? await Count(member.PartnerId, member.Path, ct)
            : null;
    }

    /// <summary>What a partner has for a path.</summary>
    internal async Task<List<ChecklistStage>> Count(Guid partner, DevelopmentPath path, CancellationToken ct)
    {
        var (terms, today) = (Terms, businessDay.Today);
        var evidence = new List<PathEvidenceItem>();
        foreach (var source in sources)
        {
            evidence.AddRange(await source.Of(partner, ct));
        }

        var holdings = new Holdings(
            today, evidence, await qualifications.Of(partner, today, ct),
            await db.Cases.AsNoTracking().Where(c => c.PartnerId == partner).OrderByDescending(c => c.EndedOn).ToListAsync(ct));
        return [.. terms[path].Stages.Select(stage => Checklist.Of(stage, holdings, terms, site.Site))];
    }
}
