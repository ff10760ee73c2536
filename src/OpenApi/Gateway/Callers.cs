using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity.Published;
using PartnerCenter.Network.Published;
using PartnerCenter.OpenApi.Sandboxes;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>Who stands behind credentials: the actor as for a session, or the customer that its partner acts for (R15.3.3).</summary>
internal sealed class Callers(
    UnitOfWork unit, IActorSource actors, ProgramSignIn programs, Accounts accounts, Partners partners, Associations associations,
    SandboxLists sandboxes, PermissionCatalogue catalogue, IMemoryCache cache)
{
    // A name hardly changes, and only names are kept: what somebody may is looked up with every call.
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    /// <summary>The caller of an account, or null if that is disabled, or the customer is no longer its partner's, or the sandbox is over.</summary>
    /// <param name="id">The account.</param>
    /// <param name="assumed">The customer that it acts for; null for itself.</param>
    /// <param name="sandbox">The sandbox in which it acts; null for the partner itself.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Caller?> Of(Guid id, Guid? assumed, Guid? sandbox, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        if (await programs.Find(id, ct) is not { } account || await actors.Of(id, ct) is not { } person)
        {
            return null;
        }

        var (mark, actor, domain) = (Mark(account, person), person, await DomainOf(account, ct));
        if (sandbox is { } tenant)
        {
            if (account.Partner is not { } owner || !person.May(OpenApiModule.Use) || !await sandboxes.IsOpen(tenant, owner, ct))
            {
                return null;
            }

            (actor, domain) = (Sandbox.Within(tenant, person), new(tenant, $"{domain.Name}-sandbox"));
        }

        if (assumed is not { } customer)
        {
            return new(actor, account, person, domain, mark);
        }

        return account.Partner is not null && person.May(OpenApiModule.Use) && await associations.Now(actor.PartnerId, customer, ct) is { } association
            ? new(ActingFor(customer, association.Name, actor), account, person, await CustomerDomain(customer, association.Number, ct), mark)
            : null;
    }

    /// <summary>The customer that one of its partner's people acts for.</summary>
    public Actor ActingFor(Guid customer, string name, Actor person) => person with
    {
        Name = $"{name}/{person.Name}",
        Kind = ActorKind.Customer,
        Partner = null,
        Customer = customer,
        Roles = [Role.Customer],
        Permissions = catalogue.Of([Role.Customer]),
        Managers = null,
        Reach = new(false, [person.PartnerId], customer),
    };

    /// <summary>The account of the cloud that an account belongs to. The caller has crossed the walls.</summary>
    public async Task<Domain> DomainOf(ProgramAccount account, CancellationToken ct) =>
        (await cache.GetOrCreateAsync((typeof(Domain), account.Partner, account.Customer, account.Id), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Keep;
            return DomainNamed(account, ct);
        }))!;

    private async Task<Domain> DomainNamed(ProgramAccount account, CancellationToken ct) => account switch
    {
        { Partner: { } partner } => new(partner, (await partners.Find(partner, ct))?.Number ?? account.Login),
        { Customer: { } customer } => await CustomerDomain(customer, account.Login, ct),
        _ => new(account.Id, account.Login),
    };

    private async Task<Domain> CustomerDomain(Guid customer, string number, CancellationToken ct) =>
        new(customer, (await accounts.LoginsOf([customer], ct)).GetValueOrDefault(customer, number));

    /// <summary>Other once the password or any right is: what was given out before holds no more.</summary>
    private static string Mark(ProgramAccount account, Actor person)
    {
        var rights = string.Join(',', person.Permissions.Order(StringComparer.Ordinal).Concat(person.Roles.Order(StringComparer.Ordinal)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.Mark}/{rights}")));
    }
}
