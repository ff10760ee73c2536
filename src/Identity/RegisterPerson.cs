using Microsoft.AspNetCore.Identity;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Identity;

/// <summary>What a person gives for an account of its own.</summary>
public sealed record PersonRegistration(string? Email, string? Mobile, string? Password, string? Name);

/// <summary>A person gets an account of its own (个人账号): with it, it becomes staff of a partner once that invites it (R7.2.1).</summary>
public sealed class RegisterPerson(IdentityDb db, UserManager<Account> users, BusinessDay businessDay, Vault vault)
{
    /// <summary>Makes the account.</summary>
    /// <exception cref="Refusal">A field is wrong, the address is taken, or the password is too weak.</exception>
    public async Task<Guid> Run(PersonRegistration wish, CancellationToken ct = default)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            Kind = ActorKind.Person,
            DisplayName = Input.Text(wish.Name, nameof(wish.Name), 100),
            Roles = [Role.Person],
            CreatedAt = businessDay.Now,
        };
        account.SetMobile(Input.Mobile(wish.Mobile, nameof(wish.Mobile)), vault);
        await using var wide = await db.Unit.AcrossWalls(ct);
        await new RegisterCompany(db, users, businessDay, vault).Create(account, wish.Email, wish.Password, ct);
        await db.Save(account.ToActor(), "identity.register-person", ct);
        return account.Id;
    }
}
