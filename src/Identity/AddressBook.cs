using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Identity;

/// <summary>Where accounts can be reached.</summary>
internal sealed class AddressBook(IdentityDb db, PermissionCatalogue catalogue) : IAddressBook
{
    public async Task<Reachable?> Account(Guid account, CancellationToken ct) =>
        (await List(db.Accounts.Where(a => a.Id == account), ct)).SingleOrDefault();

    public Task<IReadOnlyList<Reachable>> Partner(Guid partner, string permission, CancellationToken ct)
    {
        var roles = catalogue[permission].Roles.ToList();
        return List(db.Accounts.Where(a => a.PartnerId == partner && a.Roles.Any(role => roles.Contains(role))), ct);
    }

    public Task<IReadOnlyList<Reachable>> Customer(Guid customer, CancellationToken ct) =>
        List(db.Accounts.Where(a => a.CustomerId == customer), ct);

    public Task<IReadOnlyList<Reachable>> VendorRole(string role, CancellationToken ct) =>
        List(db.Accounts.Where(a => a.Kind == ActorKind.Vendor && a.Roles.Contains(role)), ct);

    private static async Task<IReadOnlyList<Reachable>> List(IQueryable<Account> accounts, CancellationToken ct) =>
        await accounts.AsNoTracking().Select(a => new Reachable(a.Id, a.Email!, a.PhoneNumber, a.Culture)).ToListAsync(ct);
}
