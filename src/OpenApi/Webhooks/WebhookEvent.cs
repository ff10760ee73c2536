using PartnerCenter.Kernel;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>Something that an endpoint can hear of.</summary>
/// <param name="Type">As messages name it.</param>
/// <param name="Name">For people.</param>
internal sealed record WebhookEvent(string Type, LocalText Name)
{
    /// <summary>What an endpoint hears of on request alone.</summary>
    public const string Test = "webhook.test";

    public static readonly IReadOnlyList<WebhookEvent> All =
    [
        new("customer.associated", new("客户建立关联", "Customer associated")),
        new("customer.switched", new("客户切换关联类型", "Customer switched its mode")),
        new("customer.disassociated", new("客户解除关联", "Customer disassociated")),
        new("customer.frozen", new("客户已冻结", "Customer frozen")),
        new("customer.unfrozen", new("客户已解冻", "Customer unfrozen")),
        new("prospect.invited", new("潜在客户已邀请", "Prospect invited")),
        new("funds.topped_up", new("账户充值", "Top-up")),
        new("funds.allocated", new("向客户拨款", "Allocation to a customer")),
        new("funds.reclaimed", new("从客户回收", "Reclaim from a customer")),
        new("withdrawal.approved", new("提现已通过", "Withdrawal approved")),
        new("withdrawal.rejected", new("提现被驳回", "Withdrawal rejected")),
        new("withdrawal.paid", new("提现已付款", "Withdrawal paid")),
        new("voucher.issued", new("代金券已下发", "Voucher issued")),
        new("voucher.reclaimed", new("代金券已回收", "Voucher reclaimed")),
        new("order.placed", new("客户下单", "Order placed")),
        new("order.paid", new("订单已支付", "Order paid")),
        new("order.cancelled", new("订单已取消", "Order cancelled")),
        new("order.refunded", new("订单已退款", "Order refunded")),
    ];

    private static readonly LocalText TestName = new("测试消息", "Test message");

    /// <summary>The name of a type; of one that there is no longer, the type.</summary>
    public static LocalText NameOf(string type) =>
        type == Test ? TestName : All.FirstOrDefault(known => known.Type == type)?.Name ?? new(type, type);
}
