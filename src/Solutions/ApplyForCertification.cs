using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions.Certificates;
using PartnerCenter.Solutions.Persistence;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions;

/// <summary>A partner applies to have a solution certified, by one of the ways to its level (R4.1.4, R4.1.5).</summary>
internal sealed class ApplyForCertification(
    SolutionsDb db, CertificationCheck check, ISolutionGate gate, ReviewDesk reviews, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Applies.</summary>
    /// <returns>The application; null if the actor's partner has no such solution.</returns>
    /// <exception cref="Refusal">
    /// <c>solutions.not-on-the-path</c>; <c>solutions.no-way</c> at Route; <c>solutions.applied-already</c>; <c>solutions.certified-already</c>;
    /// those of <see cref="CertificationCheck"/>.
    /// </exception>
    public async Task<Guid?> Run(Guid id, SolutionLevel? level, CertificationRoute? route, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Manage);
        await db.Unit.InTurn($"solution {id}", ct);
        if (await db.Solutions.SingleOrDefaultAsync(s => s.Id == id && s.PartnerId == by.PartnerId, ct) is not { } solution)
        {
            return null;
        }

        if (!await gate.Admits(by.PartnerId, ct))
        {
            throw new Refusal("solutions.not-on-the-path");
        }

        var policy = rulebook.On<SolutionTerms>(SolutionTerms.Rule, businessDay.Today);
        var (wanted, chosen) = (Input.Chosen(level, "Level"), Input.Chosen(route, "Route"));
        var way = policy.Terms.Way(wanted, chosen) ?? throw new Refusal("solutions.no-way") { Field = "Route" };
        if (await db.Applications.AnyAsync(a => a.SolutionId == id && a.State == CertificationState.InReview, ct))
        {
            throw new Refusal("solutions.applied-already");
        }

        var renewable = businessDay.Today.AddDays(policy.Terms.RenewalDays);
        if (await db.Certifications.Where(c => c.SolutionId == id && c.Level == wanted && c.State == SolutionCertificateState.Active)
            .MaxAsync(c => (DateOnly?)c.ValidUntil, ct) is { } until && until > renewable)
        {
            throw new Refusal("solutions.certified-already", until, policy.Terms.RenewalDays);
        }

        var documents = await check.Run(solution, way, policy.Terms, ct);
        var application = new CertificationApplication
        {
            PartnerId = by.PartnerId,
            SolutionId = id,
            Level = wanted,
            Route = chosen,
            Policy = policy.Version,
            AppliedAt = businessDay.Now,
        };
        db.Applications.Add(application);
        var words = Words.Of(wanted);
        await reviews.Open(
            way.Review, application.Id, $"{solution.CompanyName} · {solution.Name} · {words.Zh} {words.En}", by,
            $"{solution.Number}: {string.Join(", ", solution.Services)}", documents, ct);
        await db.Save(by, "solutions.apply", ct);
        return application.Id;
    }
}
