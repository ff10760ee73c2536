using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Solutions.Certificates;
using PartnerCenter.Solutions.Persistence;

namespace PartnerCenter.Solutions;

/// <summary>Solutions as pages and API show them.</summary>
internal sealed class SolutionLists(SolutionsDb db, Rulebook rulebook, BusinessDay businessDay)
{
    public SolutionTerms Terms => rulebook.On<SolutionTerms>(SolutionTerms.Rule, businessDay.Today).Terms;

    /// <summary>Those of the actor's partner.</summary>
    public Task<List<SolutionRow>> Mine(Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.See);
        return Rows(db.Solutions.Where(s => s.PartnerId == by.PartnerId), ct);
    }

    /// <summary>All, for the vendor.</summary>
    public Task<List<SolutionRow>> All(Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Keep);
        return Rows(db.Solutions.OrderByDescending(s => s.Id).Take(1000), ct);
    }

    /// <summary>One of the actor's partner, or null.</summary>
    public Task<SolutionDetail?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.See);
        return Detail(db.Solutions.Where(s => s.Id == id && s.PartnerId == by.PartnerId), ct);
    }

    /// <summary>Any one, for the vendor; null if there is none.</summary>
    public Task<SolutionDetail?> FindAny(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Keep);
        return Detail(db.Solutions.Where(s => s.Id == id), ct);
    }

    private async Task<List<SolutionRow>> Rows(IQueryable<Solution> some, CancellationToken ct)
    {
        var (today, solutions) = (businessDay.Today, await some.AsNoTracking().ToListAsync(ct));
        var ids = solutions.ConvertAll(s => s.Id);
        var certified = (await db.Certifications.AsNoTracking()
            .Where(c => ids.Contains(c.SolutionId) && c.State == SolutionCertificateState.Active && c.ValidFrom <= today && c.ValidUntil >= today)
            .ToListAsync(ct))
            .GroupBy(c => c.SolutionId).ToDictionary(group => group.Key, group => group.MaxBy(c => c.Level)!);
        var waiting = await db.Applications.Where(a => ids.Contains(a.SolutionId) && a.State == CertificationState.InReview)
            .Select(a => a.SolutionId).ToListAsync(ct);
        return solutions.ConvertAll(s => new SolutionRow(
            s.Id, s.Number, s.CompanyName, s.Name, s.Industry, certified.GetValueOrDefault(s.Id)?.Level, certified.GetValueOrDefault(s.Id)?.ValidUntil,
            waiting.Contains(s.Id), s.DescribedAt));
    }

    private async Task<SolutionDetail?> Detail(IQueryable<Solution> one, CancellationToken ct)
    {
        if (await one.AsNoTracking().SingleOrDefaultAsync(ct) is not { } s)
        {
            return null;
        }

        return new(
            s.Id, s.Number, s.CompanyName, s.Name, s.Purpose, s.Industry, s.Services, s.LaunchedOn, s.Special, s.SpecialOn,
            await db.Material.AsNoTracking().Where(m => m.SolutionId == s.Id).OrderBy(m => m.Id)
                .Select(m => new MaterialRow(m.Id, m.Kind, m.Name, m.DocumentId, m.AddedAt)).ToListAsync(ct),
            await db.Applications.AsNoTracking().Where(a => a.SolutionId == s.Id).OrderByDescending(a => a.Id)
                .Select(a => new CertificationApplicationRow(a.Id, a.Level, a.Route, a.State, a.AppliedAt)).ToListAsync(ct),
            await db.Certifications.AsNoTracking().Where(c => c.SolutionId == s.Id).OrderByDescending(c => c.Number)
                .Select(c => new CertificationRow(c.Id, c.Number, c.Level, c.State, c.ValidFrom, c.ValidUntil, c.EndReason, c.VerifyCode)).ToListAsync(ct));
    }
}
