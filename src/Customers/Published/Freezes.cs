using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Customers.Published;

/// <summary>A partner has frozen its customer, or unfrozen it.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Frozen">False if it is unfrozen.</param>
public sealed record CustomerFrozen(Guid Partner, Guid Customer, bool Frozen) : IEvent;

/// <summary>Which customers are frozen, for later modules. Plain SQL: every order asks here.</summary>
public sealed class CustomerFreezes(UnitOfWork unit)
{
    /// <summary>Stops what a frozen customer may not do.</summary>
    /// <exception cref="Refusal"><c>customers.frozen</c>, with the partner's reason.</exception>
    public async Task NeedNone(Guid customer, CancellationToken ct = default)
    {
        await using var command = unit.Command("select reason from customers.freeze where customer_id = $1 and ended_at is null", customer);
        if (await command.ExecuteScalarAsync(ct) is string reason)
        {
            throw new Refusal("customers.frozen", reason);
        }
    }

    /// <summary>Those of some customers that are frozen.</summary>
    public async Task<HashSet<Guid>> Among(IReadOnlyCollection<Guid> customers, CancellationToken ct = default)
    {
        await using var command = unit.Command("select customer_id from customers.freeze where customer_id = any ($1) and ended_at is null", customers.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new HashSet<Guid>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetGuid(0));
        }

        return found;
    }
}
