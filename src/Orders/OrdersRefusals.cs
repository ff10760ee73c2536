using PartnerCenter.Kernel;

namespace PartnerCenter.Orders;

/// <summary>The sentences of this module's refusals.</summary>
internal static class OrdersRefusals
{
    public static readonly IReadOnlyDictionary<string, LocalText> All = new Dictionary<string, LocalText>
    {
        ["orders.together"] = new("一次可提交 1 至 {0} 项。", "One command has 1 to {0} of them."),
        ["orders.quantity"] = new("数量为 1 至 {0}。", "The quantity is 1 to {0}."),
        ["orders.months"] = new("时长为 1 至 {0} 个月。", "The period is 1 to {0} months."),
        ["orders.start"] = new("开始日期须在今天起 {0} 天内。", "The period begins today or within {0} days."),
        ["orders.no-product"] = new("目录中没有产品“{0}”。", "There is no product {0} in the catalogue."),
        ["orders.not-sold-so"] = new("产品“{0}”不支持该计费方式。", "{0} is not sold in this way."),
        ["orders.expired"] = new("订单 {0} 超时未支付，请重新下单。", "The order {0} was not paid in time; place it again."),
        ["orders.combined"] = new("组合交易单下的订单须一同支付。", "Orders of a combination are paid together."),
        ["orders.use-stays-due"] = new("按需使用费不能取消。", "What was used stays due."),
        ["orders.by-use"] = new("资源 {0} 为按需计费，不支持此操作。", "{0} is paid by use: this is for periods."),
        ["orders.waiting"] = new("资源 {0} 有待支付订单，请先支付或取消。", "An order about {0} is unpaid; pay or cancel it first."),
        ["orders.same-quantity"] = new("数量没有变化。", "The quantity is the same."),
        ["orders.voucher"] = new("该券不能用于订单 {0}。", "This voucher does not fit the order {0}."),
        ["orders.voucher-discount"] = new("券 {0} 不可与授权折扣同时使用。", "The voucher {0} cannot be used together with an authorised discount."),
        ["orders.reseller-referral"] = new("云经销商的顾问销售客户不能申请伙伴支付。", "Referral customers of a reseller cannot ask it to pay."),
        ["orders.asked-already"] = new("已申请伙伴支付，请等待伙伴处理或先撤回。", "Your partner is asked already; wait for it, or withdraw that first."),
        ["orders.factor"] = new("折扣系数大于 0、小于 1，最多四位小数。", "A factor is above 0 and below 1, with four decimals at most."),
        ["orders.discount-days"] = new("折扣从今天或之后开始，且结束不早于开始。", "A discount begins today or later, and does not end before it begins."),
        ["orders.custody-inherits"] = new("财务托管的企业子账号自动继承商务折扣。", "A sub account whose money its master keeps inherits its discounts anyway."),
        ["order.wrong-state"] = new("该订单不在可进行此操作的状态。", "The order's state does not allow this."),
        ["orders.no-region"] = new("没有区域“{0}”。", "There is no region {0}."),
        ["orders.period"] = new("时长须为 1 至 {0}。", "The period must be 1 to {0}."),
        ["orders.price-lists"] = new("最多保存 {0} 份清单，请先删除不需要的清单。", "You can keep {0} lists; delete one that you need no more."),
        ["resource.wrong-state"] = new("该资源已退订或到期。", "The resource was given up or has expired."),
        ["refund.wrong-state"] = new("该退款已到账。", "The refund has arrived already."),
        ["payment-request.wrong-state"] = new("该申请已处理。", "This request has been dealt with."),
    };
}
