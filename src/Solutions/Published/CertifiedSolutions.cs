using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;
using PartnerCenter.Solutions.Certificates;
using PartnerCenter.Solutions.Persistence;

namespace PartnerCenter.Solutions.Published;

/// <summary>What a solution can be certified as.</summary>
public enum SolutionLevel
{
    /// <summary>Cloud software (云软件).</summary>
    [Words("云软件", "Cloud software")]
    CloudSoftware,

    /// <summary>Advanced cloud software (先进云软件).</summary>
    [Words("先进云软件", "Advanced cloud software")]
    AdvancedCloudSoftware,
}

/// <summary>A partner has a certified solution more or less: what hangs on them follows in the same transaction (R4.1.7, R4.1.8).</summary>
/// <param name="Partner">The partner.</param>
public sealed record SolutionCertificationsChanged(Guid Partner) : IEvent;

/// <summary>A certification of a solution.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Solution">The solution.</param>
/// <param name="Level">As what.</param>
/// <param name="Number">The certificate's number.</param>
/// <param name="Name">The solution's name.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
public sealed record CertifiedSolution(Guid Id, Guid Solution, SolutionLevel Level, string Number, string Name, DateOnly From, DateOnly Until);

/// <summary>A solution of a partner, certified or not.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">SOL-2026-000001.</param>
/// <param name="Name">Its name.</param>
public sealed record OwnSolution(Guid Id, string Number, string Name);

/// <summary>Partners' solutions, for later modules.</summary>
public sealed class CertifiedSolutions(SolutionsDb db)
{
    /// <summary>A partner's certifications, also those that have run out; not those that were withdrawn.</summary>
    public Task<List<CertifiedSolution>> Of(Guid partner, CancellationToken ct = default) => db.Certifications.AsNoTracking()
        .Where(c => c.PartnerId == partner && c.State != SolutionCertificateState.Withdrawn).OrderBy(c => c.ValidFrom).ThenBy(c => c.Number)
        .Select(c => new CertifiedSolution(c.Id, c.SolutionId, c.Level, c.Number, c.SolutionName, c.ValidFrom, c.ValidUntil)).ToListAsync(ct);

    /// <summary>Whether a partner has ever applied for a level, whatever came of it (R4.4.2).</summary>
    public Task<bool> HasRecord(Guid partner, SolutionLevel level, CancellationToken ct = default) =>
        db.Applications.AnyAsync(a => a.PartnerId == partner && a.Level == level, ct);

    /// <summary>All solutions of a partner, certified or not.</summary>
    public Task<List<OwnSolution>> All(Guid partner, CancellationToken ct = default) => db.Solutions.AsNoTracking()
        .Where(s => s.PartnerId == partner).OrderBy(s => s.Number).Select(s => new OwnSolution(s.Id, s.Number, s.Name)).ToListAsync(ct);
}

/// <summary>Says which partners may describe solutions and have them certified; the module of the paths knows.</summary>
public interface ISolutionGate
{
    /// <summary>Whether this one may: it is on the path for software.</summary>
    Task<bool> Admits(Guid partner, CancellationToken ct);
}
