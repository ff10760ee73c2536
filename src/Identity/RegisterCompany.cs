using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Identity;

/// <summary>What a company gives when it signs up; the name and code stand for its enterprise real-name authentication (R3.3).</summary>
public sealed record CompanyRegistration(string? Email, string? Mobile, string? Password, string? ContactName, string? CompanyName, string? Uscc);

/// <summary>A company gets an account, with which it can join the network.</summary>
public sealed class RegisterCompany(IdentityDb db, UserManager<Account> users, BusinessDay businessDay, Vault vault)
{
    /// <summary>Makes the account.</summary>
    /// <exception cref="Refusal">A field is wrong, the address is taken, or the company code is malformed.</exception>
    public async Task<Guid> Run(CompanyRegistration wish, CancellationToken ct = default)
    {
        var code = Input.Text(wish.Uscc, nameof(wish.Uscc), 18);
        if (code.Length is 9 or 10)
        {
            OrganizationCode.Check(code, nameof(wish.Uscc));
        }
        else
        {
            Uscc.Check(code, nameof(wish.Uscc));
        }

        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            Kind = ActorKind.Company,
            DisplayName = Input.Text(wish.ContactName, nameof(wish.ContactName), 100),
            CompanyName = Input.Text(wish.CompanyName, nameof(wish.CompanyName)),
            CompanyUscc = code,
            Roles = [Role.Company],
            CreatedAt = businessDay.Now,
        };
        account.SetMobile(Input.Mobile(wish.Mobile, nameof(wish.Mobile)), vault);
        await using var wide = await db.Unit.AcrossWalls(ct);
        await Create(account, wish.Email, wish.Password, ct);
        await db.Save(account.ToActor(), "identity.register-company", ct);
        return account.Id;
    }

    internal async Task Create(Account account, string? email, string? password, CancellationToken ct)
    {
        account.UserName = account.Email = Input.Email(email, "Email");
        var taken = users.NormalizeEmail(account.Email);
        if (await db.Accounts.AnyAsync(a => a.NormalizedUserName == taken, ct))
        {
            throw new Refusal("identity.email-taken") { Field = "Email" };
        }

        var made = await users.CreateAsync(account, password ?? "");
        if (!made.Succeeded)
        {
            throw users.TooWeak(account);
        }
    }
}
