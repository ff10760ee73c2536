using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Performance;

/// <summary>A month's performance, in CNY.</summary>
public sealed record PerformanceRow(Month Month, decimal Amount, long Lines, string Reason);

/// <summary>Performance of a customer and product type, in CNY.</summary>
public sealed record PerformanceItem(string Customer, string Mode, string OrderType, string BillingMode, string ProductType, decimal Amount, long Lines);

/// <summary>The value of an indicator in a period, in CNY.</summary>
public sealed record IndicatorRow(string Code, LocalText Name, string Period, decimal Value, long Lines);

/// <summary>Performance as pages and API show it: always that of the actor's partner.</summary>
public sealed class PerformanceLists(UnitOfWork unit, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Months, newest first.</summary>
    public async Task<List<PerformanceRow>> Months(Actor by, CancellationToken ct = default)
    {
        await using var command = unit.Command(
            "select month, amount, lines, reason from performance.summary where partner_id = $1 order by month desc", by.PartnerId);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<PerformanceRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(Month.Of(reader.GetFieldValue<DateOnly>(0)), reader.GetDecimal(1), reader.GetInt64(2), reader.GetString(3)));
        }

        return rows;
    }

    /// <summary>A month by customer, order type, billing mode and product type.</summary>
    public async Task<List<PerformanceItem>> Items(Actor by, Month month, string? billingMode, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select coalesce((select max(s.name) from customers.pub_association s where s.customer_id = i.customer_id), ''), mode, order_type,
                billing_mode, product_type, amount, lines
            from performance.item i where partner_id = $1 and month = $2 and ($3 = '' or billing_mode = $3)
            order by amount desc, 1, 5
            """, by.PartnerId, month.FirstDay, billingMode ?? "");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<PerformanceItem>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetDecimal(5), reader.GetInt64(6)));
        }

        return rows;
    }

    /// <summary>The partner's indicators by month, quarter or year, newest first.</summary>
    public async Task<List<IndicatorRow>> Indicators(Actor by, PeriodLength length, CancellationToken ct = default)
    {
        var names = rulebook.On<IndicatorTerms>(IndicatorTerms.Rule, businessDay.Today).Terms.Indicators.ToDictionary(i => i.Code, i => i.Name);
        var cut = length switch { PeriodLength.Month => "month", PeriodLength.Quarter => "quarter", _ => "year" };
        await using var command = unit.Command("""
            select indicator, date_trunc($2, month::timestamp)::date, sum(value), sum(lines)::bigint from performance.indicator_value
            where partner_id = $1 and customer_id = '00000000-0000-0000-0000-000000000000'
            group by 1, 2 order by 2 desc, 1
            """, by.PartnerId, cut);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<IndicatorRow>();
        while (await reader.ReadAsync(ct))
        {
            var code = reader.GetString(0);
            var period = new Period(Month.Of(reader.GetFieldValue<DateOnly>(1)), length);
            rows.Add(new(code, names.GetValueOrDefault(code) ?? new(code, code), period.ToString(), reader.GetDecimal(2), reader.GetInt64(3)));
        }

        return rows;
    }
}
