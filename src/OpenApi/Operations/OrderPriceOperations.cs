using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>What makes an order cheaper: the vouchers that fit it, and the discount that is in its price.</summary>
internal static class OrderPriceOperations
{
    private const int Commercial = 2;
    private const int ByRate = 0;
    private const int Reusable = 2;

    public static IEnumerable<Operation> All =>
    [
        new("ListOrderCouponsByOrderId", "GET", "/v2/orders/customer-orders/order-coupons", Side.Customer, OrdersModule.Own,
            new("查询订单可用优惠券", "Vouchers that fit an order"), Coupons),
        new("ListOrderDiscounts", "GET", "/v2/orders/customer-orders/order-discounts", Side.Customer, OrdersModule.Own,
            new("查询订单可用折扣", "Discounts of an order"), Discounts),
    ];

    /// <summary>Best first. Stored-value cards are no coupons; an order takes one of either sort, and not both.</summary>
    private static async Task<object?> Coupons(Call call)
    {
        var order = await OrderOperations.Order(call, call.Need("order_id"));
        var fitting = (await call.Get<PayOrders>().Vouchers(order.Id, call.By, call.Ct)).Where(voucher => voucher.Sort != VoucherSort.StoredValueCard).ToList();
        var rows = (await call.Get<CustomerVoucherLists>().Own(call.By, new() { Ids = [.. fitting.Select(voucher => voucher.Id)] }, null, 0, fitting.Count, call.Ct))
            .ToDictionary(row => row.Id);
        return new
        {
            count = fitting.Count,
            user_coupons = fitting.Select(voucher => rows[voucher.Id]).Select(row => new
            {
                coupon_id = row.Id.ToString("n"),
                coupon_code = row.Number,
                status = 2,
                coupon_type = CouponOperations.Type(row.Sort),
                measure_id = Wire.Yuan,
                face_value = Wire.Number(row.Face),
                effective_time = Wire.Begin(row.ValidFrom),
                expire_time = Wire.End(row.ValidTo),
                plan_desc = row.Reason,
                use_limits = CouponLimits.Of(row),
                active_time = Wire.Time(row.IssuedAt),
                last_used_time = row.Remaining < row.Face ? Wire.Time(row.ChangedAt) : null,
                create_time = Wire.Time(row.IssuedAt),
                coupon_version = Reusable,
                balance = Wire.Number(row.Remaining),
                coupon_group = 0,
            }),
            coupon_max_use_quantity = new[] { VoucherSort.Voucher, VoucherSort.CashCoupon }.Select(sort => new
            {
                coupon_type = CouponOperations.Type(sort),
                coupon_group = 0,
                use_quantity_value = 1,
            }),
        };
    }

    /// <summary>With those of the orders that are paid together with it; each discount once.</summary>
    private static async Task<object?> Discounts(Call call)
    {
        var order = await OrderOperations.Order(call, call.Need("order_id"));
        var orders = order.Combination is { } together ? (await call.Get<OrderLists>().Combination(together, call.By, call.Ct))!.Value.Orders : [order];
        return new
        {
            discounts = orders.Where(row => row is { Discount: not null, State: OrderState.Unpaid }).GroupBy(row => (row.Discount, row.Factor)).Select(group => new
            {
                discount_id = group.Key.Discount!.Value.ToString("n"),
                discount_value = Wire.Factor(group.Key.Factor),
                discount_type = Commercial,
                orders = group.Select(row => new
                {
                    order_id = row.Number,
                    order_line_items = new[]
                    {
                        new
                        {
                            order_line_item_ids = new[] { row.Number },
                            discount_mode = ByRate,
                            discount_amount = Wire.Number(row.ListPrice - row.Amount),
                            discount_ratio = row.Factor,
                        },
                    },
                }),
            }),
        };
    }
}
