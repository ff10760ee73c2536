using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Register;

/// <summary>What is told of a thing that a partner has.</summary>
/// <param name="Partner">The partner's number.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Progress">How far it is, of baseline solutions and co-sell products.</param>
/// <param name="Code">Which tag.</param>
/// <param name="Number">Its number.</param>
/// <param name="Title">Its name.</param>
/// <param name="Copyright">The number of the software copyright certificate.</param>
/// <param name="From">First day on which it counts.</param>
/// <param name="Until">Last day; of solutions it follows from the first.</param>
internal sealed record EvidenceForm(
    string? Partner, EvidenceKind? Kind, EvidenceProgress? Progress, string? Code, string? Number, string? Title, string? Copyright, DateOnly? From,
    DateOnly? Until);

/// <summary>The vendor's people enter what partners have, and withdraw what is wrong; stages follow at once.</summary>
internal sealed class EnterEvidence(PathsDb db, Partners partners, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>What both sides lock in pages of its own, so that neither can be entered without the other.</summary>
    public static readonly EvidenceKind[] Locks = [EvidenceKind.BusinessPlanLock, EvidenceKind.CustomerListLock];

    private static readonly EvidenceKind[] WithProgress = [EvidenceKind.BaselineSolution, EvidenceKind.CoSellProduct];

    /// <summary>Enters one thing.</summary>
    /// <exception cref="Refusal">
    /// <c>paths.no-partner</c> at Partner; <c>paths.locks-have-pages</c> at Kind; <c>paths.no-tag</c> at Code; <c>paths.copyright-needed</c> at Copyright (R4.1.6);
    /// <c>paths.solution-term</c> or <c>paths.until-before-from</c> at Until; <c>paths.evidence-known</c> at Number; those of the fields.
    /// </exception>
    public async Task<Guid> Run(EvidenceForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        var record = await Add(form, by, ct);
        await db.Save(by, "paths.enter-evidence", ct);
        return record.Id;
    }

    /// <summary>Withdraws what was entered wrongly or has ended early.</summary>
    /// <returns>False if there is none with that id.</returns>
    public async Task<bool> Withdraw(Guid id, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        if (await db.Evidence.SingleOrDefaultAsync(e => e.Id == id && e.WithdrawnAt == null, ct) is not { } record)
        {
            return false;
        }

        record.Withdraw(businessDay.Now, Input.Text(reason, "Reason"));
        db.Publish(new PathEvidenceChanged(record.PartnerId));
        await db.Save(by, "paths.withdraw-evidence", ct);
        return true;
    }

    /// <summary>Adds without saving.</summary>
    internal async Task<EvidenceRecord> Add(EvidenceForm form, Actor by, CancellationToken ct)
    {
        var terms = rulebook.On<PathTerms>(PathTerms.Rule, businessDay.Today).Terms;
        var partner = await partners.ByNumber(Input.Text(form.Partner, "Partner", 40), ct) ?? throw new Refusal("paths.no-partner") { Field = "Partner" };
        var kind = Input.Chosen(form.Kind, "Kind");
        if (Locks.Contains(kind))
        {
            throw new Refusal("paths.locks-have-pages") { Field = "Kind" };
        }

        var number = Input.Text(form.Number, "Number", 60);
        // One lock for all partners: two files that name them in different orders must not wait for each other.
        await db.Unit.InTurn("paths.evidence", ct);
        if (db.Evidence.Local.Any(e => e.PartnerId == partner.Id && e.Kind == kind && e.Number == number && e.WithdrawnAt is null)
            || await db.Evidence.AnyAsync(e => e.PartnerId == partner.Id && e.Kind == kind && e.Number == number && e.WithdrawnAt == null, ct))
        {
            throw new Refusal("paths.evidence-known", number) { Field = "Number" };
        }

        var from = Input.Chosen(form.From, "From");
        var record = new EvidenceRecord
        {
            PartnerId = partner.Id,
            Kind = kind,
            Progress = WithProgress.Contains(kind) ? Input.Chosen(form.Progress, "Progress") : EvidenceProgress.None,
            Code = kind == EvidenceKind.CapabilityTag ? (terms.Tag(form.Code) ?? throw new Refusal("paths.no-tag") { Field = "Code" }).Code : null,
            Number = number,
            Title = Input.Text(form.Title, "Title"),
            CopyrightNumber = CopyrightOf(kind, form.Copyright),
            FromOn = from,
            UntilOn = UntilOf(kind, from, form.Until, terms),
            EnteredBy = by.Name,
            EnteredAt = businessDay.Now,
        };
        db.Evidence.Add(record);
        db.Publish(new PathEvidenceChanged(partner.Id));
        return record;
    }

    private static string? CopyrightOf(EvidenceKind kind, string? copyright) =>
        !EvidenceRecord.Solutions.Contains(kind) ? null
        : string.IsNullOrWhiteSpace(copyright) ? throw new Refusal("paths.copyright-needed") { Field = "Copyright" }
        : Input.Text(copyright, "Copyright", 60);

    /// <summary>A solution's certification lasts a year (R4.1.8): its last day is the one before the same day of the next.</summary>
    private static DateOnly? UntilOf(EvidenceKind kind, DateOnly from, DateOnly? until, PathTerms terms)
    {
        if (EvidenceRecord.Solutions.Contains(kind))
        {
            var last = from.AddMonths(terms.SolutionMonths).AddDays(-1);
            return until is null || until == last ? last : throw new Refusal("paths.solution-term", last) { Field = "Until" };
        }

        return until < from ? throw new Refusal("paths.until-before-from") { Field = "Until" } : until;
    }
}
