using PartnerCenter.Kernel;

namespace PartnerCenter.Vouchers.Published;

/// <summary>What a customer can hold besides money.</summary>
public enum VoucherSort
{
    /// <summary>代金券: a discount; what it pays is not money and is no performance (R12.1.6.9).</summary>
    [Words("代金券", "Voucher")]
    Voucher,

    /// <summary>现金券: as good as money.</summary>
    [Words("现金券", "Cash coupon")]
    CashCoupon,

    /// <summary>储值卡: money that the customer has paid in; the vendor's alone.</summary>
    [Words("储值卡", "Stored-value card")]
    StoredValueCard,
}

/// <summary>How an order is paid for.</summary>
public enum PurchaseType
{
    /// <summary>包年/包月: for a period, in advance.</summary>
    [Words("包年/包月", "Period")]
    Period,

    /// <summary>按需: by use, afterwards.</summary>
    [Words("按需", "Pay per use")]
    PayPerUse,
}

/// <summary>Why money or vouchers come back from an order.</summary>
public enum RefundCause
{
    /// <summary>退订: the customer gives it up.</summary>
    [Words("退订", "Unsubscription")]
    Unsubscribed,

    /// <summary>开通异常退订: it could not be provided.</summary>
    [Words("开通异常退订", "Failed provisioning")]
    FailedProvisioning,

    /// <summary>未生效退订: it was given up before it took effect.</summary>
    [Words("未生效退订", "Never took effect")]
    NeverTookEffect,

    /// <summary>续费周期未生效退订: a renewal was given up before its period began.</summary>
    [Words("续费周期退订", "Renewal not begun")]
    RenewalNotBegun,

    /// <summary>降配: it goes on with less.</summary>
    [Words("降配", "Downgrade")]
    Downgrade,
}
