using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions.Persistence;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions.Certificates;

/// <summary>The vendor takes a certification back.</summary>
internal sealed class WithdrawCertification(SolutionsDb db)
{
    /// <summary>Withdraws it; what hangs on it follows at once.</summary>
    /// <returns>False if there is no such certification.</returns>
    /// <exception cref="Refusal"><c>solution-certificate.wrong-state</c>: it has ended; those of the reason.</exception>
    public async Task<bool> Run(Guid id, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Keep);
        if (await db.Certifications.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } certification)
        {
            return false;
        }

        certification.End(SolutionCertificateState.Withdrawn, Input.Text(reason, "Reason"));
        db.Publish(new SolutionCertificationsChanged(certification.PartnerId));
        db.Publish(CertificationNews.Of(certification, NewsKind.Withdrawn));
        await db.Save(by, "solutions.withdraw", ct);
        return true;
    }
}

/// <summary>
/// Every night: certifications whose last day is over lapse, and what hangs on them follows the same day (R4.1.8); those that end soon
/// are announced.
/// </summary>
internal sealed class LapseCertifications(SolutionsDb db, Rulebook rulebook, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "solutions.lapse";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var today = businessDay.Today;
        var terms = rulebook.On<SolutionTerms>(SolutionTerms.Rule, today).Terms;
        var near = today.AddDays(terms.RenewalDays);
        foreach (var certification in await db.Certifications
            .Where(c => c.State == SolutionCertificateState.Active && c.ValidUntil <= near).OrderBy(c => c.Number).ToListAsync(ct))
        {
            if (certification.ValidUntil < today)
            {
                certification.End(SolutionCertificateState.Lapsed, null);
                db.Publish(new SolutionCertificationsChanged(certification.PartnerId));
                db.Publish(CertificationNews.Of(certification, NewsKind.Lapsed));
            }
            else if (!await IsRenewed(certification, ct) && certification.Notice(today, terms.NoticeDays))
            {
                db.Publish(CertificationNews.Of(certification, NewsKind.EndsSoon));
            }
        }

        await db.Save(Actor.System, Type, ct);
    }

    private Task<bool> IsRenewed(SolutionCertification old, CancellationToken ct) => db.Certifications.AnyAsync(
        c => c.SolutionId == old.SolutionId && c.Level == old.Level && c.State == SolutionCertificateState.Active && c.ValidFrom > old.ValidUntil, ct);
}
