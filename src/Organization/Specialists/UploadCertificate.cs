using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Organization.Specialists;

/// <summary>What a person tells of a certificate.</summary>
internal sealed record CertificateForm(string? Kind, string? Number, string? Title, DateOnly? IssuedOn, DateOnly? ValidUntil);

/// <summary>
/// A person uploads a career certificate, which the vendor reviews (R7.2.6), or deletes one, so that it can go into another account
/// (R7.2.7). Synchronised kinds can be neither typed in nor moved.
/// </summary>
internal sealed class UploadCertificate(
    OrganizationDb db, DocumentStore documents, ReviewDesk reviews, Rulebook rulebook, BusinessDay businessDay) : IHandleNow<ReviewEnded>
{
    public const string Review = "organization.certificate-review";

    /// <summary>Uploads.</summary>
    /// <exception cref="Refusal">
    /// <c>organization.synchronised-kind</c> or <c>organization.certificate-kind</c> at Kind; <c>organization.certificate-elsewhere</c> at
    /// Number; <c>organization.certificate-over</c> at ValidUntil; refusals of fields and file.
    /// </exception>
    public async Task<Guid> Run(CertificateForm form, string? fileName, Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.OwnQualifications);
        var kind = rulebook.On<SpecialistTerms>(SpecialistTerms.Rule, businessDay.Today).Terms.Kind(form.Kind)
            ?? throw new Refusal("organization.certificate-kind") { Field = "Kind" };
        if (kind.Source == CertificateSource.Learning)
        {
            throw new Refusal("organization.synchronised-kind", kind.Code) { Field = "Kind" };
        }

        var (number, title) = (Input.Text(form.Number, "Number", 60), Input.Text(form.Title, "Title"));
        var issued = form.IssuedOn ?? throw new Refusal("form.required") { Field = "IssuedOn" };
        if (issued > businessDay.Today || form.ValidUntil < issued || form.ValidUntil < businessDay.Today)
        {
            throw new Refusal("organization.certificate-over") { Field = issued > businessDay.Today ? "IssuedOn" : "ValidUntil" };
        }

        await using (await db.Unit.AcrossWalls(ct))
        {
            if (await db.Certificates.AnyAsync(c => c.Number == number && c.DeletedAt == null && c.State != CertificateState.Rejected, ct))
            {
                throw new Refusal("organization.certificate-elsewhere", number) { Field = "Number" };
            }
        }

        if (file is null)
        {
            throw new Refusal("form.required") { Field = "File" };
        }

        var document = await documents.Upload(fileName ?? "", file, by, "File", ct);
        var certificate = new PersonCertificate
        {
            AccountId = by.Account,
            Kind = kind.Code,
            Number = number,
            Title = title,
            Source = CertificateSource.Upload,
            IssuedOn = issued,
            ValidUntil = form.ValidUntil,
            DocumentId = document.Id,
            State = CertificateState.InReview,
            AddedAt = businessDay.Now,
        };
        db.Certificates.Add(certificate);
        await reviews.Open(Review, certificate.Id, $"{by.Name} · {kind.Code} {number}", by, title, [document.Id], ct);
        await Save(number, by, "organization.upload-certificate", ct);
        return certificate.Id;
    }

    /// <summary>Deletes one of the actor's own.</summary>
    /// <returns>False if it has none with that id.</returns>
    /// <exception cref="Refusal"><c>organization.certificate-synchronised</c>.</exception>
    public async Task<bool> Delete(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.OwnQualifications);
        var certificate = await db.Certificates.SingleOrDefaultAsync(c => c.Id == id && c.AccountId == by.Account && c.DeletedAt == null, ct);
        if (certificate is null)
        {
            return false;
        }

        if (certificate.Source == CertificateSource.Learning)
        {
            throw new Refusal("organization.certificate-synchronised");
        }

        certificate.DeletedAt = businessDay.Now;
        await db.Save(by, "organization.delete-certificate", ct);
        return true;
    }

    /// <summary>The outcome of the review takes effect in the transaction of the decision.</summary>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition == Review && await db.Certificates.SingleOrDefaultAsync(c => c.Id == happened.Subject, ct) is { } certificate)
        {
            certificate.State = happened.Approved ? CertificateState.Valid : CertificateState.Rejected;
        }
    }

    private async Task Save(string number, Actor by, string action, CancellationToken ct)
    {
        try
        {
            await db.Save(by, action, ct);
        }
        catch (DbUpdateException clash) when (clash.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new Refusal("organization.certificate-elsewhere", number) { Field = "Number" };
        }
    }
}
