using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Verify;

/// <summary>Bills, recomputed from the raw lines.</summary>
internal sealed class BillCheck(UnitOfWork unit) : IIndependentCheck
{
    public string Name => "bills";

    public async Task<IReadOnlyList<string>> Posted(Month month, CancellationToken ct)
    {
        const string Sums = """
            concat_ws('|', lines, (official * 100000000)::bigint, (payable * 100000000)::bigint, (billed * 100000000)::bigint,
                (rounding * 100000000)::bigint, (voucher * 100000000)::bigint, (cash_coupon * 100000000)::bigint,
                (stored_value * 100000000)::bigint, (arrears * 100000000)::bigint, (partner_voucher * 100000000)::bigint,
                (cash * 100000000)::bigint)
            """;
        await using var command = unit.Command($"""
            select concat_ws('|', 'bill', partner_id, {Sums}) from billing.bill where month = $1
            union all
            select concat_ws('|', 'item', partner_id, customer_id, mode, charge_type, product_type, billing_mode, {Sums})
            from billing.bill_item where month = $1
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
        var view = await raw.View(month, ct);
        const string Sums = """
            concat_ws('|', count(*), sum(official), sum(payable), sum(billed), sum(payable - billed), sum(voucher), sum(cash_coupon),
                sum(stored_value), sum(arrears), sum(partner_voucher),
                sum(billed - voucher - cash_coupon - stored_value - arrears - partner_voucher))
            """;
        return
        [
            .. raw.Query($"select concat_ws('|', 'bill', partner, {Sums}) from {view} group by partner"),
            .. raw.Query($"""
                select concat_ws('|', 'item', partner, customer, case mode when 0 then 'Referral' else 'Resale' end,
                    case charge_type when 0 then 'Consumption' when 1 then 'Refund' else 'Adjustment' end, product_type,
                    case billing_mode when 0 then 'Period' else 'PayPerUse' end, {Sums})
                from {view} group by partner, customer, mode, charge_type, product_type, billing_mode
                """),
        ];
    }
}
