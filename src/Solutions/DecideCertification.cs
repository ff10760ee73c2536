using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Solutions.Certificates;
using PartnerCenter.Solutions.Persistence;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions;

/// <summary>The outcome of an application's review takes effect in the transaction of the decision: the solution is certified for a term (R4.1.8).</summary>
internal sealed class DecideCertification(SolutionsDb db, CertificationCheck check, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
    : IHandleNow<ReviewEnded>
{
    /// <exception cref="Kernel.Refusal">Those of <see cref="CertificationCheck"/>, by the policy that the application was made under.</exception>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (await db.Applications.SingleOrDefaultAsync(a => a.Id == happened.Subject, ct) is not { } application)
        {
            return;
        }

        application.End(happened.Approved ? CertificationState.Approved : CertificationState.Rejected);
        if (!happened.Approved)
        {
            return;
        }

        var solution = await db.Solutions.SingleAsync(s => s.Id == application.SolutionId, ct);
        var terms = rulebook.Version<SolutionTerms>(SolutionTerms.Rule, application.Policy);
        await check.Run(solution, terms.Way(application.Level, application.Route)!, terms, ct);
        var from = await FirstDay(application, ct);
        var certification = new SolutionCertification
        {
            Number = await numbers.Next("CS", ct),
            PartnerId = solution.PartnerId,
            SolutionId = solution.Id,
            CompanyName = solution.CompanyName,
            SolutionName = solution.Name,
            Level = application.Level,
            ValidFrom = from,
            ValidUntil = from.AddMonths(terms.Months).AddDays(-1),
            VerifyCode = VerifyCode.New(),
        };
        db.Certifications.Add(certification);
        db.Publish(new SolutionCertificationsChanged(solution.PartnerId));
    }

    /// <summary>Today; a certification that was applied for in time begins where the one before ends.</summary>
    private async Task<DateOnly> FirstDay(CertificationApplication application, CancellationToken ct)
    {
        var today = businessDay.Today;
        var until = await db.Certifications
            .Where(c => c.SolutionId == application.SolutionId && c.Level == application.Level && c.State == SolutionCertificateState.Active)
            .MaxAsync(c => (DateOnly?)c.ValidUntil, ct);
        return until >= today ? until.Value.AddDays(1) : today;
    }
}
