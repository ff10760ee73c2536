using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Events;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Paths;

/// <summary>Certified solutions count for the path (R4.1.1, R4.1.2), and the stage follows them in the transaction that changes them (R4.1.7).</summary>
internal sealed class SolutionEvidence(PathsDb db, CertifiedSolutions solutions) : IPathEvidence, IHandleNow<SolutionCertificationsChanged>
{
    public async Task<IReadOnlyList<PathEvidenceItem>> Of(Guid partner, CancellationToken ct) =>
        (await solutions.Of(partner, ct)).ConvertAll(one => new PathEvidenceItem(
            one.Id, KindOf(one.Level), EvidenceProgress.None, null, one.Number, one.Name, one.From, one.Until, $"/portal/solutions/{one.Solution}"));

    public Task Handle(SolutionCertificationsChanged happened, CancellationToken ct)
    {
        db.Publish(new PathEvidenceChanged(happened.Partner));
        return Task.CompletedTask;
    }

    private static EvidenceKind KindOf(SolutionLevel level) => level switch
    {
        SolutionLevel.CloudSoftware => EvidenceKind.CloudSoftware,
        SolutionLevel.AdvancedCloudSoftware => EvidenceKind.AdvancedCloudSoftware,
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}

/// <summary>Only partners on the software path describe solutions and have them certified.</summary>
internal sealed class SolutionGate(PathStages stages) : ISolutionGate
{
    public async Task<bool> Admits(Guid partner, CancellationToken ct) => (await stages.Of(partner, ct))?.Path == DevelopmentPath.Software;
}

/// <summary>An application for a level keeps a partner on its path, whatever came of it (R4.4.2).</summary>
internal sealed class SolutionReason(CertifiedSolutions solutions, SolutionLevel level, LeavingReason reason) : ILeavingReason
{
    public LeavingReason Reason => reason;

    public Task<bool> Holds(Guid partner, CancellationToken ct) => solutions.HasRecord(partner, level, ct);
}
