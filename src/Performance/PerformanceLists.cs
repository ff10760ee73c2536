using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Performance;

/// <summary>A month's performance, in CNY.</summary>
public sealed record PerformanceRow(Month Month, decimal Amount, long Lines, string Reason);

/// <summary>Performance of a customer and product type, in CNY; of a reseller's customer if there is a reseller.</summary>
public sealed record PerformanceItem(string? Reseller, string Customer, string Mode, string OrderType, string BillingMode, string ProductType, decimal Amount, long Lines);

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

    /// <summary>A month by customer, order type, billing mode and product type; a distributor's with the customers of its resellers.</summary>
    public Task<List<PerformanceItem>> Items(Actor by, Month month, string? billingMode, CancellationToken ct = default) =>
        Read("($3 = '' or billing_mode = $3)", by, month, billingMode ?? "", ct);

    /// <summary>The months in which a distributor's resellers had lines, the newest first, and those resellers by name (R12.2.1).</summary>
    public async Task<(List<Month> Months, List<(Guid Id, string Name)> Resellers)> ResellerChoices(Actor by, CancellationToken ct = default)
    {
        by.Need(PerformanceModule.SeeResellers);
        var months = new SortedSet<Month>();
        var resellers = new Dictionary<Guid, string>();
        await using var command = unit.Command($"""
            select distinct i.month, i.reseller_id, m.company_name from performance.item i
            join programs.pub_membership m on m.partner_id = i.reseller_id and m.distributor_id = i.partner_id
            where i.partner_id = $1 and i.reseller_id <> '{Guid.Empty}'
            """, by.PartnerId);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            months.Add(Month.Of(reader.GetFieldValue<DateOnly>(0)));
            resellers[reader.GetGuid(1)] = reader.GetString(2);
        }

        return ([.. months.Reverse()], [.. resellers.OrderBy(r => r.Value, StringComparer.Ordinal).Select(r => (r.Key, r.Value))]);
    }

    /// <summary>A month of the customers of a distributor's resellers; of one of them, if it is given (R12.2.1).</summary>
    public Task<List<PerformanceItem>> ResellerItems(Actor by, Month month, Guid? reseller, CancellationToken ct = default)
    {
        by.Need(PerformanceModule.SeeResellers);
        return Read($"reseller_id <> '{Guid.Empty}' and ($3 = '{Guid.Empty}' or reseller_id = $3)", by, month, reseller ?? Guid.Empty, ct);
    }

    /// <summary>
    /// Rows that count for the actor's own partner and no other's. The names of resellers' customers lie behind the resellers' walls: they
    /// are read across, with those rows alone.
    /// </summary>
    private async Task<List<PerformanceItem>> Read(string condition, Actor by, Month month, object wanted, CancellationToken ct)
    {
        var partner = by.PartnerId;
        await using var wide = await unit.AcrossWalls(ct);
        await using var command = unit.Command($"""
            select (select max(m.company_name) from programs.pub_membership m where m.partner_id = i.reseller_id and m.distributor_id = i.partner_id),
                coalesce((select max(s.name) from customers.pub_association s where s.customer_id = i.customer_id), ''), mode, order_type,
                billing_mode, product_type, amount, lines
            from performance.item i where partner_id = $1 and month = $2 and {condition}
            order by amount desc, 2, 6
            """, partner, month.FirstDay, wanted);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<PerformanceItem>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.GetString(4), reader.GetString(5), reader.GetDecimal(6), reader.GetInt64(7)));
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
