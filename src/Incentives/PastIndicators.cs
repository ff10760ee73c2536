using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Incentives;

/// <summary>Indicators of months closed before, as published by Performance.</summary>
internal sealed class PastIndicators(UnitOfWork unit)
{
    /// <summary>Values, units of 1e-8 CNY, of the months from the January before last on, up to and without a month.</summary>
    public async Task<Dictionary<(Guid, string, Month), long>> Before(Month month, IReadOnlyCollection<Guid> partners, CancellationToken ct)
    {
        await using var command = unit.Command("""
            select partner_id, indicator, month, value from performance.pub_indicator_value
            where partner_id = any ($1) and month >= $2 and month < $3 and customer_id = '00000000-0000-0000-0000-000000000000'
            """, partners.ToArray(), new DateOnly(month.Year - 1, 1, 1), month.FirstDay);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var values = new Dictionary<(Guid, string, Month), long>();
        while (await reader.ReadAsync(ct))
        {
            values.Add((reader.GetGuid(0), reader.GetString(1), Month.Of(reader.GetFieldValue<DateOnly>(2))), Money.Cny(reader.GetDecimal(3)).Units);
        }

        return values;
    }
}
