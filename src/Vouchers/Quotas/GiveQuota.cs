using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers.Quotas;

/// <summary>A quota as the vendor writes it.</summary>
/// <param name="Partner">The number of a solution provider or distributor.</param>
/// <param name="Sort">What is to be issued out of it: vouchers or cash coupons.</param>
/// <param name="Amount">As written: above zero, at most two decimals.</param>
/// <param name="Customer">The number of the only customer it is for; nothing for all.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day, included.</param>
/// <param name="Limits">What vouchers out of it inherit.</param>
/// <param name="Reason">Why.</param>
public sealed record QuotaForm(
    string? Partner, VoucherSort? Sort, string? Amount, string? Customer, DateOnly? ValidFrom, DateOnly? ValidTo, LimitsForm Limits, string? Reason);

/// <summary>The vendor gives a solution provider or a distributor a quota to issue vouchers from; resellers have theirs from their distributor (R12.1.6.11).</summary>
internal sealed class GiveQuota(
    UnitOfWork unit, QuotaBook quotas, Partners partners, Memberships memberships, Associations associations, Numbers numbers, Rulebook rulebook,
    BusinessDay businessDay)
{
    /// <summary>Gives it.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="form">What is written.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>voucher.no-partner</c>, <c>voucher.quota-partner</c>, <c>voucher.no-customer-number</c>, <c>voucher.quota-sort</c>, <c>voucher.dates</c>,
    /// <c>idempotency.other-content</c>, those of the limits and the fields.
    /// </exception>
    public async Task Run(Guid id, QuotaForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Issue);
        var amount = Money.ParsePayable(form.Amount, Currency.Cny, "Amount").Amount;
        var (from, to) = (Input.Chosen(form.ValidFrom, "ValidFrom"), Input.Chosen(form.ValidTo, "ValidTo"));
        var sort = Input.Chosen(form.Sort, "Sort");
        if (sort == VoucherSort.StoredValueCard)
        {
            throw new Refusal("voucher.quota-sort") { Field = "Sort" };
        }

        if (to < from || to < businessDay.Today)
        {
            throw new Refusal("voucher.dates") { Field = "ValidTo" };
        }

        var terms = rulebook.On<VoucherTerms>(VoucherTerms.Rule, businessDay.Today).Terms;
        var limits = VoucherLimits.Read(form.Limits, terms.MostProducts);
        var reason = Input.Text(form.Reason, "Reason");
        var partner = await Receiver(form.Partner, ct);
        (Guid Id, string Name)? customer = string.IsNullOrWhiteSpace(form.Customer) ? null
            : await associations.ByNumber(form.Customer.Trim(), ct) ?? throw new Refusal("voucher.no-customer-number", form.Customer) { Field = "Customer" };
        await unit.InTurn($"the quota {id}", ct);
        if (await quotas.Lock(id, ct) is { } known)
        {
            if ((known.Partner, known.Sort, known.Amount, known.Customer) != (partner, sort, amount, customer?.Id))
            {
                throw new Refusal("idempotency.other-content") { Field = "Id" };
            }

            return;
        }

        var quota = new Quota(
            id, await numbers.Next("VQ", ct), partner, null, null, sort, amount, amount, customer?.Id, customer?.Name, limits, from, to, QuotaState.Given);
        await quotas.Open(quota, reason, new(by.Account, by.Name), ct);
        unit.Publish(QuotaNews.Of(quota, QuotaEvent.Given, amount));
        await unit.Save(by, "vouchers.give-quota", ct);
    }

    private async Task<Guid> Receiver(string? number, CancellationToken ct)
    {
        var partner = await partners.ByNumber(Input.Text(number, "Partner"), ct) ?? throw new Refusal("voucher.no-partner", number!) { Field = "Partner" };
        return (await memberships.Of(partner.Id, businessDay.Today, ct)).Exists(m => m.Program is PartnerProgram.SolutionProvider or PartnerProgram.Distributor)
            ? partner.Id
            : throw new Refusal("voucher.quota-partner", partner.CompanyName) { Field = "Partner" };
    }
}
