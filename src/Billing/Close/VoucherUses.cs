using DuckDB.NET.Data;
using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Billing.Close;

/// <summary>What the lines of a month take from partners' vouchers: the same whenever it is asked, for it looks at earlier months only.</summary>
internal sealed class VoucherUses(PartnerVouchers vouchers)
{
    /// <summary>Partners with open vouchers have their lines read once before, in the order of time.</summary>
    public async Task<List<VoucherUse>> Match(
        DuckDBConnection connection, string files, Month month, IReadOnlyCollection<Guid> partners, CancellationToken ct)
    {
        var uses = new List<VoucherUse>();
        foreach (var open in await vouchers.For(month, partners, ct))
        {
            var matching = new VoucherMatching(open);
            SegmentStream.Read(
                connection,
                $"select {SegmentStream.Columns} from {files} where partner = '{open.Key}' and mode = 1 and charge_type = 0 order by transaction_at, charge_hash",
                (in SettledLine line) =>
                {
                    if (matching.Open && VoucherMatching.Payable(line))
                    {
                        uses.AddRange(matching.Match(line));
                    }
                });
        }

        return uses;
    }

    /// <summary>What each line takes.</summary>
    public static Dictionary<(Guid, long, long), long> ByLine(IEnumerable<VoucherUse> uses) =>
        uses.GroupBy(use => (use.Partner, use.ChargeHash, use.TransactionAt)).ToDictionary(g => g.Key, g => g.Sum(use => use.Units));
}
