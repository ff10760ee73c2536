using Microsoft.EntityFrameworkCore;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Paths.Register;

/// <summary>Something that a partner has, as the vendor's people have entered it.</summary>
internal sealed class EvidenceRecord : IPartnerRow
{
    /// <summary>Solutions, whose certification holds for a time that the policy gives, and which need a software copyright (R4.1.6, R4.1.8).</summary>
    public static readonly EvidenceKind[] Solutions = [EvidenceKind.CloudSoftware, EvidenceKind.AdvancedCloudSoftware];

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public EvidenceKind Kind { get; init; }

    public EvidenceProgress Progress { get; init; }

    /// <summary>Of a tag, which.</summary>
    public string? Code { get; init; }

    public required string Number { get; init; }

    public required string Title { get; init; }

    /// <summary>The number of the software copyright certificate (软著), of solutions.</summary>
    public string? CopyrightNumber { get; init; }

    /// <summary>First day on which it counts.</summary>
    public DateOnly FromOn { get; init; }

    /// <summary>Last day on which it counts; null for one that does not end.</summary>
    public DateOnly? UntilOn { get; init; }

    public required string EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawReason { get; private set; }

    public void Withdraw(DateTimeOffset now, string reason) => (WithdrawnAt, WithdrawReason) = (now, reason);
}

/// <summary>The register as a source of evidence: where no module owns such things, the vendor's people enter them.</summary>
internal sealed class RegisterSource(PathsDb db) : IPathEvidence
{
    public async Task<IReadOnlyList<PathEvidenceItem>> Of(Guid partner, CancellationToken ct) => await db.Evidence.AsNoTracking()
        .Where(e => e.PartnerId == partner && e.WithdrawnAt == null).OrderBy(e => e.FromOn).ThenBy(e => e.Number)
        .Select(e => new PathEvidenceItem(
            e.Id, e.Kind, e.Progress, e.Code, e.Number, e.Title, e.FromOn, e.UntilOn, "/portal/paths/evidence/" + e.Id)).ToListAsync(ct);
}
