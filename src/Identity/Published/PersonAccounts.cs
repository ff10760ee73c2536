using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Identity.Published;

/// <summary>What a partner that wants to invite somebody must know of the account.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">Its address.</param>
/// <param name="Kind">On whose side it stands.</param>
/// <param name="IsEnterprise">Whether its real name is a company's.</param>
/// <param name="HasRealName">Whether its real name is authenticated.</param>
public sealed record FoundAccount(Guid Id, string Name, string Email, ActorKind Kind, bool IsEnterprise, bool HasRealName);

/// <summary>An account has another name: its real one, or the one that it was given once (R6.1.7).</summary>
public sealed record AccountNamed(Guid Account, string Name) : IEvent;

/// <summary>Personal accounts, for the module that binds them to partners.</summary>
public sealed class PersonAccounts(IdentityDb db, UserManager<Account> users, Vault vault)
{
    /// <summary>The account of a name (its e-mail address), whoever it belongs to; null if this site has none (R3.5).</summary>
    public async Task<FoundAccount?> Find(string name, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var normal = users.NormalizeEmail(name.Trim());
        return await Found(db.Accounts.Where(a => a.NormalizedUserName == normal && a.DisabledAt == null)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Accounts by id.</summary>
    public async Task<Dictionary<Guid, FoundAccount>> Of(IReadOnlyCollection<Guid> accounts, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await Found(db.Accounts.Where(a => accounts.Contains(a.Id))).ToDictionaryAsync(a => a.Id, ct);
    }

    /// <summary>Whether an account's mobile number begins with one of some country codes; one without any is of China.</summary>
    public async Task<bool> HasMobileOf(Guid account, IReadOnlyCollection<string> codes, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var mobile = (await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == account, ct)).MobileOf(vault) ?? "";
        var whole = mobile.StartsWith('+') ? mobile : $"+86{mobile}";
        return codes.Any(code => whole.StartsWith(code, StringComparison.Ordinal));
    }

    private static IQueryable<FoundAccount> Found(IQueryable<Account> accounts) => accounts.AsNoTracking()
        .Select(a => new FoundAccount(a.Id, a.DisplayName, a.Email!, a.Kind, a.CompanyName != null, a.RealNameAt != null));
}
