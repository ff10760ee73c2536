using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Vouchers;

/// <summary>A partner's voucher as its page shows it; amounts in CNY.</summary>
internal sealed record VoucherRow(string Number, string? CustomerName, decimal Face, decimal Used, DateOnly ValidFrom, DateOnly ValidTo, string Reason);

/// <summary>Vouchers as pages show them.</summary>
internal sealed class VoucherLists(UnitOfWork unit)
{
    public async Task<List<VoucherRow>> Of(Actor by, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select v.number, (select max(s.name) from customers.pub_association s where s.partner_id = v.partner_id and s.customer_id = v.customer_id),
                v.face, coalesce((select sum(u.amount) from vouchers.voucher_use u where u.voucher_id = v.id), 0)
                    - coalesce((select sum(r.amount) from vouchers.restoration r where r.voucher_id = v.id), 0), v.valid_from, v.valid_to, v.reason
            from vouchers.partner_voucher v where v.partner_id = $1 order by v.valid_to desc, v.number
            """, by.PartnerId);
        var rows = new List<VoucherRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetDecimal(2), reader.GetDecimal(3),
                reader.GetFieldValue<DateOnly>(4), reader.GetFieldValue<DateOnly>(5), reader.GetString(6)));
        }

        return rows;
    }
}
