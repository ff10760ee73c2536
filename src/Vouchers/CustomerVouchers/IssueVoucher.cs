using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>A voucher as a partner writes it.</summary>
/// <param name="Quota">The quota that it comes out of.</param>
/// <param name="Customer">A present customer.</param>
/// <param name="Face">As written: above zero, at most two decimals.</param>
/// <param name="ValidFrom">First day; the quota's if left out.</param>
/// <param name="ValidTo">Last day, included; the quota's if left out.</param>
/// <param name="Limits">What it may pay for: no more than the quota says, which is inherited where nothing is said.</param>
/// <param name="Reason">Why; may be left out.</param>
public sealed record VoucherForm(Guid? Quota, Guid? Customer, string? Face, DateOnly? ValidFrom, DateOnly? ValidTo, LimitsForm Limits, string? Reason);

/// <summary>
/// A partner issues a voucher to one of its customers out of a quota, which is what quotas are for (R12.1.6.11). Once issued it is not
/// edited: whoever wants another reclaims it unused and issues anew (R12.1.6.6).
/// </summary>
public sealed class IssueVoucher(UnitOfWork unit, Associations associations, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
{
    private readonly QuotaBook quotas = new(unit, businessDay);
    private readonly VoucherBook vouchers = new(unit, businessDay);

    /// <summary>Issues it.</summary>
    /// <param name="id">Made by the caller; it is the voucher's id, and a repeat changes nothing.</param>
    /// <param name="form">What is written.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="Refusal">
    /// <c>voucher.no-customer</c>, <c>voucher.no-quota</c>, <c>voucher.quota-customer</c>, <c>voucher.quota-over</c>, <c>voucher.quota-too-small</c>,
    /// <c>voucher.wider-than-quota</c>, <c>voucher.beyond-quota</c>, <c>voucher.dates</c>, <c>idempotency.other-content</c>, those of the fields.
    /// </exception>
    public async Task<string> Run(Guid id, VoucherForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Give);
        var face = Money.ParsePayable(form.Face, Currency.Cny, "Face").Amount;
        var reason = string.IsNullOrWhiteSpace(form.Reason) ? "" : Input.Text(form.Reason, "Reason");
        var customer = await associations.Now(by.PartnerId, Input.Chosen(form.Customer, "Customer"), ct)
            ?? throw new Refusal("voucher.no-customer") { Field = "Customer" };
        var quota = await quotas.LockOwn(Input.Chosen(form.Quota, "Quota"), by.PartnerId, ct) ?? throw new Refusal("voucher.no-quota") { Field = "Quota" };
        if (await vouchers.Lock(id, ct) is { } known)
        {
            return (known.Quota, known.Customer, known.Face) == (quota.Id, customer.Customer, face)
                ? known.Number
                : throw new Refusal("idempotency.other-content") { Field = "Id" };
        }

        quota.For(customer.Customer);
        quota.Spare(face, businessDay.Today, "Face");
        var limits = quota.Limits.Narrowed(form.Limits, rulebook.On<VoucherTerms>(VoucherTerms.Rule, businessDay.Today).Terms.MostProducts);
        var (from, to) = quota.Days(form.ValidFrom, form.ValidTo, businessDay.Today);
        var voucher = new CustomerVoucher(
            id, await numbers.Next("CV", ct), quota.Sort, by.PartnerId, quota.Id, customer.Customer, customer.Name, face, face, limits, from, to,
            VoucherState.Issued);
        if (!await vouchers.Add(voucher, reason, by.Name, ct))
        {
            throw new Refusal("idempotency.other-content") { Field = "Id" };
        }

        await quotas.Move(quota, new(EntryKind.Issued, -face) { Voucher = id, Customer = customer.Customer, Remark = reason }, new(by.Account, by.Name), ct);
        unit.Publish(VoucherNews.Of(voucher, VoucherEvent.Issued));
        unit.Publish(new VoucherMoved(by.PartnerId, customer.Customer, id, voucher.Number, voucher.Sort, face, Reclaimed: false));
        await unit.Save(by, "vouchers.issue-voucher", ct);
        return voucher.Number;
    }
}
