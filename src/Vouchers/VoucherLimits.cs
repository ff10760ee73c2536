using PartnerCenter.Kernel;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers;

/// <summary>Which purchases a voucher pays for; set at issue (R12.1.6.3).</summary>
public enum PurchaseTypes
{
    /// <summary>包年/包月 and 按需.</summary>
    [Words("包年/包月与按需", "Period and pay per use")]
    Both,

    /// <summary>包年/包月 alone.</summary>
    [Words("仅包年/包月", "Period only")]
    Period,

    /// <summary>按需 alone.</summary>
    [Words("仅按需", "Pay per use only")]
    PayPerUse,
}

/// <summary>What a voucher may pay for. Vouchers out of a quota inherit the quota's, or have narrower ones.</summary>
/// <param name="Purchase">For which purchases.</param>
/// <param name="Products">For which products; none for all.</param>
/// <param name="Acquisition">拉新券: for new customers' periods (R12.1.6.2).</param>
/// <param name="ExcludesDiscounts">Whether it cannot be used together with an authorised discount (R12.4.16).</param>
internal sealed record VoucherLimits(PurchaseTypes Purchase, IReadOnlyList<string> Products, bool Acquisition, bool ExcludesDiscounts)
{
    private static readonly char[] Apart = [' ', ',', '，', ';', '；', '\r', '\n', '\t'];

    /// <summary>What somebody has written.</summary>
    /// <exception cref="Refusal"><c>voucher.acquisition-period</c>, <c>voucher.products</c>.</exception>
    public static VoucherLimits Read(LimitsForm form, int mostProducts)
    {
        var products = (form.Products ?? "").Split(Apart, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        if (products.Count > mostProducts || products.Exists(code => code.Length > 100))
        {
            throw new Refusal("voucher.products", mostProducts) { Field = "Products" };
        }

        // What is left open follows from the sort: an acquisition voucher is for periods.
        var purchase = form.Purchase ?? (form.Acquisition ? PurchaseTypes.Period : PurchaseTypes.Both);
        return form.Acquisition && purchase != PurchaseTypes.Period
            ? throw new Refusal("voucher.acquisition-period") { Field = "Purchase" }
            : new(purchase, [.. products.Select(code => Input.Text(code, "Products", 100))], form.Acquisition, form.ExcludesDiscounts);
    }

    /// <summary>Those of a voucher out of a quota with these: what is left open is inherited, and what is said may only be narrower.</summary>
    /// <exception cref="Refusal"><c>voucher.wider-than-quota</c> at the field, and those of <see cref="Read"/>.</exception>
    public VoucherLimits Narrowed(LimitsForm form, int mostProducts)
    {
        var wanted = Read(form with { Purchase = form.Purchase ?? (form.Acquisition ? null : Purchase), Acquisition = form.Acquisition || Acquisition }, mostProducts);
        if (Purchase != PurchaseTypes.Both && wanted.Purchase != Purchase)
        {
            throw new Refusal("voucher.wider-than-quota") { Field = "Purchase" };
        }

        if (Products.Count > 0 && wanted.Products.Except(Products).Any())
        {
            throw new Refusal("voucher.wider-than-quota") { Field = "Products" };
        }

        return wanted with
        {
            Products = wanted.Products.Count == 0 ? Products : wanted.Products,
            ExcludesDiscounts = wanted.ExcludesDiscounts || ExcludesDiscounts,
        };
    }

    /// <summary>Stops an order that they leave out.</summary>
    /// <exception cref="Refusal"><c>voucher.wrong-purchase</c>, <c>voucher.out-of-scope</c>.</exception>
    public void Admit(PurchaseType type, string product)
    {
        if (Purchase != PurchaseTypes.Both && Purchase != (type == PurchaseType.Period ? PurchaseTypes.Period : PurchaseTypes.PayPerUse))
        {
            throw new Refusal("voucher.wrong-purchase", Words.Of(Purchase));
        }

        if (Products.Count > 0 && !Products.Contains(product))
        {
            throw new Refusal("voucher.out-of-scope", product);
        }
    }
}

/// <summary>What somebody writes of <see cref="VoucherLimits"/>; what is left out is not limited, or inherited.</summary>
/// <param name="Purchase">For which purchases.</param>
/// <param name="Products">Codes of products, apart by spaces, commas or lines.</param>
/// <param name="Acquisition">Whether it is for new customers' periods.</param>
/// <param name="ExcludesDiscounts">Whether it cannot be used together with an authorised discount.</param>
public sealed record LimitsForm(PurchaseTypes? Purchase, string? Products, bool Acquisition, bool ExcludesDiscounts)
{
    /// <summary>Nothing said.</summary>
    public static readonly LimitsForm None = new(null, null, false, false);
}
