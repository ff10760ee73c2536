using Npgsql;
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

        await using (var copy = await unit.Connection.BeginBinaryImportAsync("copy billing.bill from stdin (format binary)", ct))
        {
            foreach (var (partner, sums) in bills)
            {
                await copy.StartRowAsync(ct);
                await copy.WriteAsync(partner, ct);
                await copy.WriteAsync(bucket.Month.FirstDay, ct);
                await copy.WriteAsync(bucket.Number, ct);
                await Write(copy, sums, ct);
            }

            await copy.CompleteAsync(ct);
        }

        await using (var copy = await unit.Connection.BeginBinaryImportAsync("copy billing.bill_item from stdin (format binary)", ct))
        {
            foreach (var (partner, key, sums) in items)
            {
                await copy.StartRowAsync(ct);
                await copy.WriteAsync(partner, ct);
                await copy.WriteAsync(bucket.Month.FirstDay, ct);
                await copy.WriteAsync(bucket.Number, ct);
                await copy.WriteAsync(key.Customer, ct);
                await copy.WriteAsync(key.Mode.ToString(), ct);
                await copy.WriteAsync(key.ChargeType.ToString(), ct);
                await copy.WriteAsync(key.ProductType, ct);
                await copy.WriteAsync(key.BillingMode.ToString(), ct);
                await Write(copy, sums, ct);
            }

            await copy.CompleteAsync(ct);
        }
    }

    private static async Task Write(NpgsqlBinaryImporter copy, BillSums sums, CancellationToken ct)
    {
        await copy.WriteAsync(sums.Lines, ct);
        long[] amounts =
        [
            sums.Official, sums.Official - sums.Payable, sums.Payable, sums.Billed, sums.Payable - sums.Billed, sums.Voucher,
            sums.CashCoupon, sums.StoredValue, sums.Arrears, sums.PartnerVoucher, sums.Cash,
        ];
        foreach (var amount in amounts)
        {
            await copy.WriteAsync(amount / (decimal)Rounding.One, ct);
        }
    }
}
