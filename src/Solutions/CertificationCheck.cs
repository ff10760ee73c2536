using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Solutions.Persistence;

namespace PartnerCenter.Solutions;

/// <summary>What a way asks of a solution: asked on submission, and once more on the decision, as it may have changed when it was sent back.</summary>
internal sealed class CertificationCheck(SolutionsDb db)
{
    /// <summary>Says what is missing.</summary>
    /// <returns>The documents that count.</returns>
    /// <exception cref="Refusal">
    /// <c>solutions.material-missing</c> with all that is missing at once (R4.1.3); <c>solutions.not-launched</c> (R4.1.4, R4.1.5);
    /// <c>solutions.not-special</c> (R4.1.5); <c>solutions.architecture</c> (R4.1.5).
    /// </exception>
    public async Task<Guid[]> Run(Solution solution, CertificationWay way, SolutionTerms terms, CancellationToken ct)
    {
        var material = await db.Material.AsNoTracking().Where(m => m.SolutionId == solution.Id).OrderBy(m => m.Id).ToListAsync(ct);
        var missing = way.Material.Where(kind => !material.Exists(m => m.Kind == kind)).Select(kind => Words.Of(kind)).ToList();
        if (missing.Count > 0)
        {
            throw new Refusal("solutions.material-missing", new LocalText(
                string.Join("；", missing.Select(name => name.Zh)), string.Join("; ", missing.Select(name => name.En))));
        }

        switch (way.Route)
        {
            case CertificationRoute.BaselineLaunch when solution.LaunchedOn is null:
                throw new Refusal("solutions.not-launched");
            case CertificationRoute.SpecialCertification when solution.SpecialOn is null:
                throw new Refusal("solutions.not-special");
        }

        if (way.Architecture && !terms.IsAdvanced(solution.Services))
        {
            throw new Refusal("solutions.architecture", terms.HighOrderNeeded, terms.KeyNeeded);
        }

        return [.. material.Where(m => way.Material.Contains(m.Kind)).Select(m => m.DocumentId)];
    }
}
