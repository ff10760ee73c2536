using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Certificates;

/// <summary>Ends certificates, and with them the stage: a member keeps the highest that a certificate still bears.</summary>
internal sealed class EndCertificates(PathsDb db, BusinessDay businessDay)
{
    /// <summary>Ends those given.</summary>
    public async Task Run(IReadOnlyCollection<PathCertificate> certificates, PathCertificateState how, string? reason, CancellationToken ct)
    {
        foreach (var group in certificates.GroupBy(c => c.MemberId).ToList())
        {
            foreach (var certificate in group)
            {
                certificate.End(how, reason);
            }

            var kept = await db.Certificates.Where(c => c.MemberId == group.Key && c.State == PathCertificateState.Active).ToListAsync(ct);
            var stage = kept.Where(c => c.State == PathCertificateState.Active).Select(c => c.Stage).DefaultIfEmpty(PathStage.Joined).Max();
            if ((await db.Members.SingleAsync(m => m.Id == group.Key, ct)).Reach(stage, businessDay.Today) is { } changed)
            {
                db.Publish(changed);
            }
        }
    }
}

/// <summary>The vendor takes a certification back, as after a re-review that was not passed (R4.2.2a).</summary>
internal sealed class RevokeCertification(PathsDb db, EndCertificates end)
{
    /// <summary>Revokes every certificate of a member.</summary>
    /// <returns>False if there is no such member.</returns>
    /// <exception cref="Refusal"><c>paths.nothing-certified</c>; those of the reason.</exception>
    public async Task<bool> Run(Guid member, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        if (!await db.Members.AnyAsync(m => m.Id == member, ct))
        {
            return false;
        }

        var words = Input.Text(reason, "Reason");
        var certificates = await db.Certificates.Where(c => c.MemberId == member && c.State == PathCertificateState.Active).ToListAsync(ct);
        if (certificates.Count == 0)
        {
            throw new Refusal("paths.nothing-certified");
        }

        await end.Run(certificates, PathCertificateState.Revoked, words, ct);
        await db.Save(by, "paths.revoke", ct);
        return true;
    }
}

/// <summary>Every night: what has run out lapses (R4.2.8).</summary>
internal sealed class LapseCertificates(PathsDb db, EndCertificates end, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "paths.lapse-certificates";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var today = businessDay.Today;
        var due = await db.Certificates.Where(c => c.State == PathCertificateState.Active && c.ValidUntil < today).ToListAsync(ct);
        await end.Run(due, PathCertificateState.Lapsed, null, ct);
        await db.Save(Actor.System, Type, ct);
    }
}
