using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Identity;

/// <summary>Where accounts can be reached.</summary>
internal sealed class AddressBook(IdentityDb db, PermissionCatalogue catalogue, Vault vault) : IAddressBook
{
    public async Task<Reachable?> Account(Guid account, CancellationToken ct) =>
        (await List(db.Accounts.Where(a => a.Id == account), ct)).SingleOrDefault();

    public Task<IReadOnlyList<Reachable>> Partner(Guid partner, string permission, CancellationToken ct)
    {
        var roles = catalogue[permission].Roles.ToList();
        return List(db.Accounts.Where(a => a.PartnerId == partner && a.Roles.Any(role => roles.Contains(role))), ct);
    }

    public Task<IReadOnlyList<Reachable>> Customer(Guid customer, CancellationToken ct) =>
        List(db.Accounts.Where(a => a.CustomerId == customer && a.DisabledAt == null), ct);

    public Task<IReadOnlyList<Reachable>> VendorRole(string role, CancellationToken ct) =>
        List(db.Accounts.Where(a => a.Kind == ActorKind.Vendor && a.Roles.Contains(role)), ct);

    private async Task<IReadOnlyList<Reachable>> List(IQueryable<Account> accounts, CancellationToken ct) =>
        (await accounts.AsNoTracking().ToListAsync(ct)).ConvertAll(a => new Reachable(a.Id, a.Email!, a.MobileOf(vault), a.Culture));
}
