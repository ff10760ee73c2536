using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Close;

/// <summary>Sums over lines of a bill. Units of 1e-8 CNY.</summary>
internal sealed class BillSums
{
    public long Lines;
    public long Official;
    public long Payable;
    public long Billed;
    public long Voucher;
    public long CashCoupon;
    public long StoredValue;
    public long Arrears;
    public long PartnerVoucher;
    public long Cash;

    public void Add(in SettledLine line)
    {
        Lines++;
        Official += line.Official;
        Payable += line.Payable;
        Billed += line.Billed;
        Voucher += line.Voucher;
        CashCoupon += line.CashCoupon;
        StoredValue += line.StoredValue;
        Arrears += line.Arrears;
        PartnerVoucher += line.PartnerVoucher;
        Cash += line.Cash;
    }
}

/// <summary>What a bill is broken down by.</summary>
internal readonly record struct BillKey(Guid Customer, AssociationMode Mode, ChargeType ChargeType, string ProductType, BillingMode BillingMode);

/// <summary>The partner bills of a bucket (R12.1.9.8).</summary>
internal sealed class BillPart(BucketSettlement bucket) : IBucketPart
{
    private readonly List<(Guid Partner, BillSums Sums)> bills = [];
    private readonly List<(Guid Partner, BillKey Key, BillSums Sums)> items = [];
    private readonly Dictionary<BillKey, BillSums> open = [];
    private BillSums bill = new();
    private (BillKey Key, BillSums Sums) last = (default, new());

    public void Add(in SettledLine line)
    {
        bill.Add(line);
        var key = new BillKey(line.Customer, line.Mode, line.ChargeType, line.ProductType, line.BillingMode);
        if (key != last.Key)
        {
            if (!open.TryGetValue(key, out var sums))
            {
                open.Add(key, sums = new());
            }

            last = (key, sums);
        }

        last.Sums.Add(line);
    }

    public void EndPartner(Guid partner)
    {
        bills.Add((partner, bill));
        items.AddRange(open.Select(pair => (partner, pair.Key, pair.Value)));
        open.Clear();
        (bill, last) = (new(), (default, new()));
    }

    public async Task Write(UnitOfWork unit, CancellationToken ct)
    {
        await using (var delete = unit.Command(
            "delete from billing.bill where month = $1 and bucket = $2", bucket.Month.FirstDay, bucket.Number))
        {
            await delete.ExecuteNonQueryAsync(ct);
        }

        await using (var delete = unit.Command(
            "delete from billing.bill_item where month = $1 and bucket = $2", bucket.Month.FirstDay, bucket.Number))
        {
            await delete.ExecuteNonQueryAsync(ct);
        }

        const string sums = "lines, official, discount, payable, billed, rounding, voucher, cash_coupon, stored_value, arrears, partner_voucher, cash";
        await unit.Insert("billing.bill", $"partner_id, month, bucket, {sums}", bills.Select(bill => new object?[]
        {
            bill.Partner, bucket.Month.FirstDay, bucket.Number,
        }.Concat(Amounts(bill.Sums)).ToArray()), ct);
        await unit.Insert("billing.bill_item", $"partner_id, month, bucket, customer_id, mode, charge_type, product_type, billing_mode, {sums}",
            items.Select(item => new object?[]
            {
                item.Partner, bucket.Month.FirstDay, bucket.Number, item.Key.Customer, item.Key.Mode.ToString(), item.Key.ChargeType.ToString(),
                item.Key.ProductType, item.Key.BillingMode.ToString(),
            }.Concat(Amounts(item.Sums)).ToArray()), ct);
    }

    private static object?[] Amounts(BillSums sums) =>
    [
        sums.Lines,
        .. new[]
        {
            sums.Official, sums.Official - sums.Payable, sums.Payable, sums.Billed, sums.Payable - sums.Billed, sums.Voucher,
            sums.CashCoupon, sums.StoredValue, sums.Arrears, sums.PartnerVoucher, sums.Cash,
        }.Select(amount => (object)(amount / (decimal)Rounding.One)),
    ];
}
