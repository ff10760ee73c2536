using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>What the vendor found of a member's year (年度考核); published at the end of January and kept (R5.1.9).</summary>
internal sealed class Assessment : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public PartnerProgram Program { get; init; }

    /// <summary>The year that was assessed.</summary>
    public int Year { get; init; }

    public bool Passed { get; set; }

    public required string Comment { get; set; }

    public required string AssessedBy { get; set; }

    public DateTimeOffset AssessedAt { get; set; }

    /// <summary>The day on which everybody concerned may see it: the last of January after the year.</summary>
    public DateOnly PublishedOn { get; init; }
}

/// <summary>An assessment as pages and API show it.</summary>
public sealed record AssessmentRow(int Year, PartnerProgram Program, bool Passed, string Comment, DateOnly PublishedOn);

/// <summary>
/// An ecosystem manager assesses a member's year, from December to the day of publication. Who passed is extended by a year on 31
/// January without asking; whoever did not lapses (R5.1.6, R5.2.4).
/// </summary>
internal sealed class AssessMembership(ProgramsDb db, BusinessDay businessDay)
{
    /// <summary>Assesses the year that the certificate covers; anew as often as need be until it is published.</summary>
    /// <exception cref="Refusal"><c>programs.no-membership</c>, <c>programs.not-assessed</c>, <c>programs.assessment-window</c>, those of the fields.</exception>
    public async Task Run(Guid partner, PartnerProgram program, bool? passed, string? comment, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Admit);
        var (verdict, words) = (Input.Chosen(passed, "Passed"), Input.Text(comment, "Comment"));
        var membership = await db.Memberships.SingleOrDefaultAsync(
            m => m.PartnerId == partner && m.Program == program && m.State == MembershipState.Active, ct)
            ?? throw new Refusal("programs.no-membership");
        if (program == PartnerProgram.Reseller)
        {
            throw new Refusal("programs.not-assessed");
        }

        var year = membership.ValidUntil.Year - 1;
        var (from, to) = (new DateOnly(year, 12, 1), new DateOnly(year + 1, 1, 31));
        if (businessDay.Today < from || businessDay.Today >= to)
        {
            throw new Refusal("programs.assessment-window", from, to.AddDays(-1));
        }

        var known = await db.Assessments.SingleOrDefaultAsync(a => a.PartnerId == partner && a.Program == program && a.Year == year, ct);
        if (known is null)
        {
            db.Assessments.Add(known = new()
            {
                PartnerId = partner,
                Program = program,
                Year = year,
                Comment = words,
                AssessedBy = by.Name,
                PublishedOn = to,
            });
        }

        (known.Passed, known.Comment, known.AssessedBy, known.AssessedAt) = (verdict, words, by.Name, businessDay.Now);
        await db.Save(by, "programs.assess", ct);
    }

    /// <summary>The assessments of a partner, the newest first: a partner sees those that are published, the vendor all.</summary>
    public Task<List<AssessmentRow>> Of(Guid partner, Actor by, CancellationToken ct = default)
    {
        var (all, today) = (by.May(ProgramsModule.Admit), businessDay.Today);
        return db.Assessments.AsNoTracking().Where(a => a.PartnerId == partner && (all || a.PublishedOn <= today))
            .OrderByDescending(a => a.Year).ThenBy(a => a.Program)
            .Select(a => new AssessmentRow(a.Year, a.Program, a.Passed, a.Comment, a.PublishedOn)).ToListAsync(ct);
    }
}

/// <summary>Every night: on 31 January certificates are extended for those who passed; what has run out lapses.</summary>
internal sealed class RenewCertificates(ProgramsDb db, Notifier notifier, Rulebook rulebook, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "programs.renew-certificates";
    public const string Notice = "programs.renewal";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var today = businessDay.Today;
        var due = await db.Memberships.Where(m => m.State == MembershipState.Active && m.ValidUntil <= today).ToListAsync(ct);
        foreach (var membership in due)
        {
            if (await Passed(membership, ct))
            {
                membership.ValidUntil = membership.ValidUntil.AddYears(1);
                await Tell(membership, new("证书已续期", "A certificate has been extended"), new($"有效期至 {membership.ValidUntil:yyyy-MM-dd}", $"It is valid until {membership.ValidUntil:yyyy-MM-dd}."), ct);
            }
            else if (membership.ValidUntil < today)
            {
                membership.State = MembershipState.Lapsed;
                await Tell(membership, new("证书已失效", "A certificate has lapsed"), new("年度考核未通过，计划资格已失效。", "The annual assessment was not passed."), ct);
            }
        }

        await db.Save(Actor.System, Type, ct);
    }

    /// <summary>Resellers have no levels and no assessment (R5.3.2).</summary>
    private async Task<bool> Passed(Membership membership, CancellationToken ct) => membership.Program == PartnerProgram.Reseller
        || await db.Assessments.AnyAsync(
            a => a.PartnerId == membership.PartnerId && a.Program == membership.Program && a.Year == membership.ValidUntil.Year - 1 && a.Passed, ct);

    private Task Tell(Membership membership, LocalText title, LocalText body, CancellationToken ct)
    {
        var name = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms[membership.Program].Name;
        return notifier.TellPartner(membership.PartnerId, ProgramsModule.See, new(
            Notice, new($"{name.Zh}：{title.Zh}", $"{name.En}: {title.En}"), body, "/portal/programs"), ct);
    }
}
