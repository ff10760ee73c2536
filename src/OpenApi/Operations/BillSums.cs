using PartnerCenter.Billing;
using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>What a resale customer consumed of a service in a month, in CNY.</summary>
internal sealed record BillSum(
    Guid Customer, string ServiceType, ChargeType ChargeType, decimal Billed, decimal Discount, decimal Voucher, decimal CashCoupon, decimal StoredValue,
    decimal Arrears);

/// <summary>What a customer itself consumed of a service in a month, in CNY.</summary>
internal sealed record OwnSum(
    string ServiceType, BillingMode Mode, ChargeType ChargeType, decimal Official, decimal Discount, decimal Rounding, decimal Billed, decimal Voucher,
    decimal CashCoupon, decimal StoredValue, decimal Arrears)
{
    /// <summary>What was paid in money.</summary>
    public decimal Cash => Billed - Voucher - CashCoupon - StoredValue - Arrears;
}

/// <summary>Sums of closed months as the wire lists them: always those of the actor's partner.</summary>
internal sealed class BillSums(UnitOfWork unit)
{
    /// <summary>Sums of resale customers by customer, service and kind of charge, and how many there are in all.</summary>
    public async Task<(List<BillSum> Rows, long Count)> Of(
        Actor by, Month month, BillingMode mode, Guid? customer, string? serviceType, IReadOnlyList<ChargeType> charges, int skip, int limit,
        CancellationToken ct = default)
    {
        by.Need(BillingModule.SeeBill);
        await using var command = unit.Command("""
            select customer_id, product_type, charge_type, sum(billed), sum(discount), sum(voucher), sum(cash_coupon), sum(stored_value), sum(arrears)
            from billing.pub_bill_item
            where partner_id = $1 and month = $2 and mode = 'Resale' and billing_mode = $3 and ($4 = '' or customer_id::text = $4) and ($5 = '' or product_type = $5)
                and charge_type = any ($6)
            group by customer_id, product_type, charge_type order by customer_id, product_type, charge_type
            """, by.PartnerId, month.FirstDay, mode.ToString(), customer?.ToString() ?? "", serviceType ?? "", charges.Select(charge => charge.ToString()).ToArray());
        var rows = new List<BillSum>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(
                reader.GetGuid(0), reader.GetString(1), Enum.Parse<ChargeType>(reader.GetString(2)), reader.GetDecimal(3), reader.GetDecimal(4), reader.GetDecimal(5),
                reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8)));
        }

        return ([.. rows.Skip(skip).Take(limit)], rows.Count);
    }

    /// <summary>What the customer that the actor is consumed in a month, by service, way of billing and kind of charge, whichever partner it had.</summary>
    public async Task<List<OwnSum>> Own(Actor by, Month month, string? serviceType, CancellationToken ct = default)
    {
        by.Need(BillingModule.Own);
        await using var command = unit.Command("""
            select product_type, billing_mode, charge_type, sum(official), sum(discount), sum(rounding), sum(billed), sum(voucher), sum(cash_coupon),
                sum(stored_value), sum(arrears)
            from billing.pub_bill_item where customer_id = $1 and month = $2 and ($3 = '' or product_type = $3)
            group by product_type, billing_mode, charge_type order by product_type, billing_mode, charge_type
            """, by.CustomerId, month.FirstDay, serviceType ?? "");
        var rows = new List<OwnSum>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(
                reader.GetString(0), Enum.Parse<BillingMode>(reader.GetString(1)), Enum.Parse<ChargeType>(reader.GetString(2)), reader.GetDecimal(3),
                reader.GetDecimal(4), reader.GetDecimal(5), reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8), reader.GetDecimal(9),
                reader.GetDecimal(10)));
        }

        return rows;
    }

    /// <summary>What the actor's partner is billed for its resale customers in a month, by kind of charge, CNY.</summary>
    public async Task<Dictionary<ChargeType, decimal>> Due(Actor by, Month month, CancellationToken ct = default)
    {
        by.Need(BillingModule.SeeBill);
        await using var command = unit.Command(
            "select charge_type, sum(billed) from billing.pub_bill_item where partner_id = $1 and month = $2 and mode = 'Resale' group by charge_type",
            by.PartnerId, month.FirstDay);
        var sums = new Dictionary<ChargeType, decimal>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            sums.Add(Enum.Parse<ChargeType>(reader.GetString(0)), reader.GetDecimal(1));
        }

        return sums;
    }

    /// <summary>Customers that consumed anything in a month.</summary>
    public async Task<(List<Guid> Rows, int Count)> Consumers(Actor by, Month month, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(BillingModule.SeeBill);
        await using var command = unit.Command(
            "select distinct customer_id from billing.pub_bill_item where partner_id = $1 and month = $2 order by 1", by.PartnerId, month.FirstDay);
        var rows = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(reader.GetGuid(0));
        }

        return ([.. rows.Skip(skip).Take(limit)], rows.Count);
    }
}
