using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network.Company;

/// <summary>What a partner shows of itself: logo, contact for the public, introduction (R6.1.4).</summary>
internal sealed class CompanyProfile : IPartnerRow
{
    public Guid PartnerId { get; init; }

    /// <summary>The logo's picture, a document.</summary>
    public Guid? LogoId { get; set; }

    public required string Contact { get; set; }

    public required string IntroductionZh { get; set; }

    public required string IntroductionEn { get; set; }

    public string? Website { get; set; }

    /// <summary>The ticket on which it was changed last.</summary>
    public required string Ticket { get; set; }

    public required string ChangedBy { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>What the vendor's people enter from a partner's ticket.</summary>
/// <param name="Ticket">The ticket's number.</param>
/// <param name="Contact">How the public reaches the company.</param>
/// <param name="IntroductionZh">What it does, in Chinese.</param>
/// <param name="IntroductionEn">The same in English.</param>
/// <param name="Website">Its site, https.</param>
internal sealed record ProfileForm(string? Ticket, string? Contact, string? IntroductionZh, string? IntroductionEn, string? Website);

/// <summary>The vendor's people change logo, contact and introduction of a company, on a ticket of its own (R6.1.4).</summary>
internal sealed class ChangeProfile(NetworkDb db, TicketProof tickets, DocumentStore documents, BusinessDay businessDay)
{
    /// <summary>The category of such tickets.</summary>
    public const string Category = "company-profile";

    /// <summary>Changes them; the logo stays where no file is sent.</summary>
    /// <returns>False if there is no such partner.</returns>
    /// <exception cref="Refusal">
    /// Those of <see cref="TicketProof"/>; <c>company.logo</c> at Logo: it is no picture; <c>company.website</c> at Website; those of the
    /// fields and of the file.
    /// </exception>
    public async Task<bool> Run(Guid partner, ProfileForm form, string? fileName, Stream? logo, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.ChangeProfiles);
        if (!await db.Partners.AnyAsync(p => p.Id == partner, ct))
        {
            return false;
        }

        var ticket = await tickets.Need(form.Ticket, partner, Category, ct);
        var (contact, zh, en) = (Input.Text(form.Contact, "Contact"), Input.Text(form.IntroductionZh, "IntroductionZh", 2000), Input.Text(form.IntroductionEn, "IntroductionEn", 2000));
        var website = string.IsNullOrWhiteSpace(form.Website) ? null : Website(Input.Text(form.Website, "Website", 200));
        var profile = await db.Profiles.SingleOrDefaultAsync(p => p.PartnerId == partner, ct);
        if (profile is null)
        {
            db.Profiles.Add(profile = new() { PartnerId = partner, Contact = contact, IntroductionZh = zh, IntroductionEn = en, Ticket = ticket, ChangedBy = by.Name });
        }

        (profile.Contact, profile.IntroductionZh, profile.IntroductionEn, profile.Website) = (contact, zh, en, website);
        (profile.Ticket, profile.ChangedBy, profile.ChangedAt) = (ticket, by.Name, businessDay.Now);
        if (logo is not null)
        {
            profile.LogoId = await Picture(partner, fileName, logo, by, ct);
        }

        await db.Save(by, "network.change-profile", ct);
        return true;
    }

    private static string Website(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0
            ? text : throw new Refusal("company.website") { Field = "Website" };

    private async Task<Guid> Picture(Guid partner, string? name, Stream content, Actor by, CancellationToken ct)
    {
        var document = await documents.UploadFor(partner, name ?? "", content, by, "Logo", ct);
        return document.ContentType.StartsWith("image/", StringComparison.Ordinal)
            ? document.Id : throw new Refusal("company.logo") { Field = "Logo" };
    }
}
