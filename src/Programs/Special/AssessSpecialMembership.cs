using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs.Special;

/// <summary>An ecosystem manager assesses a member's year in a special programme that is assessed, from December to the end of January.</summary>
internal sealed class AssessSpecialMembership(ProgramsDb db, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Assesses the year that the membership covers; anew as often as need be until it is decided.</summary>
    /// <exception cref="Refusal">
    /// <c>programs.no-membership</c>, <c>programs.special-not-assessed</c>, <c>programs.assessment-window</c>, those of the fields.
    /// </exception>
    public async Task Run(Guid partner, string code, bool? passed, string? comment, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Admit);
        var (verdict, words) = (Input.Chosen(passed, "Passed"), Input.Text(comment, "Comment"));
        var membership = await db.SpecialMemberships.AsNoTracking().SingleOrDefaultAsync(
            m => m.PartnerId == partner && m.Program == code && m.State == MembershipState.Active, ct)
            ?? throw new Refusal("programs.no-membership");
        var terms = rulebook.On<SpecialProgramTerms>(SpecialProgramTerms.Rule, businessDay.Today).Terms;
        if (terms.Find(code)?.YearEnd != YearEnd.Assessed || membership.ValidUntil is not { } until)
        {
            throw new Refusal("programs.special-not-assessed");
        }

        var from = new DateOnly(until.Year - 1, 12, 1);
        if (businessDay.Today < from || businessDay.Today >= until)
        {
            throw new Refusal("programs.assessment-window", from, until.AddDays(-1));
        }

        var year = until.Year - 1;
        var known = await db.SpecialAssessments.SingleOrDefaultAsync(a => a.PartnerId == partner && a.Program == code && a.Year == year, ct);
        if (known is null)
        {
            db.SpecialAssessments.Add(known = new() { PartnerId = partner, Program = code, Year = year, Comment = words, AssessedBy = by.Name });
        }

        (known.Passed, known.Comment, known.AssessedBy, known.AssessedAt) = (verdict, words, by.Name, businessDay.Now);
        await db.Save(by, "programs.assess-special", ct);
    }
}
