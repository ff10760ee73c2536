using System.Globalization;
using System.Text.Json;
using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Orders: a customer's own, or those of a partner's customers; the customer pays, cancels, renews and gives up.</summary>
internal static class OrderOperations
{
    private const int MostResources = 50;
    private const int MonthsOfYear = 12;

    public static IEnumerable<Operation> All =>
    [
        new("ListCustomerOrders", "GET", "/v2/orders/customer-orders", Side.Any, null, new("查询订单列表", "Orders"), List),
        new("ShowRefundOrderDetails", "GET", "/v2/orders/customer-orders/refund-orders", Side.Any, null, new("查询退款订单的金额详情", "What an unsubscription gave back"), Refunded),
        new("ShowCustomerOrderDetails", "GET", "/v2/orders/customer-orders/details/{order_id}", Side.Any, null, new("查询订单详情", "One order"), Find),
        new("PayOrders", "POST", "/v3/orders/customer-orders/pay", Side.Customer, OrdersModule.Buy, new("支付包年/包月订单", "Pay an order"), Pay),
        new("CancelCustomerOrder", "PUT", "/v2/orders/customer-orders/cancel", Side.Customer, OrdersModule.Buy, new("取消待支付订单", "Cancel an unpaid order"), Cancel),
        new("RenewalResources", "POST", "/v2/orders/subscriptions/resources/renew", Side.Customer, OrdersModule.Buy, new("续订包年/包月资源", "Renew resources"), Renew),
        new("CancelResourcesSubscription", "POST", "/v2/orders/subscriptions/resources/unsubscribe", Side.Customer, OrdersModule.Buy,
            new("退订包年/包月资源", "Give resources up"), GiveUp),
        new("AutoRenewalResources", "POST", "/v2/orders/subscriptions/resources/autorenew/{resource_id}", Side.Customer, OrdersModule.Buy,
            new("设置资源自动续费", "Have a resource renew itself"), call => RenewItself(call, true)),
        new("CancelAutoRenewalResources", "DELETE", "/v2/orders/subscriptions/resources/autorenew/{resource_id}", Side.Customer, OrdersModule.Buy,
            new("取消资源自动续费", "Have it do so no more"), call => RenewItself(call, false)),
    ];

    private static async Task<object?> List(Call call)
    {
        call.NoReseller();
        var (skip, limit) = call.Page;
        var state = call.OneOf("status", "1", "3", "4", "5", "6", "9") switch { "4" => OrderState.Cancelled, "5" => OrderState.Completed, "6" => OrderState.Unpaid, _ => (OrderState?)null };
        var (from, before) = call.Span("create_time_begin", "create_time_end");
        var filter = new OrderFilter(
            state, call.Text("order_id"), call.By.Customer is null ? call.Id("customer_id") : null, from, before, null, call.Text("service_type_code"));
        var lists = call.Get<OrderLists>();
        var sort = call.OneOf("order_by", "createTime", "-createTime") == "createTime" ? "placed" : "-placed";
        var rows = await lists.Of(call.By, filter, sort, skip, limit, call.Ct);
        return new { total_count = await lists.Count(call.By, filter, call.Ct), order_infos = rows.Select(row => Info(row, Products(call))) };
    }

    private static async Task<object?> Find(Call call)
    {
        call.NoReseller();
        var row = await Order(call, $"{call.Http.Request.RouteValues["order_id"]}");
        var products = Products(call);
        return new
        {
            total_count = 1,
            order_info = Info(row, products),
            order_line_items = new[]
            {
                new
                {
                    order_line_item_id = row.Number,
                    service_type_code = row.Service,
                    service_type_name = products.NameOf(row.Service),
                    product_id = row.Product,
                    product_spec_desc = row.ProductName.ToString(),
                    period_type = row.Months > 0 ? 2 : 0,
                    period_num = row.Months,
                    effective_time = row.From is { } from ? Wire.Time(BusinessDay.StartOf(from)) : null,
                    expire_time = row.Until is { } until ? Wire.Time(BusinessDay.StartOf(until)) : null,
                    subscription_num = row.Quantity,
                    currency = Wire.Currency,
                    amount_after_discount = Wire.Number(row.Amount),
                    official_amount = Wire.Number(row.ListPrice),
                },
            },
        };
    }

    private static async Task<object?> Refunded(Call call)
    {
        call.NoReseller();
        var row = await Order(call, call.Need("order_id"));
        var refunds = await call.Get<RefundLists>().OfOrder(row.Id, call.By, call.Ct);
        var products = Products(call);
        return new
        {
            total_count = refunds.Count,
            refund_infos = refunds.Select(refund => new
            {
                id = refund.Number,
                amount = Wire.Number(-refund.Amount),
                measure_id = Wire.Yuan.ToString(CultureInfo.InvariantCulture),
                customer_id = refund.Customer.ToString("n"),
                resource_type_code = row.Product,
                service_type_code = row.Service,
                service_type_name = products.NameOf(row.Service),
                region_code = "",
                base_order_id = refund.OrderNumber,
            }),
        };
    }

    /// <summary>The voucher that is named, or none; an authorised discount is in the price already.</summary>
    private static async Task<object?> Pay(Call call)
    {
        var row = await Order(call, call.Need("order_id"));
        var uses = call.OneOf("use_coupon", "YES", "NO") ?? throw WireError.Parameter("use_coupon", "is missing");
        var coupons = Call.Inside(call.Body, "coupon_infos");
        var named = uses == "YES" && coupons.ValueKind == JsonValueKind.Array && coupons.GetArrayLength() > 0 ? Call.TextOf(coupons[0], "id") : null;
        VoucherChoice[] choices = Guid.TryParse(named, out var voucher) ? [new(row.Id, voucher)] : [];
        var orders = row.Combination is { } together ? (await call.Get<OrderLists>().Combination(together, call.By, call.Ct))!.Value.Orders : [row];
        await call.Get<PayOrders>().Run(
            call.Caller.Command ?? Guid.CreateVersion7(), [.. orders.Where(order => order.State == OrderState.Unpaid || order.Id == row.Id).Select(order => order.Id)],
            choices, call.By, call.Ct);
        return null;
    }

