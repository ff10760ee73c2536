using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network.Company;

/// <summary>What a company sends of its business licence.</summary>
/// <param name="Code">The USCC that stands on the licence; it must be the company's, and cannot be changed by it.</param>
/// <param name="Name">The company's name.</param>
/// <param name="Capital">The registered capital.</param>
/// <param name="FoundedOn">The day on which it was founded.</param>
/// <param name="Term">The term of operation.</param>
/// <param name="LegalPerson">The legal representative.</param>
/// <param name="Address">The address on the licence.</param>
/// <param name="Postcode">Six digits.</param>
/// <param name="Scope">The scope of business.</param>
internal sealed record LicenseForm(
    string? Code, string? Name, string? Capital, DateOnly? FoundedOn, string? Term, string? LegalPerson, string? Address, string? Postcode, string? Scope);

/// <summary>The company's main account changes the licence data, the USCC never (R6.1.2); the vendor's reviewer looks at it.</summary>
internal sealed class ChangeLicense(
    NetworkDb db, CompanyAccounts accounts, DocumentStore documents, ReviewDesk reviews, BusinessDay businessDay) : IHandleNow<ReviewEnded>
{
    public const string Review = "network.license-review";

    /// <summary>Sends the data with the licence's file.</summary>
    /// <returns>Their id.</returns>
    /// <exception cref="Refusal">
    /// <c>company.not-main</c>; <c>company.no-code</c>, <c>company.code-differs</c> at Code (R6.1.3); <c>company.license-in-review</c>;
    /// <c>company.postcode</c> at Postcode, <c>company.founded</c> at FoundedOn; those of the fields and of the file.
    /// </exception>
    public async Task<Guid> Run(LicenseForm form, string? fileName, Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.EditCompany);
        var partner = await db.Partners.AsNoTracking().SingleAsync(p => p.Id == by.PartnerId, ct);
        if (!await accounts.IsMain(partner, ct))
        {
            throw new Refusal("company.not-main");
        }

        NeedSameCode(form, partner);
        await db.Unit.InTurn($"license of {partner.LegalEntityId}", ct);
        if (await db.Licenses.AnyAsync(l => l.LegalEntityId == partner.LegalEntityId && l.State == LicenseState.InReview, ct))
        {
            throw new Refusal("company.license-in-review");
        }

        var license = await Filled(form, fileName, file, partner, by, ct);
        db.Licenses.Add(license);
        await reviews.Open(Review, license.Id, $"{partner.Number} · {license.Name}", by, partner.CompanyCode, [license.DocumentId], ct);
        await db.Save(by, "network.change-license", ct);
        return license.Id;
    }

    /// <summary>
    /// The review's outcome. A new name is that of all accounts of the company; bank accounts in the old one are to be certified anew,
    /// for holder and company must be the same (R6.2.3).
    /// </summary>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition != Review)
        {
            return;
        }

        var license = await db.Licenses.SingleAsync(l => l.Id == happened.Subject, ct);
        license.Decide(happened.Approved);
        var entity = await db.LegalEntities.SingleAsync(e => e.Id == license.LegalEntityId, ct);
        if (!happened.Approved || entity.Name == license.Name)
        {
            return;
        }

        entity.Name = license.Name;
        foreach (var account in await db.Partners.Where(p => p.LegalEntityId == entity.Id).ToListAsync(ct))
        {
            account.CompanyName = license.Name;
            foreach (var certification in await db.Certifications.Where(c => c.PartnerId == account.Id && c.State != CertificationState.Replaced).ToListAsync(ct))
            {
                certification.Replace(businessDay.Now);
                db.Publish(CertificationMoved.Of(certification));
            }
        }
    }

    private static void NeedSameCode(LicenseForm form, Partner partner)
    {
        if (partner.CompanyCode.Length != 18)
        {
            throw new Refusal("company.no-code") { Field = "Code" };
        }

        if (!string.Equals(Input.Text(form.Code, "Code", 18), partner.CompanyCode, StringComparison.OrdinalIgnoreCase))
        {
            throw new Refusal("company.code-differs") { Field = "Code" };
        }
    }

    private async Task<License> Filled(LicenseForm form, string? fileName, Stream? file, Partner partner, Actor by, CancellationToken ct)
    {
        var founded = Input.Chosen(form.FoundedOn, "FoundedOn");
        if (founded > businessDay.Today)
        {
            throw new Refusal("company.founded") { Field = "FoundedOn" };
        }

        var postcode = Input.Text(form.Postcode, "Postcode", 10);
        if (postcode.Length != 6 || !postcode.All(char.IsAsciiDigit))
        {
            throw new Refusal("company.postcode") { Field = "Postcode" };
        }

        var (name, capital, term) = (Input.Text(form.Name, "Name"), Input.Text(form.Capital, "Capital", 100), Input.Text(form.Term, "Term", 100));
        var (person, address, scope) = (Input.Text(form.LegalPerson, "LegalPerson", 100), Input.Text(form.Address, "Address", 300), Input.Text(form.Scope, "Scope", 2000));
        if (file is null)
        {
            throw new Refusal("form.required") { Field = "File" };
        }

        return new()
        {
            Id = Guid.CreateVersion7(),
            PartnerId = partner.Id,
            LegalEntityId = partner.LegalEntityId!.Value,
            DocumentId = (await documents.Upload(fileName ?? "", file, by, "File", ct)).Id,
            Name = name,
            Capital = capital,
            FoundedOn = founded,
            Term = term,
            LegalPerson = person,
            Address = address,
            Postcode = postcode,
            Scope = scope,
            SentAt = businessDay.Now,
            SentBy = by.Name,
        };
    }
}
