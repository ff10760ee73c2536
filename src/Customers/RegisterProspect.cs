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

/// <summary>The same once every field of it is in order.</summary>
internal sealed record CheckedProspect(string CompanyName, string ContactName, string Mobile, string Email)
{
    private static readonly Func<ProspectForm, string>[] Fields = [Company, Contact, MobileOf, EmailOf];

    /// <exception cref="Refusal">The first field that is missing or malformed.</exception>
    public static CheckedProspect Of(ProspectForm form) => new(Company(form), Contact(form), MobileOf(form), EmailOf(form));

    /// <summary>Everything that is missing or malformed.</summary>
    public static List<Refusal> Problems(ProspectForm form)
    {
        var problems = new List<Refusal>();
        foreach (var field in Fields)
        {
            try
            {
                field(form);
            }
            catch (Refusal refusal)
            {
                problems.Add(refusal);
            }
        }

        return problems;
    }

    private static string Company(ProspectForm form) => Input.Text(form.CompanyName, nameof(form.CompanyName));

    private static string Contact(ProspectForm form) => Input.Text(form.ContactName, nameof(form.ContactName), 100);

    private static string MobileOf(ProspectForm form) => Input.Mobile(form.Mobile, nameof(form.Mobile));

    private static string EmailOf(ProspectForm form) => Input.Email(form.Email, nameof(form.Email));
}

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
        var id = await Add(CheckedProspect.Of(form), by, ct);
        await db.Save(by, "customers.register-prospect", ct);
        return id;
    }

    /// <summary>Nobody else registers this company for the partner until the end of the transaction.</summary>
    internal Task InTurn(CheckedProspect form, Actor by, CancellationToken ct) => db.Unit.InTurn($"the prospect {form.CompanyName} of {by.PartnerId}", ct);

    /// <summary>The same for a caller that saves.</summary>
    internal async Task<Guid> Add(CheckedProspect form, Actor by, CancellationToken ct)
    {
        var (id, partner) = (Guid.CreateVersion7(), by.PartnerId);
        await InTurn(form, by, ct);
        if (await db.Prospects.Where(p => p.PartnerId == partner && p.CompanyName == form.CompanyName && p.State != ProspectState.Associated)
            .Select(p => p.Number).FirstOrDefaultAsync(ct) is { } known)
        {
            throw new Refusal("prospect.known", known) { Field = nameof(form.CompanyName) };
        }

        db.Prospects.Add(new()
        {
            Id = id,
            Number = await numbers.Next("PR", ct),
            PartnerId = partner,
            CompanyName = form.CompanyName,
            ContactName = form.ContactName,
            Mobile = vault.Seal(form.Mobile, Prospect.MobileColumn.Place, id),
            Email = form.Email,
            RegisteredAt = businessDay.Now,
        });
        return id;
    }
}
