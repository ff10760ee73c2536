using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Customers.Published;

/// <summary>A customer as other modules see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">What people call it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Master">The enterprise whose sub account it is; null for all others.</param>
/// <param name="Custody">Whether the master keeps its money (财务托管).</param>
public sealed record CustomerView(Guid Id, string Number, string Name, Guid? Master, bool Custody);

/// <summary>Customers, with a partner or without, for later modules. Plain SQL: every order asks here.</summary>
public sealed class CustomerAccounts(UnitOfWork unit)
{
    /// <summary>A customer within the reader's walls, or null.</summary>
    public async Task<CustomerView?> Find(Guid id, CancellationToken ct = default) => (await List("id = $1", id, ct)).SingleOrDefault();

    /// <summary>The same by number.</summary>
    public async Task<CustomerView?> ByNumber(string number, CancellationToken ct = default) => (await List("number = $1", number, ct)).SingleOrDefault();

    /// <summary>The sub accounts of an enterprise, by number.</summary>
    public Task<List<CustomerView>> SubsOf(Guid master, CancellationToken ct = default) => List("master_id = $1", master, ct);

    /// <summary>The customers that somebody of a partner sees: those of the account managers whose customers it sees (R7.1.4b); null for all.</summary>
    public async Task<List<Guid>?> Seen(Actor by, CancellationToken ct = default)
    {
        if (by.Managers is null || by.Partner is null)
        {
            return null;
        }

        await using var command = unit.Command(
            "select customer_id from customers.assignment where partner_id = $1 and account_id = any ($2)", by.PartnerId, by.Managers.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<Guid>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetGuid(0));
        }

        return found;
    }

    private async Task<List<CustomerView>> List(string condition, object value, CancellationToken ct)
    {
        await using var command = unit.Command(
            $"select id, number, name, master_id, custody from customers.customer where {condition} order by number", value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<CustomerView>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetGuid(3), reader.GetBoolean(4)));
        }

        return found;
    }
}
