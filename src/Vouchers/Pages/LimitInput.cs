namespace PartnerCenter.Vouchers.Pages;

/// <summary>What a form sends of limits.</summary>
internal abstract class LimitInput
{
    public string? Purchase { get; set; }

    public string? Products { get; set; }

    public bool Acquisition { get; set; }

    public bool ExcludesDiscounts { get; set; }

    public LimitsForm Limits => new(Enum.TryParse<PurchaseTypes>(Purchase, out var one) ? one : null, Products, Acquisition, ExcludesDiscounts);
}
