using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>What a partner tells of a prospect.</summary>
public sealed record ProspectForm(string? CompanyName, string? ContactName, string? Mobile, string? Email);

/// <summary>
/// A partner registers a company that it wants as customer (报备, R12.1.2.4): the company, not a project with it, and so once for as long as it
/// is no customer (R12.1.2.8).
/// </summary>
public sealed class RegisterProspect(CustomersDb db, Numbers numbers, BusinessDay businessDay, Vault vault)
{
    /// <summary>Registers it.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="Refusal"><c>prospect.known</c>: this partner has it already. A field is missing or malformed.</exception>
    public async Task<Guid> Run(ProspectForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Acquire);
        var (id, partner, company) = (Guid.CreateVersion7(), by.PartnerId, Input.Text(form.CompanyName, nameof(form.CompanyName)));
        await db.Unit.InTurn($"the prospect {company} of {partner}", ct);
        if (await db.Prospects.Where(p => p.PartnerId == partner && p.CompanyName == company && p.State != ProspectState.Associated)
            .Select(p => p.Number).FirstOrDefaultAsync(ct) is { } known)
        {
            throw new Refusal("prospect.known", known) { Field = nameof(form.CompanyName) };
        }

        var prospect = new Prospect
        {
            Id = id,
            Number = await numbers.Next("PR", ct),
            PartnerId = partner,
            CompanyName = company,
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
