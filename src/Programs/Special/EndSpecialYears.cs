using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs.Special;

/// <summary>Every night: memberships of special programmes that were assessed and passed go on for a year, others end with their last day.</summary>
internal sealed class EndSpecialYears(ProgramsDb db, Notifier notifier, Rulebook rulebook, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "programs.end-special-years";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var today = businessDay.Today;
        var terms = rulebook.On<SpecialProgramTerms>(SpecialProgramTerms.Rule, today).Terms;
        var due = await db.SpecialMemberships.Where(m => m.State == MembershipState.Active && m.ValidUntil <= today).ToListAsync(ct);
        foreach (var membership in due)
        {
            var name = terms.Find(membership.Program)?.Name ?? new(membership.Program, membership.Program);
            var until = membership.ValidUntil!.Value;
            if (await Passed(membership, until.Year - 1, terms, ct))
            {
                membership.RunUntil(until.AddYears(1));
                await Tell(membership, new($"{name.Zh}：已续期", $"{name.En}: extended"),
                    new($"有效期至 {membership.ValidUntil:yyyy-MM-dd}", $"It runs until {membership.ValidUntil:yyyy-MM-dd}."), ct);
            }
            else if (until < today)
            {
                membership.Lapse();
                await Tell(membership, new($"{name.Zh}：已到期", $"{name.En}: ended"),
                    new($"已于 {until:yyyy-MM-dd} 到期。", $"It ran out on {until:yyyy-MM-dd}."), ct);
            }
        }

        await db.Save(Actor.System, Type, ct);
    }

    private async Task<bool> Passed(SpecialMembership membership, int year, SpecialProgramTerms terms, CancellationToken ct) =>
        terms.Find(membership.Program)?.YearEnd == YearEnd.Assessed
        && await db.SpecialAssessments.AnyAsync(a => a.PartnerId == membership.PartnerId && a.Program == membership.Program && a.Year == year && a.Passed, ct);

    private Task Tell(SpecialMembership membership, LocalText title, LocalText body, CancellationToken ct) => notifier.TellPartner(
        membership.PartnerId, ProgramsModule.See, new(InviteToSpecialProgram.Notice, title, body, "/portal/programs"), ct);
}
