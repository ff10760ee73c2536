using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Paths.Register;

/// <summary>A thing in the register as pages and API show it.</summary>
internal sealed record EvidenceRow(
    Guid Id, string? Partner, string? CompanyName, EvidenceKind Kind, EvidenceProgress Progress, string? Code, string Number, string Title,
    string? Copyright, DateOnly From, DateOnly? Until, bool Counts);

/// <summary>The register, for the vendor and for the partner concerned.</summary>
internal sealed class EvidenceLists(PathsDb db, Partners partners, BusinessDay businessDay)
{
    /// <summary>What is in the register, the newest first.</summary>
    public async Task<List<EvidenceRow>> All(Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        var rows = await db.Evidence.AsNoTracking().Where(e => e.WithdrawnAt == null).OrderByDescending(e => e.Id).Take(1000).ToListAsync(ct);
        var companies = await partners.Of([.. rows.Select(e => e.PartnerId).Distinct()], ct);
        return [.. rows.Where(e => companies.ContainsKey(e.PartnerId)).Select(e => Row(e, companies[e.PartnerId]))];
    }

    /// <summary>What the actor's partner has.</summary>
    public async Task<List<EvidenceRow>> Mine(Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.See);
        var rows = await db.Evidence.AsNoTracking().Where(e => e.PartnerId == by.PartnerId && e.WithdrawnAt == null)
            .OrderBy(e => e.Kind).ThenByDescending(e => e.FromOn).ToListAsync(ct);
        return rows.ConvertAll(e => Row(e, null));
    }

    /// <summary>One of these, or null.</summary>
    public async Task<EvidenceRow?> Find(Guid id, Actor by, CancellationToken ct = default) => (await Mine(by, ct)).Find(row => row.Id == id);

    private EvidenceRow Row(EvidenceRecord e, PartnerView? partner) => new(
        e.Id, partner?.Number, partner?.CompanyName, e.Kind, e.Progress, e.Code, e.Number, e.Title, e.CopyrightNumber, e.FromOn, e.UntilOn,
        e.FromOn <= businessDay.Today && (e.UntilOn is null || businessDay.Today <= e.UntilOn));
}
