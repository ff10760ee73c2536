using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Vouchers.Published;

/// <summary>A partner's voucher with what is left of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Partner">Its partner.</param>
/// <param name="Customer">The only customer whose lines it pays; null for all.</param>
/// <param name="Left">What earlier months left of it, in units of 1e-8 CNY, whole cents.</param>
public sealed record OpenVoucher(Guid Id, Guid Partner, Guid? Customer, long Left);

/// <summary>A line of a bill that partners' vouchers have paid.</summary>
/// <param name="Partner">Whose bill it is.</param>
/// <param name="Month">The month billed.</param>
/// <param name="Charge">The id of the charge.</param>
/// <param name="Taken">What it took from which voucher, in CNY.</param>
public sealed record PaidLine(Guid Partner, Month Month, string Charge, IReadOnlyList<(Guid Voucher, decimal Amount)> Taken);

/// <summary>A partner's vouchers, for the month close.</summary>
public sealed class PartnerVouchers(UnitOfWork unit, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>
    /// The vouchers that count for the bill of a month: valid on the month's last day, with something left after all earlier months and with
    /// what was restored until then;
    /// customer-restricted ones first, then the sooner ending, then by number (R12.1.6.12).
    /// </summary>
    /// <param name="month">The month being billed.</param>
    /// <param name="partners">The partners concerned.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<ILookup<Guid, OpenVoucher>> For(Month month, IReadOnlyCollection<Guid> partners, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select id, partner_id, customer_id, remaining from (
                select v.*, v.face
                    - coalesce((select sum(u.amount) from vouchers.voucher_use u where u.voucher_id = v.id and u.partner_id = v.partner_id and u.month < $2), 0)
                    + coalesce((select sum(r.amount) from vouchers.restoration r where r.voucher_id = v.id and r.month <= $2), 0) as remaining
                from vouchers.partner_voucher v
                where v.partner_id = any ($1) and v.valid_from <= $3 and v.valid_to >= $3) v
            where remaining > 0
            order by customer_id is null, valid_to, number
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

    /// <summary>
    /// Gives vouchers back what a line had taken from them, for the few causes that allow it (R12.1.6.12): what was taken last comes back
    /// first. It counts for this month's bill and later ones; saved by the caller.
    /// </summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="line">The line, with what it took from which voucher.</param>
    /// <param name="cause">Why the line is undone.</param>
    /// <param name="amount">How much of it.</param>
    /// <param name="reason">Words.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>voucher.not-restored</c>, <c>voucher.more-than-paid</c>, <c>idempotency.other-content</c>.</exception>
    public async Task Restore(Guid id, PaidLine line, RefundCause cause, Money amount, string reason, Actor by, CancellationToken ct = default)
    {
        if (!rulebook.On<VoucherTerms>(VoucherTerms.Rule, businessDay.Today).Terms.BillRestores.Contains(cause))
        {
            throw new Refusal("voucher.not-restored", Words.Of(cause)) { Field = "Cause" };
        }

        await unit.InTurn($"restorations of {line.Partner}", ct);
        if (await Restored(id, line, ct) is { } before)
        {
            if (before != amount.Amount)
            {
                throw new Refusal("idempotency.other-content") { Field = "Id" };
            }

            return;
        }

        var left = amount.Amount;
        foreach (var (voucher, free) in await Undoable(line, ct))
        {
            var part = Math.Min(left, free);
            left -= part;
            await using var insert = unit.Command(
                "insert into vouchers.restoration values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                id, voucher, line.Partner, line.Month.FirstDay, line.Charge, businessDay.Month.FirstDay, part, cause.ToString(), reason, businessDay.Now, by.Name);
            await insert.ExecuteNonQueryAsync(ct);
            if (left == 0)
            {
                break;
            }
        }

        if (left > 0)
        {
            throw new Refusal("voucher.more-than-paid", amount.Amount - left) { Field = "Amount" };
        }

        unit.Record(line.Partner, $"vouchers.restoration/{id}", new { charge = line.Charge, cause = cause.ToString(), amount = amount.ToString() });
    }

    /// <summary>What a known restoration gave back; null if there is none.</summary>
    private async Task<decimal?> Restored(Guid id, PaidLine line, CancellationToken ct)
    {
        await using var command = unit.Command("select sum(amount), bool_and(partner_id = $2 and charge = $3) from vouchers.restoration where id = $1", id, line.Partner, line.Charge);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.IsDBNull(0) ? null
            : reader.GetBoolean(1) ? reader.GetDecimal(0)
            : throw new Refusal("idempotency.other-content") { Field = "Id" };
    }

    /// <summary>What a line's vouchers can get back still, those that were matched last first.</summary>
    private async Task<List<(Guid Voucher, decimal Free)>> Undoable(PaidLine line, CancellationToken ct)
    {
        await using var command = unit.Command("""
            select v.id, t.amount - coalesce((select sum(r.amount) from vouchers.restoration r
                where r.voucher_id = v.id and r.billed_month = $3 and r.charge = $4), 0)
            from unnest($1, $2) t (id, amount) join vouchers.partner_voucher v on v.id = t.id
            order by v.customer_id is null desc, v.valid_to desc, v.number desc
            """, line.Taken.Select(taken => taken.Voucher).ToArray(), line.Taken.Select(taken => taken.Amount).ToArray(), line.Month.FirstDay, line.Charge);
        var found = new List<(Guid, decimal)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetDecimal(1) > 0)
            {
                found.Add((reader.GetGuid(0), reader.GetDecimal(1)));
            }
        }

        return found;
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
