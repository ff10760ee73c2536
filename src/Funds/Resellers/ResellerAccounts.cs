using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Funds.Resellers;

/// <summary>A reseller's balance as its distributor sees it.</summary>
/// <param name="Reseller">The reseller.</param>
/// <param name="CompanyName">Its company.</param>
/// <param name="Balance">CNY, all that it has.</param>
/// <param name="Reclaimable">CNY, what is left on it of the distributor's money.</param>
public sealed record ResellerBalance(Guid Reseller, string CompanyName, decimal Balance, decimal Reclaimable);

/// <summary>A distributor's present resellers and their money.</summary>
public sealed class ResellerAccounts(UnitOfWork unit, Memberships memberships, Partners partners, BusinessDay businessDay)
{
    /// <summary>The balances of the actor's resellers, by company.</summary>
    public async Task<List<ResellerBalance>> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.Resellers);
        var resellers = await memberships.ResellersOf(by.PartnerId, businessDay.Today, ct);
        await using var wide = await unit.AcrossWalls(ct);
        var companies = await partners.Of(resellers, ct);
        await using var command = unit.Command("""
            select p.id, coalesce(a.balance, 0), coalesce((
                select sum(l.amount) from funds.lot l join funds.origin o on o.id = l.origin_id where l.account_id = a.id and o.partner_id = $2), 0)
            from unnest($1) p (id) left join funds.account a on a.partner_id = p.id and a.kind = 'Partner' and a.currency = 'CNY'
            """, resellers.ToArray(), by.PartnerId);
        var balances = new List<ResellerBalance>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (companies.TryGetValue(reader.GetGuid(0), out var company))
            {
                balances.Add(new(company.Id, company.CompanyName, reader.GetDecimal(1), reader.GetDecimal(2)));
            }
        }

        return [.. balances.OrderBy(balance => balance.CompanyName, StringComparer.Ordinal)];
    }

    /// <summary>Whether a partner is the actor's reseller today: nothing moves before it is one, nor after it has ceased to be one.</summary>
    internal async Task<bool> Has(Guid reseller, Actor by, CancellationToken ct) =>
        (await memberships.ResellersOf(by.PartnerId, businessDay.Today, ct)).Contains(reseller);
}
