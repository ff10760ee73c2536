using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Billing.Bills;

/// <summary>What the vendor says of a billed line that is undone.</summary>
/// <param name="Partner">The partner's number.</param>
/// <param name="Month">The month billed, 2024-09.</param>
/// <param name="Charge">The id of the charge.</param>
/// <param name="Cause">Why.</param>
/// <param name="Amount">As written: above zero, at most two decimals.</param>
/// <param name="Reason">Words.</param>
public sealed record RestoreForm(string? Partner, string? Month, string? Charge, RefundCause? Cause, string? Amount, string? Reason);

/// <summary>
/// The vendor gives a partner's vouchers back what a billed line had taken: for an unsubscription that never took effect, failed provisioning
/// or a renewal not begun. Refunds and downgrades otherwise restore nothing (R12.1.6.12).
/// </summary>
public sealed class RestoreVouchers(UnitOfWork unit, PartnerVouchers vouchers, Partners partners)
{
    /// <summary>Gives it back.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="form">What is written.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>voucher.no-partner</c>, <c>billing.no-voucher-line</c>, those of <see cref="PartnerVouchers.Restore"/> and of the fields.
    /// </exception>
    public async Task Run(Guid id, RestoreForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Issue);
        var amount = Money.ParsePayable(form.Amount, Currency.Cny, "Amount");
        var (cause, charge) = (Input.Chosen(form.Cause, "Cause"), Input.Text(form.Charge, "Charge"));
        var reason = Input.Text(form.Reason, "Reason");
        var month = Month.TryParse(form.Month ?? "", out var one) ? one : throw new Refusal("form.required") { Field = "Month" };
        var partner = await partners.ByNumber(Input.Text(form.Partner, "Partner"), ct) ?? throw new Refusal("voucher.no-partner", form.Partner!) { Field = "Partner" };
        var taken = await Taken(partner.Id, month, charge, ct);
        if (taken.Count == 0)
        {
            throw new Refusal("billing.no-voucher-line", charge, month) { Field = "Charge" };
        }

        await vouchers.Restore(id, new(partner.Id, month, charge, taken), cause, amount, reason, by, ct);
        await unit.Save(by, "billing.restore-vouchers", ct);
    }

    private async Task<List<(Guid, decimal)>> Taken(Guid partner, Month month, string charge, CancellationToken ct)
    {
        await using var command = unit.Command(
            "select voucher_id, sum(amount) from billing.voucher_line where partner_id = $1 and month = $2 and charge_hash = $3 group by 1",
            partner, month.FirstDay, Staging.Hash(charge));
        var found = new List<(Guid, decimal)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add((reader.GetGuid(0), reader.GetDecimal(1)));
        }

        return found;
    }
}
