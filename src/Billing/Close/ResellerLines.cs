using DuckDB.NET.Data;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Billing.Close;

/// <summary>
/// Lines of resellers' customers as those of the distributor, for whom they count (R12.3.1). They lie in the bucket of the reseller and
/// are billed there; here they are read a second time, the reseller's vouchers matched again, so that no bucket waits for another.
/// </summary>
internal sealed class ResellerLines(SegmentDoor door, VoucherUses vouchers, Memberships memberships)
{
    /// <summary>The distributors that have resellers at the end of a month.</summary>
    public async Task<ILookup<Guid, Guid>> Of(Month month, CancellationToken ct = default) =>
        (await memberships.On(month.LastDay, ct)).Where(m => m is { Program: PartnerProgram.Reseller, Distributor: not null })
            .ToLookup(m => m.Distributor!.Value, m => m.Partner);

    /// <summary>Hands over the lines of all resellers of a distributor in a month, reseller by reseller.</summary>
    public async Task Read(DuckDBConnection connection, Guid distributor, Month month, SegmentStream.LineAction action, CancellationToken ct = default)
    {
        foreach (var reseller in await memberships.ResellersOf(distributor, month.LastDay, ct))
        {
            if (await door.Files(reseller, month, ct) is not { Count: > 0 } found)
            {
                continue;
            }

            var files = SegmentStore.List(found);
            var byLine = VoucherUses.ByLine(await vouchers.Match(connection, files, month, [reseller], ct));
            SegmentStream.Read(
                connection,
                $"select {SegmentStream.Columns} from {files} where partner = '{reseller}' order by customer, product, transaction_at, charge_hash",
                (in line) => action(line with
                {
                    Partner = distributor,
                    Reseller = reseller,
                    PartnerVoucher = byLine.GetValueOrDefault((reseller, line.ChargeHash, line.TransactionAt)),
                }));
        }
    }
}
