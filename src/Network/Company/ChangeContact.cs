using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network.Company;

/// <summary>Whom the vendor asks for at a partner account.</summary>
internal sealed record ContactForm(string? ContactName, string? ContactPosition, string? ContactMobile, string? ContactEmail);

/// <summary>A partner account changes its own contact (R6.1.5).</summary>
internal sealed class ChangeContact(NetworkDb db, Vault vault)
{
    /// <summary>Changes it.</summary>
    /// <exception cref="Refusal">Those of the fields.</exception>
    public async Task Run(ContactForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.EditCompany);
        var partner = await db.Partners.SingleAsync(p => p.Id == by.PartnerId, ct);
        var mobile = Input.Mobile(form.ContactMobile, nameof(form.ContactMobile));
        (partner.ContactName, partner.ContactPosition, partner.ContactEmail) = (
            Input.Text(form.ContactName, nameof(form.ContactName), 100),
            Input.Text(form.ContactPosition, nameof(form.ContactPosition), 100),
            Input.Email(form.ContactEmail, nameof(form.ContactEmail)));
        partner.SetMobile(mobile, vault);
        await db.Save(by, "network.change-contact", ct);
    }
}
