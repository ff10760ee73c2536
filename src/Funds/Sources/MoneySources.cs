using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds.Sources;

/// <summary>What of a balance came from one source.</summary>
/// <param name="Key">By which a withdrawal names the source.</param>
/// <param name="From">The source.</param>
/// <param name="Amount">CNY.</param>
public sealed record SourceBalance(string Key, MoneyFrom From, decimal Amount);

/// <summary>Where the money on a partner's balance came from. What a distributor put there is not the partner's to withdraw.</summary>
public sealed class MoneySources(UnitOfWork unit)
{
    /// <summary>What the actor's partner can withdraw, by source.</summary>
    public async Task<List<SourceBalance>> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.Withdraw);
        // Only of online payments does it matter who received them.
        await using var command = unit.Command("""
            select o.source, o.subject, case when o.source in ('Wallet', 'NetBank') then o.entity end, sum(l.amount)
            from funds.account a join funds.lot l on l.account_id = a.id join funds.origin o on o.id = l.origin_id
            where a.partner_id = $1 and a.kind = 'Partner' and a.currency = 'CNY' and o.partner_id = $1
            group by 1, 2, 3 order by 1, 2, 3
            """, by.PartnerId);
        var sources = new List<SourceBalance>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var from = new MoneyFrom(
                Enum.Parse<MoneySource>(reader.GetString(0)), reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2));
            sources.Add(new(from.Key, from, reader.GetDecimal(3)));
        }

        return sources;
    }

    /// <summary>In whose names wallets were from which a partner ever topped up.</summary>
    internal async Task<List<string>> WalletSubjects(Guid partner, CancellationToken ct)
    {
        await using var command = unit.Command("select distinct subject from funds.origin where partner_id = $1 and source = 'Wallet'", partner);
        var subjects = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            subjects.Add(reader.GetString(0));
        }

        return subjects;
    }
}
