using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Identity.Published;

/// <summary>An account's real-name authentication as a company (R3.3).</summary>
/// <param name="Account">The account.</param>
/// <param name="CompanyName">The company's name.</param>
/// <param name="Code">Its USCC, or its organisation code of 9 characters.</param>
/// <param name="Email">The account's e-mail address.</param>
/// <param name="Mobile">The account's mobile number.</param>
/// <param name="ContactName">The name of the person.</param>
public sealed record RealName(Guid Account, string CompanyName, string Code, string Email, string Mobile, string ContactName);

/// <summary>Accounts, for later modules: reads, and changes in the same transaction.</summary>
public sealed class Accounts(IdentityDb db, UserManager<Account> users, BusinessDay businessDay, PermissionCatalogue catalogue, Vault vault)
{
    /// <summary>The real-name authentication of an account, or null if it has none.</summary>
    public async Task<RealName?> RealNameOf(Guid account, CancellationToken ct = default) =>
        await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == account && a.CompanyName != null, ct) is { } row
            ? new(row.Id, row.CompanyName!, row.CompanyUscc!, row.Email!, row.MobileOf(vault) ?? "", row.DisplayName)
            : null;

    /// <summary>An account becomes the main account of a partner.</summary>
    public async Task BecomePartner(Guid account, Guid partner, CancellationToken ct = default)
    {
        // It may have been added in this very unit of work.
        var row = await db.Accounts.FindAsync([account], ct) ?? throw new Refusal("network.no-real-name");
        (row.Kind, row.PartnerId, row.Roles) = (ActorKind.Partner, partner, [Role.PartnerAdministrator]);
    }

    /// <summary>Whether any account has a mobile number. The caller has crossed the walls.</summary>
    public Task<bool> HasMobile(string mobile, CancellationToken ct = default)
    {
        var mark = vault.Fingerprint(mobile, Account.MobileColumn.Place);
        return db.Accounts.AnyAsync(a => a.MobileMark == mark, ct);
    }

    /// <summary>Whether any account has a login or an e-mail address. The caller has crossed the walls.</summary>
    public Task<bool> HasLogin(string login, CancellationToken ct = default)
    {
        var normal = users.NormalizeName(login.Trim());
        return db.Accounts.AnyAsync(a => a.NormalizedUserName == normal || a.NormalizedEmail == normal, ct);
    }

    /// <summary>The logins of customers that have an account, the oldest account's of each. The caller has crossed the walls.</summary>
    public async Task<Dictionary<Guid, string>> LoginsOf(IReadOnlyCollection<Guid> customers, CancellationToken ct = default)
    {
        var rows = await db.Accounts.AsNoTracking().Where(a => a.CustomerId != null && customers.Contains(a.CustomerId.Value) && a.DisabledAt == null)
            .OrderBy(a => a.CreatedAt).ThenBy(a => a.Id).Select(a => new { Customer = a.CustomerId!.Value, Login = a.UserName! }).ToListAsync(ct);
        return rows.GroupBy(row => row.Customer).ToDictionary(group => group.Key, group => group.First().Login);
    }

    /// <summary>Lets a customer's people sign in no more; their sessions end at once. Saved with the caller's unit of work, who has crossed the walls.</summary>
    public async Task CloseCustomer(Guid customer, CancellationToken ct = default)
    {
        foreach (var account in await db.Accounts.Where(a => a.CustomerId == customer).ToListAsync(ct))
        {
            account.DisabledAt = businessDay.Now;
            account.SecurityStamp = Guid.NewGuid().ToString("n");
        }
    }

    /// <summary>The customer of a login, or null. The caller has crossed the walls.</summary>
    public Task<Guid?> CustomerOf(string login, CancellationToken ct = default)
    {
        var normal = users.NormalizeName(login.Trim());
        return db.Accounts.Where(a => a.NormalizedUserName == normal).Select(a => a.CustomerId).SingleOrDefaultAsync(ct);
    }

    /// <summary>A company whose real name is known gets a further account (R3.2a); saved with the caller's unit of work.</summary>
    /// <returns>Who acts by it, and its real name.</returns>
    /// <exception cref="Refusal">The address is taken or the password too weak.</exception>
    public async Task<(Actor Actor, RealName RealName)> AddCompany(
        string companyName, string code, string contact, string? email, string mobile, string? password, CancellationToken ct = default)
    {
        var account = New(ActorKind.Company, contact, [Role.Company]);
        (account.CompanyName, account.CompanyUscc) = (companyName, code);
        account.SetMobile(mobile, vault);
        await new RegisterCompany(db, users, businessDay, vault).Create(account, email, password, ct);
        return (account.ToActor(), new(account.Id, companyName, code, account.Email!, mobile, contact));
    }

    /// <summary>A customer gets an account of its own.</summary>
    /// <exception cref="Refusal">The address is taken or the password too weak.</exception>
    public async Task<Guid> AddCustomer(
        Guid customer, string name, string? email, string? mobile, string? password, CancellationToken ct = default)
    {
        var account = New(ActorKind.Customer, name, [Role.Customer]);
        account.CustomerId = customer;
        account.SetMobile(mobile, vault);
        await new RegisterCompany(db, users, businessDay, vault).Create(account, email, password, ct);
        return account.Id;
    }

    /// <summary>A customer gets an account and the token of a link with which it sets a password: seven days, once.</summary>
    /// <exception cref="Refusal">The address is taken.</exception>
    public async Task<string> AddCustomerByLink(Guid customer, string name, string email, string mobile, CancellationToken ct = default)
    {
        var account = New(ActorKind.Customer, name, [Role.Customer]);
        (account.CustomerId, account.UserName, account.Email) = (customer, email, email);
        account.SetMobile(mobile, vault);
        account.NormalizedEmail = account.NormalizedUserName = users.NormalizeEmail(email);
        (account.SecurityStamp, account.LockoutEnabled) = (Guid.NewGuid().ToString("n"), true);
        if (await db.Accounts.AnyAsync(a => a.NormalizedUserName == account.NormalizedUserName, ct))
        {
            throw new Refusal("identity.email-taken") { Field = "Email" };
        }

        db.Accounts.Add(account);
        return await new PasswordLinks(db, users, businessDay).Issue(account.Id, TimeSpan.FromDays(7), ct);
    }

    /// <summary>Adds a person of the vendor or of a partner; saved with the caller's unit of work.</summary>
    /// <exception cref="Refusal">The address is taken or the password too weak.</exception>
    public async Task<Guid> AddPerson(
        string name, string email, string password, IEnumerable<string> roles, Guid? partner, CancellationToken ct = default)
    {
        var account = New(partner is null ? ActorKind.Vendor : ActorKind.Partner, name, [.. roles]);
        account.PartnerId = partner;
        await new RegisterCompany(db, users, businessDay, vault).Create(account, email, password, ct);
        return account.Id;
    }

    /// <summary>The actor of an e-mail address with all that its roles allow, or null.</summary>
    public async Task<Actor?> Find(string email, CancellationToken ct = default)
    {
        var normal = users.NormalizeEmail(email);
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == normal, ct);
        return account?.ToActor(catalogue.Of(account.Roles));
    }

    /// <summary>Names of the vendor's people with a role, by account.</summary>
    public Task<Dictionary<Guid, string>> Vendor(string role, CancellationToken ct = default) => db.Accounts
        .Where(a => a.Kind == ActorKind.Vendor && a.Roles.Contains(role) && a.DisabledAt == null).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);

    /// <summary>Whether any account of a kind exists.</summary>
    public Task<bool> Any(ActorKind kind, CancellationToken ct = default) => db.Accounts.AnyAsync(a => a.Kind == kind, ct);

    private Account New(ActorKind kind, string name, List<string> roles) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = kind,
        DisplayName = name,
        Roles = roles,
        CreatedAt = businessDay.Now,
    };
}
