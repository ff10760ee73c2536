using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions.Persistence;

namespace PartnerCenter.Solutions;

/// <summary>
/// The vendor's people record what a solution has reached outside this product: its launch as a baseline solution, the technical
/// certification of an ecosystem special. Two ways to a certification need it (R4.1.4, R4.1.5).
/// </summary>
internal sealed class RecordProgress(SolutionsDb db, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Records that it was launched as a baseline solution led by the partner.</summary>
    /// <returns>False if there is no such solution.</returns>
    /// <exception cref="Refusal"><c>form.required</c> or <c>solutions.future-day</c>, at LaunchedOn.</exception>
    public async Task<bool> Launch(Guid id, DateOnly? on, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Keep);
        if (await db.Solutions.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } solution)
        {
            return false;
        }

        solution.Launch(Past(on, "LaunchedOn"));
        await db.Save(by, "solutions.record-launch", ct);
        return true;
    }

    /// <summary>Records that it has passed the technical certification of an ecosystem special.</summary>
    /// <returns>False if there is no such solution.</returns>
    /// <exception cref="Refusal"><c>solutions.no-special</c> at Special; <c>form.required</c> or <c>solutions.future-day</c>, at SpecialOn.</exception>
    public async Task<bool> PassSpecial(Guid id, string? special, DateOnly? on, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Keep);
        if (await db.Solutions.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } solution)
        {
            return false;
        }

        var terms = rulebook.On<SolutionTerms>(SolutionTerms.Rule, businessDay.Today).Terms;
        var known = terms.Special(special) ?? throw new Refusal("solutions.no-special") { Field = "Special" };
        solution.PassSpecial(known.Code, Past(on, "SpecialOn"));
        await db.Save(by, "solutions.record-special", ct);
        return true;
    }

    private DateOnly Past(DateOnly? on, string field)
    {
        var day = Input.Chosen(on, field);
        return day <= businessDay.Today ? day : throw new Refusal("solutions.future-day") { Field = field };
    }
}
