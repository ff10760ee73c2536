using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions.Persistence;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions;

/// <summary>What a partner tells of a solution.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What it does, and for whom.</param>
/// <param name="Industry">The code of an industry.</param>
/// <param name="Services">The codes of the key and high-order services that it is built on; may be none.</param>
internal sealed record SolutionForm(string? Name, string? Purpose, string? Industry, IReadOnlyList<string>? Services);

/// <summary>A partner on the software path describes a solution, or describes it better.</summary>
internal sealed class DescribeSolution(
    SolutionsDb db, SolutionDrafts drafts, Partners partners, ISolutionGate gate, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Describes a new one.</summary>
    /// <exception cref="Refusal">
    /// <c>solutions.not-on-the-path</c>; <c>solutions.no-industry</c> at Industry; <c>solutions.no-service</c> at Services; those of the fields.
    /// </exception>
    public async Task<Guid> Run(SolutionForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Manage);
        if (!await gate.Admits(by.PartnerId, ct) || await partners.Find(by.PartnerId, ct) is not { } partner)
        {
            throw new Refusal("solutions.not-on-the-path");
        }

        var solution = new Solution
        {
            Number = await numbers.Next("SOL", ct),
            PartnerId = partner.Id,
            CompanyName = partner.CompanyName,
            DescribedAt = businessDay.Now,
        };
        Describe(solution, form);
        db.Solutions.Add(solution);
        await db.Save(by, "solutions.describe", ct);
        return solution.Id;
    }

    /// <summary>Changes what is told of one.</summary>
    /// <returns>False if the actor's partner has none with that id.</returns>
    /// <exception cref="Refusal"><c>solutions.in-review</c>, and those above but the first.</exception>
    public async Task<bool> Change(Guid id, SolutionForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Manage);
        if (await drafts.Find(id, by, ct) is not { } solution)
        {
            return false;
        }

        Describe(solution, form);
        await db.Save(by, "solutions.change", ct);
        return true;
    }

    private void Describe(Solution solution, SolutionForm form)
    {
        var terms = rulebook.On<SolutionTerms>(SolutionTerms.Rule, businessDay.Today).Terms;
        var (name, purpose) = (Input.Text(form.Name, "Name", 100), Input.Text(form.Purpose, "Purpose", 1000));
        var industry = terms.Industry(form.Industry) ?? throw new Refusal("solutions.no-industry") { Field = "Industry" };
        string[] services = [.. (form.Services ?? []).Distinct().Order(StringComparer.Ordinal)];
        if (services.FirstOrDefault(service => !terms.Knows(service)) is { } unknown)
        {
            throw new Refusal("solutions.no-service", unknown) { Field = "Services" };
        }

        solution.Describe(name, purpose, industry.Code, services);
    }
}
