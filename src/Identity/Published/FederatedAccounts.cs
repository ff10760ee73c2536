using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Identity.Published;

/// <summary>
/// Accounts of customers that arrive from a partner's platform. One belongs to a name on one platform; it has no password and no address
/// to sign in with, since whatever else the platform says of it is not verified by us.
/// </summary>
public sealed class FederatedAccounts(IdentityDb db, UserManager<Account> users, BusinessDay businessDay, Vault vault)
{
    /// <summary>The account of a name, or null. Two who ask at once for the same name: the second waits for the first to commit.</summary>
    public async Task<Actor?> Find(Guid partner, string nameId, CancellationToken ct = default)
    {
        var provider = Provider(partner);
        await db.Alone($"{provider}/{nameId}", ct);
        var account = await db.Set<IdentityUserLogin<Guid>>().Where(l => l.LoginProvider == provider && l.ProviderKey == nameId)
            .Join(db.Accounts, l => l.UserId, a => a.Id, (_, a) => a).SingleOrDefaultAsync(ct);
        return account?.ToActor();
    }

    /// <summary>Makes the account of a name; saved with the caller's unit of work.</summary>
    public Actor Add(Guid partner, string nameId, Guid customer, string name, string? email, string? mobile)
    {
        var id = Guid.CreateVersion7();
        var account = new Account
        {
            Id = id,
            Kind = ActorKind.Customer,
            DisplayName = name,
            UserName = $"saml-{id:n}",
            NormalizedUserName = $"SAML-{id:N}",
            Email = email ?? "",
            NormalizedEmail = (email ?? "").ToUpperInvariant(),
            CustomerId = customer,
            Roles = [Role.Customer],
            CreatedAt = businessDay.Now,
            SignedInAt = businessDay.Now,
            SecurityStamp = Guid.NewGuid().ToString("n"),
        };
        account.SetMobile(mobile, vault);
        db.Accounts.Add(account);
        db.Set<IdentityUserLogin<Guid>>().Add(new() { LoginProvider = Provider(partner), ProviderKey = nameId, UserId = id });
        return account.ToActor();
    }

    /// <summary>
    /// Makes the account of a name with a login of its own, by which it enters also without the platform if it has a password; saved with
    /// the caller's unit of work.
    /// </summary>
    /// <exception cref="Refusal"><c>identity.password</c>, at Password.</exception>
    public async Task<Actor> AddNamed(Guid partner, string nameId, Guid customer, string login, string? mobile, string? password)
    {
        var id = Guid.CreateVersion7();
        var account = new Account
        {
            Id = id,
            Kind = ActorKind.Customer,
            DisplayName = login,
            UserName = login,
            Email = "",
            CustomerId = customer,
            Roles = [Role.Customer],
            CreatedAt = businessDay.Now,
        };
        account.SetMobile(mobile, vault);
        var made = password is null ? await users.CreateAsync(account) : await users.CreateAsync(account, password);
        if (!made.Succeeded)
        {
            throw users.TooWeak(account);
        }

        db.Set<IdentityUserLogin<Guid>>().Add(new() { LoginProvider = Provider(partner), ProviderKey = nameId, UserId = id });
        return account.ToActor();
    }

    /// <summary>Notes that somebody came again; saved with the caller's unit of work.</summary>
    /// <exception cref="Refusal"><c>identity.disabled</c></exception>
    public async Task ComeAgain(Guid account, CancellationToken ct = default)
    {
        var row = await db.Accounts.SingleAsync(a => a.Id == account, ct);
        row.SignedInAt = row.DisabledAt is null ? businessDay.Now : throw new Refusal("identity.disabled");
    }

    /// <summary>Begins the session of an account that arrived in this unit of work.</summary>
    /// <returns>The first page of its day.</returns>
    public async Task<string> Begin(HttpContext http, Guid account)
    {
        var row = (await db.Accounts.FindAsync(account))!;
        await SessionEndpoints.Begin(http, row);
        return SessionEndpoints.Home(row.Kind);
    }

    private static string Provider(Guid partner) => $"saml:{partner}";
}
