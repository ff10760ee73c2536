using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Vouchers.Quotas;

/// <summary>A distributor gives one of its resellers a part of its own quota, which has that much less (R12.1.6.11). The part inherits everything.</summary>
internal sealed class ShareQuota(
    UnitOfWork unit, QuotaBook quotas, Memberships memberships, Associations associations, Numbers numbers, BusinessDay businessDay)
{
    /// <summary>Gives it.</summary>
    /// <param name="id">Made by the caller; it is the id of the reseller's quota, and a repeat changes nothing.</param>
    /// <param name="quota">A quota of the actor's partner.</param>
    /// <param name="reseller">One of its resellers.</param>
    /// <param name="amount">As written: above zero, at most two decimals.</param>
    /// <param name="reason">Why; may be left out.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the partner has no such quota.</returns>
    /// <exception cref="Refusal">
    /// <c>voucher.not-your-reseller</c>, <c>voucher.quota-over</c>, <c>voucher.quota-too-small</c>, <c>voucher.quota-customer</c> if the quota is
    /// for a customer that is not the reseller's, <c>idempotency.other-content</c>, those of the fields.
    /// </exception>
    public async Task<bool> Run(Guid id, Guid quota, Guid reseller, string? amount, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Share);
        var share = Money.ParsePayable(amount, Currency.Cny, "Amount").Amount;
        var words = string.IsNullOrWhiteSpace(reason) ? "" : Input.Text(reason, "Reason");
        if (!(await memberships.ResellersOf(by.PartnerId, businessDay.Today, ct)).Contains(reseller))
        {
            throw new Refusal("voucher.not-your-reseller") { Field = "Reseller" };
        }

        if (await quotas.Lock(quota, ct) is not { } held || held.Partner != by.PartnerId)
        {
            return false;
        }

        if (await quotas.Lock(id, ct) is { } known)
        {
            return (known.Source, known.Partner, known.Amount) == (quota, reseller, share) ? true : throw new Refusal("idempotency.other-content") { Field = "Id" };
        }

        held.Spare(share, businessDay.Today, "Amount");
        await Theirs(held, reseller, ct);
        var part = held with
        {
            Id = id,
            Number = await numbers.Next("VQ", ct),
            Partner = reseller,
            Giver = by.PartnerId,
            Source = quota,
            Amount = share,
            Left = share,
        };
        var mover = new Mover(by.Account, by.Name);
        await quotas.Move(held, new(EntryKind.GivenOn, -share) { OtherPartner = reseller, Remark = words }, mover, ct);
        await quotas.Open(part, words, mover, ct);
        unit.Publish(QuotaNews.Of(part, QuotaEvent.Given, share));
        await unit.Save(by, "vouchers.share-quota", ct);
        return true;
    }

    /// <summary>A quota for one customer is of use to that customer's partner alone.</summary>
    private async Task Theirs(Quota held, Guid reseller, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        if (held.Customer is { } customer && await associations.Now(reseller, customer, ct) is null)
        {
            throw new Refusal("voucher.quota-customer", held.CustomerName!) { Field = "Reseller" };
        }
    }
}

/// <summary>A distributor takes back what a reseller has not issued. What comes back later from the reseller's customers goes on to the distributor.</summary>
internal sealed class ReclaimQuota(UnitOfWork unit, QuotaBook quotas)
{
    /// <summary>Takes it back.</summary>
    /// <param name="id">A quota that the actor's partner has given to a reseller.</param>
    /// <param name="reason">Why; may be left out.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>What came back; null if the partner has given no such quota.</returns>
    /// <exception cref="Refusal"><c>voucher-quota.wrong-state</c>, those of the reason.</exception>
    public async Task<decimal?> Run(Guid id, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Share);
        var words = string.IsNullOrWhiteSpace(reason) ? "" : Input.Text(reason, "Reason");
        if (await quotas.Lock(id, ct) is not { Source: { } source } held || held.Giver != by.PartnerId)
        {
            return null;
        }

        if (held.State != QuotaState.Given)
        {
            throw new Refusal("voucher-quota.wrong-state");
        }

        if (held.Left > 0)
        {
            await quotas.PassUp(held, held.Left, source, words, new(by.Account, by.Name), ct);
        }

        await quotas.End(held, ct);
        unit.Publish(QuotaNews.Of(held, QuotaEvent.Reclaimed, held.Left));
        await unit.Save(by, "vouchers.reclaim-quota", ct);
        return held.Left;
    }
}
