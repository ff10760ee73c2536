using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Performance.Published;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Performance;

/// <summary>Performance and indicators, recomputed from the raw lines.</summary>
internal sealed class PerformanceCheck(UnitOfWork unit, Rulebook rulebook, Memberships memberships) : IIndependentCheck
{
    public string Name => "performance";

    public async Task<IReadOnlyList<string>> Posted(Month month, CancellationToken ct)
    {
        await using var command = unit.Command("""
            select concat_ws('|', 'performance', partner_id, (amount * 100000000)::bigint, lines) from performance.summary where month = $1
            union all
            select concat_ws('|', 'performance-item', partner_id, reseller_id, customer_id, mode, order_type, billing_mode, product_type,
                (amount * 100000000)::bigint, lines) from performance.item where month = $1
            union all
            select concat_ws('|', 'indicator', partner_id, indicator, customer_id, (value * 100000000)::bigint, lines)
            from performance.indicator_value where month = $1
            """, month.FirstDay);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    public async Task<IReadOnlyList<string>> Recomputed(Month month, IRawLines raw, CancellationToken ct)
    {
        var view = await PerformanceView.Of(month, raw, rulebook, memberships, ct);
        var lines = new List<string>();
        lines.AddRange(raw.Query($"select concat_ws('|', 'performance', partner, sum(amount), count(*)) from {view} group by partner"));
        lines.AddRange(raw.Query($"""
            select concat_ws('|', 'performance-item', partner, reseller, customer, case mode when 0 then 'Referral' else 'Resale' end,
                case order_type when 0 then 'Purchase' when 1 then 'Renewal' when 2 then 'Change' when 3 then 'Unsubscription' else 'Usage' end,
                case billing_mode when 0 then 'Period' else 'PayPerUse' end, product_type, sum(amount), count(*))
            from {view} group by partner, reseller, customer, mode, order_type, billing_mode, product_type
            """));
        foreach (var indicator in new PerformanceOf(rulebook, month).Indicators)
        {
            lines.AddRange(raw.Query($"""
                select concat_ws('|', 'indicator', partner, '{indicator.Code}', '{Guid.Empty}', sum(amount), count(*))
                from {view} where is_member and {indicator.Condition()} group by partner
                """));
            if (indicator.PerCustomer)
            {
                lines.AddRange(raw.Query($"""
                    select concat_ws('|', 'indicator', partner, '{indicator.Code}', customer, sum(amount), count(*))
                    from {view} where is_member and {indicator.Condition()} group by partner, customer
                    """));
            }
        }

        return lines;
    }
}
