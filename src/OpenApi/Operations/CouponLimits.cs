using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>
/// What coupons and quotas are limited to, by the keys of the wire: how the order is charged (1 by period, 3 by use), its products, that it
/// is new, and that no discount goes with it (0).
/// </summary>
internal static class CouponLimits
{
    /// <summary>A limit with its values; of a coupon they stand in one text.</summary>
    private sealed record Limit(string Key, IReadOnlyList<string> Values);

    public static IEnumerable<object> Of(CustomerVoucherRow row) =>
        All(row.Purchase, row.Products, row.Acquisition, row.ExcludesDiscounts).Select(limit => new
        {
            use_limiti_info_id = Projects.IdOf(row.Id.ToString("n"), limit.Key),
            limit_key = limit.Key,
            value1 = string.Join(',', limit.Values),
        });

    public static IEnumerable<object> Of(QuotaRow row) =>
        All(row.Purchase, row.Products, row.Acquisition, row.ExcludesDiscounts).Select(limit => new
        {
            limit_key = limit.Key,
            limit_values = limit.Values.Select(value => new { value1 = value }),
        });

    private static IEnumerable<Limit> All(PurchaseTypes purchase, string[] products, bool acquisition, bool excludesDiscounts)
    {
        if (purchase != PurchaseTypes.Both)
        {
            yield return new("chargeMode", [purchase == PurchaseTypes.Period ? "1" : "3"]);
        }

        if (products.Length > 0)
        {
            yield return new("productID", products);
        }

        if (acquisition)
        {
            yield return new("subscribeType", ["new"]);
        }

        if (excludesDiscounts)
        {
            yield return new("simultaneousUseWithEmpowerDiscount", ["0"]);
        }
    }
}
