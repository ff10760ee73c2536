using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Vouchers.Published;

/// <summary>A partner's voucher with what is left of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Partner">Its partner.</param>
/// <param name="Customer">The only customer whose lines it pays; null for all.</param>
/// <param name="Left">What earlier months left of it, in units of 1e-8 CNY, whole cents.</param>
public sealed record OpenVoucher(Guid Id, Guid Partner, Guid? Customer, long Left);

/// <summary>A partner's vouchers, for the month close.</summary>
public sealed class PartnerVouchers(UnitOfWork unit)
{
    /// <summary>
    /// The vouchers that count for the bill of a month: valid on the month's last day, with something left after all earlier months;
    /// customer-restricted ones first, then the sooner ending, then by number (R12.1.6.12).
    /// </summary>
    /// <param name="month">The month being billed.</param>
    /// <param name="partners">The partners concerned.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<ILookup<Guid, OpenVoucher>> For(Month month, IReadOnlyCollection<Guid> partners, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select v.id, v.partner_id, v.customer_id, v.face - coalesce(sum(u.amount), 0)
            from vouchers.partner_voucher v
            left join vouchers.voucher_use u on u.voucher_id = v.id and u.partner_id = v.partner_id and u.month < $2
            where v.partner_id = any ($1) and v.valid_from <= $3 and v.valid_to >= $3
            group by v.id
            having v.face > coalesce(sum(u.amount), 0)
            order by v.customer_id is null, v.valid_to, v.number
            """, partners.ToArray(), month.FirstDay, month.LastDay);
        var found = new List<OpenVoucher>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetGuid(2),
                Money.Cny(reader.GetDecimal(3)).Units));
        }

        return found.ToLookup(voucher => voucher.Partner);
    }

    /// <summary>Replaces what a month took from the vouchers of some partners.</summary>
    public async Task Replace(
        Month month, IReadOnlyCollection<Guid> partners, IEnumerable<(Guid Partner, Guid Voucher, long Units)> uses, CancellationToken ct = default)
    {
        await using (var delete = unit.Command(
            "delete from vouchers.voucher_use where partner_id = any ($1) and month = $2", partners.ToArray(), month.FirstDay))
        {
            await delete.ExecuteNonQueryAsync(ct);
        }

        await unit.Insert("vouchers.voucher_use", "partner_id, month, voucher_id, amount", uses.Select(use => new object?[]
        {
            use.Partner, month.FirstDay, use.Voucher, Money.FromUnits(use.Units, Currency.Cny).Amount,
        }), ct);
    }
}
