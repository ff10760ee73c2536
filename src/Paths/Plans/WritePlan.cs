using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Plans;

/// <summary>What a plan wants of a quarter; what is left out is nothing.</summary>
internal sealed record GoalForm(decimal? Revenue, int? Customers, int? Specialists, int? Solutions);

/// <summary>What a partner writes into its plan.</summary>
/// <param name="Direction">Where both sides want to go.</param>
/// <param name="Resources">What each side puts in.</param>
/// <param name="Actions">What is done, by whom and when.</param>
/// <param name="Goals">The goals of the four quarters.</param>
internal sealed record PlanForm(string? Direction, string? Resources, string? Actions, IReadOnlyList<GoalForm>? Goals);

/// <summary>A partner on a path begins its business plan or customer list of a year.</summary>
internal sealed class BeginLock(PathsDb db, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Begins it; where there is one already, that one is given back.</summary>
    /// <exception cref="Refusal"><c>paths.not-on-a-path</c>; <c>paths.plan-year</c> at Year; <c>form.required</c>.</exception>
    public async Task<Guid> Run(LockKind? kind, int? year, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        var (what, when) = (Input.Chosen(kind, "Kind"), Input.Chosen(year, "Year"));
        var years = rulebook.On<PlanTerms>(PlanTerms.Rule, businessDay.Today).Terms.Years(businessDay.Today);
        if (!years.Contains(when))
        {
            throw new Refusal("paths.plan-year", string.Join(", ", years)) { Field = "Year" };
        }

        await db.Unit.InTurn($"paths.lock/{by.PartnerId}", ct);
        var member = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.PartnerId == by.PartnerId && m.LeftOn == null, ct)
            ?? throw new Refusal("paths.not-on-a-path");
        if (await db.Locks.AsNoTracking().SingleOrDefaultAsync(l => l.MemberId == member.Id && l.Kind == what && l.Year == when, ct) is { } present)
        {
            return present.Id;
        }

        var begun = new MutualLock
        {
            Number = await numbers.Next(what == LockKind.BusinessPlan ? "BP" : "CL", ct),
            PartnerId = by.PartnerId,
            MemberId = member.Id,
            CompanyName = member.CompanyName,
            Kind = what,
            Year = when,
        };
        db.Locks.Add(begun);
        await db.Save(by, "paths.begin-lock", ct);
        return begun.Id;
    }
}

/// <summary>The partner writes its plan: direction, resources, actions, and goals by quarter (R2.3).</summary>
internal sealed class WritePlan(PathsDb db)
{
    private const decimal MostRevenue = 1_000_000_000_000m;
    private const int MostOfAll = 1_000_000;

    /// <summary>Writes it whole.</summary>
    /// <returns>False if the actor's partner has no such plan.</returns>
    /// <exception cref="Refusal">
    /// <c>paths.lock-closed</c>; <c>paths.plan-quarters</c> at Goals; <c>paths.goal</c> at Revenue1 to Solutions4; those of the texts.
    /// </exception>
    public async Task<bool> Run(Guid id, PlanForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        if (await db.Locks.SingleOrDefaultAsync(l => l.Id == id && l.PartnerId == by.PartnerId && l.Kind == LockKind.BusinessPlan, ct) is not { } plan)
        {
            return false;
        }

        plan.Write(Optional(form.Direction, "Direction"), Optional(form.Resources, "Resources"), Optional(form.Actions, "Actions"));
        if (form.Goals is not { Count: 4 } wanted)
        {
            throw new Refusal("paths.plan-quarters") { Field = "Goals" };
        }

        var goals = await db.Goals.Where(g => g.LockId == id).ToDictionaryAsync(g => g.Quarter, ct);
        for (var quarter = 1; quarter <= wanted.Count; quarter++)
        {
            if (!goals.TryGetValue(quarter, out var goal))
            {
                db.Goals.Add(goal = new() { PartnerId = plan.PartnerId, LockId = id, Quarter = quarter });
            }

            var told = wanted[quarter - 1];
            goal.Revenue = Money(told.Revenue ?? 0, $"Revenue{quarter}");
            goal.Customers = Count(told.Customers ?? 0, $"Customers{quarter}");
            goal.Specialists = Count(told.Specialists ?? 0, $"Specialists{quarter}");
            goal.Solutions = Count(told.Solutions ?? 0, $"Solutions{quarter}");
        }

        await db.Save(by, "paths.write-plan", ct);
        return true;
    }

    /// <exception cref="Refusal"><c>paths.goal</c> at the field.</exception>
    internal static decimal Money(decimal value, string field) =>
        value is >= 0 and <= MostRevenue && decimal.Round(value, 2) == value ? value : throw new Refusal("paths.goal") { Field = field };

    /// <exception cref="Refusal"><c>paths.goal</c> at the field.</exception>
    internal static int Count(int value, string field) => value is >= 0 and <= MostOfAll ? value : throw new Refusal("paths.goal") { Field = field };

    private static string Optional(string? text, string field) => string.IsNullOrWhiteSpace(text) ? "" : Input.Text(text, field, 4000);
}
