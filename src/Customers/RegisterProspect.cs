using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>What a partner tells of a prospect.</summary>
public sealed record ProspectForm(string? CompanyName, string? ContactName, string? Mobile, string? Email);

/// <summary>A partner registers a company that it wants as customer (报备, R12.1.2.4, R12.1.2.8).</summary>
public sealed class RegisterProspect(CustomersDb db, Numbers numbers, BusinessDay businessDay, Vault vault)
{
    /// <summary>Registers it.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="Refusal">A field is missing or malformed.</exception>
    public async Task<Guid> Run(ProspectForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Acquire);
        var id = Guid.CreateVersion7();
        var prospect = new Prospect
        {
            Id = id,
            Number = await numbers.Next("PR", ct),
            PartnerId = by.PartnerId,
            CompanyName = Input.Text(form.CompanyName, nameof(form.CompanyName)),
            ContactName = Input.Text(form.ContactName, nameof(form.ContactName), 100),
            Mobile = vault.Seal(Input.Mobile(form.Mobile, nameof(form.Mobile)), Prospect.MobileColumn.Place, id),
            Email = Input.Email(form.Email, nameof(form.Email)),
            RegisteredAt = businessDay.Now,
        };
        db.Prospects.Add(prospect);
        await db.Save(by, "customers.register-prospect", ct);
        return prospect.Id;
    }
}
