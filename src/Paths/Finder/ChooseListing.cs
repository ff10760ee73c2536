using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Paths.Finder;

/// <summary>What a partner chooses.</summary>
/// <param name="Listed">Whether it is listed at all.</param>
/// <param name="Regions">The codes of the regions that it serves.</param>
/// <param name="Tags">The codes of those of its tags that it shows.</param>
/// <param name="Solutions">The ids of those of its certified solutions that it shows.</param>
/// <param name="ShowsContact">Whether its public contact and site are shown.</param>
internal sealed record ListingForm(
    bool? Listed, IReadOnlyCollection<string>? Regions, IReadOnlyCollection<string>? Tags, IReadOnlyCollection<Guid>? Solutions, bool? ShowsContact);

/// <summary>Something that a partner can show.</summary>
/// <param name="Value">Its code or id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Chosen">Whether it is shown.</param>
internal sealed record ListingChoice(string Value, LocalText Name, bool Chosen);

/// <summary>How a partner's listing stands, with all that it can choose from.</summary>
/// <param name="Certified">Whether it has what listing asks for: role certification, or more.</param>
/// <param name="Listed">Whether it wants to be listed.</param>
/// <param name="ShowsContact">Whether contact and site are shown.</param>
/// <param name="Regions">The regions.</param>
/// <param name="Tags">The tags that it has today.</param>
/// <param name="Solutions">Its solutions that are certified today.</param>
internal sealed record ListingView(
    bool Certified, bool Listed, bool ShowsContact, List<ListingChoice> Regions, List<ListingChoice> Tags, List<ListingChoice> Solutions);

/// <summary>A partner's administrator chooses whether and with what the partner is found (R10.1.9).</summary>
internal sealed class ChooseListing(
    PathsDb db, PathStages stages, IEnumerable<IPathEvidence> sources, CertifiedSolutions solutions, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Takes the choice over whole: what is left out is not shown.</summary>
    /// <exception cref="Refusal">
    /// <c>paths.no-region</c> at Regions; <c>paths.not-ones-tag</c> at Tags; <c>paths.not-ones-solution</c> at Solutions: only what the partner
    /// has today can be shown.
    /// </exception>
    public async Task Run(ListingForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        var can = await Now(by, ct);
        var wanted = Wanted(ShownKind.Region, form.Regions ?? [], can.Regions, new Refusal("paths.no-region") { Field = "Regions" })
            .Concat(Wanted(ShownKind.Tag, form.Tags ?? [], can.Tags, new Refusal("paths.not-ones-tag") { Field = "Tags" }))
            .Concat(Wanted(
                ShownKind.Solution, (form.Solutions ?? []).Select(id => id.ToString()), can.Solutions, new Refusal("paths.not-ones-solution") { Field = "Solutions" }))
            .ToHashSet();
        await db.Unit.InTurn($"paths.finder/{by.PartnerId}", ct);
        if (await db.FinderEntries.SingleOrDefaultAsync(e => e.PartnerId == by.PartnerId, ct) is not { } entry)
        {
            db.FinderEntries.Add(entry = new() { PartnerId = by.PartnerId, ChangedBy = by.Name });
        }

        (entry.Listed, entry.ShowsContact) = (form.Listed == true, form.ShowsContact == true);
        (entry.ChangedBy, entry.ChangedAt) = (by.Name, businessDay.Now);
        var shown = await db.ShownThings.Where(s => s.PartnerId == by.PartnerId).ToListAsync(ct);
        db.ShownThings.RemoveRange(shown.Where(s => !wanted.Contains((s.Kind, s.Value))));
        db.ShownThings.AddRange(wanted.Except(shown.Select(s => (s.Kind, s.Value)))
            .Select(one => new ShownThing { PartnerId = by.PartnerId, Kind = one.Kind, Value = one.Value }));
        await db.Save(by, "paths.choose-listing", ct);
    }

    /// <summary>How the listing of the actor's partner stands.</summary>
    public async Task<ListingView> Now(Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.See);
        var (partner, today) = (by.PartnerId, businessDay.Today);
        var shown = (await db.ShownThings.AsNoTracking().Where(s => s.PartnerId == partner).ToListAsync(ct)).Select(s => (s.Kind, s.Value)).ToHashSet();
        var entry = await db.FinderEntries.AsNoTracking().SingleOrDefaultAsync(e => e.PartnerId == partner, ct);
        var evidence = new List<PathEvidenceItem>();
        foreach (var source in sources)
        {
            evidence.AddRange(await source.Of(partner, ct));
        }

        var terms = rulebook.On<PathTerms>(PathTerms.Rule, today).Terms;
        return new(
            (await stages.Of(partner, ct))?.Stage >= PathStage.RoleCertification, entry?.Listed == true, entry?.ShowsContact == true,
            [.. rulebook.On<FinderTerms>(FinderTerms.Rule, today).Terms.Regions.Select(region => Choice(ShownKind.Region, region.Code, region.Name))],
            [.. evidence.Where(item => item.Kind == EvidenceKind.CapabilityTag && item.Counts(today)).Select(item => terms.Tag(item.Code)).OfType<TagKind>()
                .Distinct().Select(tag => Choice(ShownKind.Tag, tag.Code, tag.Name))],
            [.. (await solutions.Of(partner, ct)).Where(one => one.From <= today && today <= one.Until).DistinctBy(one => one.Solution)
                .Select(one => Choice(ShownKind.Solution, one.Solution.ToString(), new(one.Name, one.Name)))]);

        ListingChoice Choice(ShownKind kind, string value, LocalText name) => new(value, name, shown.Contains((kind, value)));
    }

    private static IEnumerable<(ShownKind Kind, string Value)> Wanted(
        ShownKind kind, IEnumerable<string> values, List<ListingChoice> can, Refusal refusal)
    {
        foreach (var value in values.Distinct())
        {
            yield return can.Exists(choice => choice.Value == value) ? (kind, value) : throw refusal;
        }
    }
}
