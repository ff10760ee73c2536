using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>What the vendor gives a customer, as written.</summary>
/// <param name="Customer">The customer's number.</param>
/// <param name="Sort">A voucher, a cash coupon or a stored-value card.</param>
/// <param name="Face">As written: above zero, at most two decimals.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day, included.</param>
/// <param name="Limits">What it may pay for.</param>
/// <param name="Reason">Why.</param>
public sealed record VendorVoucherForm(
    string? Customer, VoucherSort? Sort, string? Face, DateOnly? ValidFrom, DateOnly? ValidTo, LimitsForm Limits, string? Reason);

/// <summary>The vendor issues a customer, whoever its partner is, a voucher, a cash coupon or a stored-value card.</summary>
internal sealed class IssueVendorVoucher(
    UnitOfWork unit, VoucherBook vouchers, Associations associations, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Issues it.</summary>
    /// <param name="id">Made by the caller; it is the voucher's id, and a repeat changes nothing.</param>
    /// <param name="form">What is written.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="Refusal">
    /// <c>voucher.no-customer-number</c>, <c>voucher.dates</c>, <c>idempotency.other-content</c>, those of the limits and the fields.
    /// </exception>
    public async Task<string> Run(Guid id, VendorVoucherForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Issue);
        var sort = Input.Chosen(form.Sort, "Sort");
        var face = Money.ParsePayable(form.Face, Currency.Cny, "Face").Amount;
        var (from, to) = (Input.Chosen(form.ValidFrom, "ValidFrom"), Input.Chosen(form.ValidTo, "ValidTo"));
        if (to < from || to < businessDay.Today)
        {
            throw new Refusal("voucher.dates") { Field = "ValidTo" };
        }

        var limits = VoucherLimits.Read(form.Limits, rulebook.On<VoucherTerms>(VoucherTerms.Rule, businessDay.Today).Terms.MostProducts);
        var reason = Input.Text(form.Reason, "Reason");
        var (customer, name) = await associations.ByNumber(Input.Text(form.Customer, "Customer"), ct)
            ?? throw new Refusal("voucher.no-customer-number", form.Customer!) { Field = "Customer" };
        await unit.InTurn($"the voucher {id}", ct);
        if (await vouchers.Lock(id, ct) is { } known)
        {
            return (known.Issuer, known.Customer, known.Sort, known.Face) == (null, customer, sort, face)
                ? known.Number
                : throw new Refusal("idempotency.other-content") { Field = "Id" };
        }

        var voucher = new CustomerVoucher(
            id, await numbers.Next("CV", ct), sort, null, null, customer, name, face, face, limits, from, to, VoucherState.Issued);
        await vouchers.Add(voucher, reason, by.Name, ct);
        unit.Publish(VoucherNews.Of(voucher, VoucherEvent.Issued));
        await unit.Save(by, "vouchers.issue-voucher", ct);
        return voucher.Number;
    }
}