    private static async Task<object?> Cancel(Call call)
    {
        var row = await Order(call, call.Need("order_id"));
        await call.Get<CancelOrders>().Run(row.Id, call.By, call.Ct);
        return null;
    }

    private static async Task<object?> Renew(Call call)
    {
        var unit = call.OneOf("period_type", "2", "3") ?? throw WireError.Parameter("period_type", "is missing");
        var periods = call.Number("period_num", 1, 100) ?? throw WireError.Parameter("period_num", "is missing");
        var id = call.Caller.Command ?? Guid.CreateVersion7();
        if (!await call.Get<ChangeResources>().Renew(id, await Resources(call), unit == "3" ? periods * MonthsOfYear : periods, call.By, call.Ct))
        {
            throw NoResource();
        }

        var orders = await Made(call, id);
        if (call.OneOf("is_auto_pay", "0", "1") == "1")
        {
            await call.Get<PayOrders>().Run(Platform.Web.CommandId.Part(id, -1), [.. orders.Select(order => order.Id)], [], call.By, call.Ct);
        }

        return new { order_ids = orders.Select(order => order.Number), fail_resource_infos = Array.Empty<object>() };
    }

    private static async Task<object?> GiveUp(Call call)
    {
        _ = call.OneOf("unsubscribe_type", "1", "2") ?? throw WireError.Parameter("unsubscribe_type", "is missing");
        var id = call.Caller.Command ?? Guid.CreateVersion7();
        return await call.Get<Unsubscribe>().Run(id, await Resources(call), call.By, call.Ct)
            ? new { order_ids = (await Made(call, id)).Select(order => order.Number), fail_resource_infos = Array.Empty<object>() }
            : throw NoResource();
    }

    private static async Task<object?> RenewItself(Call call, bool on)
    {
        var resource = await Named(call, [$"{call.Http.Request.RouteValues["resource_id"]}"]);
        return await call.Get<ChangeResources>().RenewItself(resource[0], on, call.By, call.Ct) ? null : throw NoResource();
    }

    private static ProductTerms Products(Call call) => call.Get<Rulebook>().On<ProductTerms>(ProductTerms.Rule, call.Get<BusinessDay>().Today).Terms;

    /// <summary>On the wire an order's id is its number.</summary>
    public static async Task<OrderRow> Order(Call call, string number) =>
        (await call.Get<OrderLists>().Of(call.By, new(Search: number), null, 0, 2, call.Ct)).Find(row => row.Number == number)
        ?? throw new WireError(400, "CBC.30000010", "There is no such order.");

    private static async Task<List<OrderRow>> Made(Call call, Guid id)
    {
        var lists = call.Get<OrderLists>();
        return await lists.Find(id, call.By, call.Ct) is { } one ? [one] : (await lists.Combination(id, call.By, call.Ct))!.Value.Orders;
    }

    private static async Task<List<Guid>> Resources(Call call)
    {
        var numbers = call.Texts("resource_ids", MostResources);
        return numbers.Count == 0 ? throw WireError.Parameter("resource_ids", $"has 1 to {MostResources} resources") : await Named(call, numbers);
    }

    private static async Task<List<Guid>> Named(Call call, IReadOnlyList<string> numbers)
    {
        var (rows, _) = await call.Get<ResourceLists>().Matching(call.By, new() { Numbers = numbers }, 0, numbers.Count, call.Ct);
        var ids = rows.ToDictionary(row => row.Number, row => row.Id);
        return [.. numbers.Select(number => ids.TryGetValue(number, out var id) ? id : throw NoResource())];
    }

    public static WireError NoResource() => new(400, "CBC.99003012", "There is no such resource.");

    private static object Info(OrderRow row, ProductTerms products) => new
    {
        order_id = row.Number,
        customer_id = row.Customer.ToString("n"),
        service_type_code = row.Service,
        service_type_name = products.NameOf(row.Service),
        source_type = 1,
        status = row.State switch { OrderState.Unpaid => 6, OrderState.Cancelled => 4, _ => 5 },
        order_type = row.Kind switch { OrderKind.New => 1, OrderKind.Renewal => 2, OrderKind.Change => 3, OrderKind.Unsubscription => 4, _ => 1 },
        amount_after_discount = Wire.Number(row.Amount),
        official_amount = Wire.Number(row.ListPrice),
        measure_id = Wire.Yuan,
        create_time = Wire.Time(row.PlacedAt),
        payment_time = row is { PaidFrom: not null, EndedAt: { } paid } ? Wire.Time(paid) : null,
        currency = Wire.Currency,
        amount_info = new
        {
            discounts = row.Factor == 1 ? [] : new object[] { new { discount_type = "606", discount_amount = Wire.Number(row.ListPrice - row.Amount) } },
            flexipurchase_coupon_amount = 0.00m,
            coupon_amount = Wire.Number(row.Voucher),
            stored_card_amount = 0.00m,
            commission_amount = 0.00m,
            consumed_amount = 0.00m,
        },
        user_name = row.PlacedBy,
        pending_payment_end_time = row is { State: OrderState.Unpaid, ExpiresAt: { } until } ? Wire.Time(until) : null,
        agent_pay_info = new { is_agent_pay = row.PaidFrom == PaidFrom.Partner },
    };
}
