using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers;

/// <summary>Every morning: whoever has something left of a voucher or a quota that ends within days is told, once.</summary>
internal sealed class AnnounceEndings(UnitOfWork unit, Rulebook rulebook, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "vouchers.announce-endings";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var today = businessDay.Today;
        var last = today.AddDays(rulebook.On<VoucherTerms>(VoucherTerms.Rule, today).Terms.ExpiryNoticeDays);
        await Each(
            """
            update vouchers.customer_voucher set expiry_told = true
            where state = 'Issued' and not expiry_told and remaining > 0 and valid_from <= $1 and valid_to between $1 and $2
            returning customer_id, number, sort, remaining, valid_to
            """,
            (whose, number, sort, left, end) => unit.Publish(new VoucherNews(VoucherEvent.Ending, whose, number, sort, left, end)));
        await Each(
            """
            update vouchers.quota set expiry_told = true
            where state = 'Given' and not expiry_told and remaining > 0 and valid_from <= $1 and valid_to between $1 and $2
            returning partner_id, number, sort, remaining, valid_to
            """,
            (whose, number, sort, left, end) => unit.Publish(new QuotaNews(QuotaEvent.Ending, whose, number, sort, left, end)));
        await unit.Save(Actor.System, Type, ct);

        async Task Each(string sql, Action<Guid, string, VoucherSort, decimal, DateOnly> tell)
        {
            await using var update = unit.Command(sql, today, last);
            await using var reader = await update.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                tell(reader.GetGuid(0), reader.GetString(1), Enum.Parse<VoucherSort>(reader.GetString(2)), reader.GetDecimal(3), reader.GetFieldValue<DateOnly>(4));
            }
        }
    }
}
