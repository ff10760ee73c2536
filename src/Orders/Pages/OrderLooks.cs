using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Pages;

/// <summary>How orders and what belongs to them look.</summary>
internal static class OrderLooks
{
    public static string Tone(OrderState state) => state switch
    {
        OrderState.Unpaid => "orange",
        OrderState.Completed => "green",
        _ => "secondary",
    };

    public static string Tone(ResourceState state) => state == ResourceState.Active ? "green" : "secondary";

    public static string Tone(RefundState state) => state == RefundState.Pending ? "orange" : "green";

    public static string Tone(PaymentRequestState state) => state switch
    {
        PaymentRequestState.Asked => "orange",
        PaymentRequestState.Paid => "green",
        PaymentRequestState.Declined => "red",
        _ => "secondary",
    };

    /// <summary>The days that were bought, the last one included.</summary>
    public static string Days(DateOnly? from, DateOnly? until) =>
        from is null ? "–" : until is null ? $"{PageBase.Day(from)} –" : $"{PageBase.Day(from)} – {PageBase.Day(until.Value.AddDays(-1))}";

    /// <summary>What was ordered, in words.</summary>
    public static string Size(OrderRow row) => row.Months > 0
        ? PageBase.T($"{row.Quantity} × {row.Months} 个月", $"{row.Quantity} × {row.Months} months")
        : row.Purchase == PurchaseType.PayPerUse ? $"{row.Quantity} × {Kernel.Words.Of(row.Purchase)}" : $"{row.Quantity}";
}
