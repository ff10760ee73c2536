using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Organization.Specialists;

/// <summary>
/// The administrator applies for one of its staff to be a specialist (项目专员) of a path, or for the end of it; the vendor reviews both
/// (R7.2.9, R7.2.10).
/// </summary>
internal sealed class AppointSpecialist(
    OrganizationDb db, PersonAccounts persons, DocumentStore documents, ReviewDesk reviews, Rulebook rulebook, BusinessDay businessDay)
    : IHandleNow<ReviewEnded>
{
    public const string Review = "organization.specialist-review";
    public const string CancellationReview = "organization.specialist-cancellation";

    /// <summary>Applies.</summary>
    /// <param name="account">One of the partner's staff.</param>
    /// <param name="path">The code of the path.</param>
    /// <param name="fileName">The name of the employment proof (在职证明).</param>
    /// <param name="file">The proof; null if a valid certificate does instead.</param>
    /// <param name="by">The administrator.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the person is not the partner's staff.</returns>
    /// <exception cref="Refusal">
    /// <c>organization.no-path</c> at Path; <c>organization.specialist-already</c>; <c>organization.proof-needed</c> at File.
    /// </exception>
    public async Task<bool> Apply(Guid account, string? path, string? fileName, Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        if (!await db.Bindings.AnyAsync(b => b.PartnerId == by.PartnerId && b.AccountId == account && b.ToAt == null, ct))
        {
            return false;
        }

        var terms = rulebook.On<SpecialistTerms>(SpecialistTerms.Rule, businessDay.Today).Terms;
        var chosen = terms.Path(path) ?? throw new Refusal("organization.no-path") { Field = "Path" };
        if (await db.Specialists.AsNoTracking().SingleOrDefaultAsync(s => s.AccountId == account && Specialist.Standing.Contains(s.State), ct) is { } other)
        {
            throw new Refusal("organization.specialist-already", terms.Path(other.Path)?.Name ?? new(other.Path, other.Path));
        }

        var certificates = await db.Certificates.AsNoTracking().Where(c => c.AccountId == account && c.DeletedAt == null).ToListAsync(ct);
        var proof = file is null ? null : await documents.Upload(fileName ?? "", file, by, "File", ct);
        if (proof is null && !certificates.Exists(c => c.Counts(businessDay.Today)))
        {
            throw new Refusal("organization.proof-needed") { Field = "File" };
        }

        var specialist = new Specialist { PartnerId = by.PartnerId, AccountId = account, Path = chosen.Code, AppliedAt = businessDay.Now };
        db.Specialists.Add(specialist);
        var name = (await persons.Of([account], ct))[account].Name;
        await reviews.Open(Review, specialist.Id, $"{name} · {chosen.Name.Zh} {chosen.Name.En}", by, Evidence(certificates), proof is null ? [] : [proof.Id], ct);
        try
        {
            await db.Save(by, "organization.apply-specialist", ct);
        }
        catch (DbUpdateException clash) when (clash.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new Refusal("organization.specialist-already", chosen.Name);
        }

        return true;
    }

    /// <summary>Asks for the end of it; until the vendor agrees the person stays a specialist.</summary>
    /// <returns>False if the partner has no such specialist.</returns>
    /// <exception cref="Refusal"><c>specialist.wrong-state</c>.</exception>
    public async Task<bool> Cancel(Guid account, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        var specialist = await db.Specialists.SingleOrDefaultAsync(
            s => s.PartnerId == by.PartnerId && s.AccountId == account && Specialist.Standing.Contains(s.State), ct);
        if (specialist is null)
        {
            return false;
        }

        specialist.AskToCancel();
        var name = (await persons.Of([account], ct))[account].Name;
        await reviews.Open(CancellationReview, specialist.Id, name, by, Platform.Web.Input.Text(reason, "Reason", 500), ct: ct);
        await db.Save(by, "organization.cancel-specialist", ct);
        return true;
    }

    /// <summary>The outcome of either review takes effect in the transaction of the decision.</summary>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition is not (Review or CancellationReview)
            || await db.Specialists.SingleOrDefaultAsync(s => s.Id == happened.Subject, ct) is not { } specialist)
        {
            return;
        }

        switch (happened.Definition, happened.Approved)
        {
            case (Review, true):
                specialist.Admit();
                break;
            case (Review, false):
                specialist.End(SpecialistState.Rejected, businessDay.Now);
                break;
            case (_, true):
                specialist.End(SpecialistState.Cancelled, businessDay.Now);
                break;
            default:
                specialist.Keep();
                break;
        }
    }

    private string Evidence(List<PersonCertificate> certificates) =>
        string.Join("; ", certificates.Where(c => c.Counts(businessDay.Today)).Select(c => $"{c.Kind} {c.Number}"));
}
