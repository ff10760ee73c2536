using PartnerCenter.Customers;
using PartnerCenter.Identity.Published;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Tokens;

/// <summary>Which customer a partner may act for: one of its own, that the caller sees (R15.3.3).</summary>
internal sealed class AssumedCustomer(UnitOfWork unit, CustomerLists customers, Accounts accounts)
{
    /// <summary>The customer.</summary>
    /// <param name="caller">A partner's, with the open API.</param>
    /// <param name="agency">The partner's platform id.</param>
    /// <param name="id">The customer's id, or null.</param>
    /// <param name="name">Else its login or number.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="WireError">403, the same for what is absent and what is not the caller's.</exception>
    public async Task<Guid> Find(Caller caller, string? agency, string? id, string? name, CancellationToken ct = default)
    {
        var denied = WireError.Identity(403, "You have no right to do this action");
        if (caller.Actor is not { Kind: ActorKind.Partner } partner || !partner.May(OpenApiModule.Use) || !partner.May(CustomersModule.See)
            || agency != caller.Domain.Name)
        {
            throw denied;
        }

        await unit.Open(partner.Reach, ct);
        var customer = Guid.TryParseExact(id, "N", out var given) ? given : name is null ? Guid.Empty : await Named(name, partner, ct);
        return await customers.Find(customer, partner, ct) is { } row ? row.Id : throw denied;
    }

    private async Task<Guid> Named(string name, Actor partner, CancellationToken ct)
    {
        await using (await unit.AcrossWalls(ct))
        {
            if (await accounts.CustomerOf(name, ct) is { } customer)
            {
                return customer;
            }
        }

        return (await customers.Customers(partner, name, null, null, 0, 2, ct)).Find(row => row.Number == name)?.Id ?? Guid.Empty;
    }
}
