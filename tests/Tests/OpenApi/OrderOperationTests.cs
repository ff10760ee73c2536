using System.Net;
using PartnerCenter.Customers.Published;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Orders;
using PartnerCenter.Tests.Vouchers;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>Orders, resources, statements and prices as programs of customers and partners see them.</summary>
public sealed class OrderOperationTests(TestServer server) : OpenApiStory(server)
{
    private const string Orders = "/v2/orders/customer-orders";
    private const string Ratings = "/v2/bills/ratings";

    private OrderStory story = null!;

    private async Task<(Actor Customer, Key Key)> Begin(AssociationMode? mode = AssociationMode.Resale)
    {
        World.At(2024, 9, 2);
        story = await OrderStory.In(World);
        var customer = await story.Customer(mode);
        return (customer, await NewKey(customer));
    }

    private async Task Discount(Actor customer, string factor)
    {
        var number = await World.Scalar<string>($"select number from customers.customer where id = '{customer.CustomerId}'");
        var operations = await World.Staff(Role.Operations);
        await World.Use((GrantDiscount grant) => grant.Run(new(number, factor, "compute", new(2024, 9, 2), new(2025, 9, 2)), operations));
    }

    [Fact, Rule("R12.1.6.3", "R12.4.16")]
    public async Task An_order_names_the_coupons_that_fit_it_with_their_limits_and_the_discount_of_its_price()
    {
        var (customer, key) = await Begin();
        var quota = await World.Quota(story.Partner, "500.00", limits: new(PurchaseTypes.Period, "compute, storage", false, false));
        var fits = await World.Issue(story.Partner, quota, customer.CustomerId, "60.00");
        await World.Issue(story.Partner, await World.Quota(story.Partner, "10.00", limits: new(PurchaseTypes.PayPerUse, null, false, false)), customer.CustomerId, "10.00");
        await World.VendorIssues(await World.Scalar<string>($"select number from customers.customer where id = '{customer.CustomerId}'"), "5.00", VoucherSort.StoredValueCard);
        var plain = await story.Order(await story.Place(customer), customer);

        var coupons = await Signed(key, "GET", $"{Orders}/order-coupons?order_id={plain.Number}");

        Assert.Equal(
            "{count #, user_coupons[{coupon_id, coupon_code, status #, coupon_type #, measure_id #, face_value #, effective_time, expire_time, plan_desc, "
            + "use_limits[{use_limiti_info_id, limit_key, value1}], active_time, create_time, coupon_version #, balance #, coupon_group #}], "
            + "coupon_max_use_quantity[{coupon_type #, coupon_group #, use_quantity_value #}]}", coupons.Shape);
        var coupon = Assert.Single(coupons.Rows("user_coupons"));
        Assert.Equal(("1", fits.ToString("n"), "60.00"), (coupons["count"], coupon.GetProperty("coupon_id").GetString(), coupon.GetProperty("balance").GetRawText()));
        Assert.Equal([("chargeMode", "1"), ("productID", "compute,storage")], coupon.GetProperty("use_limits").EnumerateArray()
            .Select(limit => (limit.GetProperty("limit_key").GetString()!, limit.GetProperty("value1").GetString()!)));
        Assert.Equal("{discounts[]}", (await Signed(key, "GET", $"{Orders}/order-discounts?order_id={plain.Number}")).Shape);

        await Discount(customer, "0.85");
        var cheaper = await story.Order(await story.Place(customer), customer);
        var discounts = await Signed(key, "GET", $"{Orders}/order-discounts?order_id={cheaper.Number}");

        Assert.Equal(
            "{discounts[{discount_id, discount_value, discount_type #, orders[{order_id, "
            + "order_line_items[{order_line_item_ids[], discount_mode #, discount_amount #, discount_ratio #}]}]}]}", discounts.Shape);
        var discount = Assert.Single(discounts.Rows("discounts"));
        Assert.Equal(await World.Scalar<Guid>("select id from orders.discount"), Guid.ParseExact(discount.GetProperty("discount_id").GetString()!, "N"));
        var line = discount.GetProperty("orders")[0].GetProperty("order_line_items")[0];
        Assert.Equal(("0.85", "576.00", cheaper.Number), (discount.GetProperty("discount_value").GetString(), line.GetProperty("discount_amount").GetRawText(),
            discount.GetProperty("orders")[0].GetProperty("order_id").GetString()));
        Assert.Equal((3840m, 3264m), (cheaper.ListPrice, cheaper.Amount));

        // What is another customer's is not there, and a partner's key is of the wrong kind.
        Later();
        var other = await NewKey(await story.Customer(AssociationMode.Resale, "0"));
        Assert.Equal((400, "CBC.30000010"), (await Signed(other, "GET", $"{Orders}/order-coupons?order_id={plain.Number}")).Error);
        Assert.Equal((400, "CBC.30000010"), (await Signed(other, "GET", $"{Orders}/order-discounts?order_id={plain.Number}")).Error);
        Assert.Equal((400, "CBC.0100"), (await Signed(other, "GET", $"{Orders}/order-discounts")).Error);
        Assert.Equal((403, "CBC.0151"), (await Signed(await NewKey(story.Partner), "GET", $"{Orders}/order-coupons?order_id={plain.Number}")).Error);
    }

    [Fact]
    public async Task Resources_are_listed_for_their_customer_and_for_its_partner()
    {
        var (customer, key) = await Begin();
        var (partner, stranger) = (await NewKey(story.Partner), await NewKey(await World.Partner("资源别家")));
        var bought = await story.Bought(customer, 1);
        var again = await story.Bought(customer, 6, 2);
        await World.Use((PlaceOrders place) => place.Run(Guid.NewGuid(), [new("obs.gb", PurchaseType.PayPerUse, null, 50)], null, null, customer));
        const string periods = "/v2/orders/suscriptions/resources/query";
        const string uses = "/v2/partners/sub-customers/on-demand-resources/query";
        async Task<Said> Ask(Key by, string path, object body)
        {
            Later();
            return await Signed(by, "POST", path, body);
        }

        var said = await Ask(key, periods, new { });
        Assert.Equal(
            "{data[{id, resource_id, resource_name, service_type_code, resource_type_code, resource_type_name, service_type_name, resource_spec_code, product_id, "
            + "is_main_resource #, status #, effective_time, expire_time, expire_policy #, product_spec_desc}], total_count #}", said.Shape);
        Assert.Equal([again.ToString("n"), bought.ToString("n")], said.Rows("data").Select(row => row.GetProperty("id").GetString()));
        var first = said.Rows("data")[1];
        Assert.Equal(("compute", "ecs", "ecs.c4", 2, "2024-09-01T16:00:00Z", "2024-10-01T16:00:00Z"), (first.GetProperty("service_type_code").GetString(),
            first.GetProperty("resource_type_code").GetString(), first.GetProperty("resource_spec_code").GetString(), first.GetProperty("status").GetInt32(),
            first.GetProperty("effective_time").GetString(), first.GetProperty("expire_time").GetString()));
        var number = first.GetProperty("resource_id").GetString();
        Assert.Equal("2", (await Ask(partner, periods, new { customer_id = customer.CustomerId.ToString("n"), limit = 1 }))["total_count"]);
        foreach (var (filter, count) in new (object, string)[]
        {
            (new { resource_ids = new[] { number } }, "1"), (new { resource_ids = new[] { "RS-0000-000000" } }, "0"), (new { service_type_code = "storage" }, "0"),
            (new { status_list = new[] { 2 } }, "2"), (new { status_list = new[] { 3, 4, 5 } }, "0"), (new { expire_time_end = "2024-10-01T16:00:00Z" }, "1"),
            (new { expire_time_begin = "2024-10-01T16:00:01Z" }, "1"),
            (new { order_id = await World.Scalar<string>($"select number from orders.customer_order where resource_id = '{bought}'") }, "1"),
        })
        {
            Assert.Equal(count, (await Ask(key, periods, filter))["total_count"]);
        }

        Assert.Equal("0", (await Ask(stranger, periods, new { }))["total_count"]);
        Assert.Equal((400, "CBC.0100"), (await Ask(key, periods, new { status_list = new[] { 9 } })).Error);

        var used = await Ask(partner, uses, new { customer_id = customer.CustomerId.ToString("n") });
        Assert.Equal(
            "{resources[{customer_id, service_type_code, resource_type_code, service_type_name, resource_type_name, resource_id, resource_name, effective_time, "
            + "status #, resource_spec_code, product_spec_desc}], total_count #}", used.Shape);
        Assert.Equal(("1", "storage", 1), (used["total_count"], used.Rows("resources")[0].GetProperty("service_type_code").GetString(), used.Rows("resources")[0].GetProperty("status").GetInt32()));
        Assert.Equal("0", (await Ask(partner, uses, new { customer_id = customer.CustomerId.ToString("n"), status = 6 }))["total_count"]);
        Assert.Equal("0", (await Ask(stranger, uses, new { customer_id = customer.CustomerId.ToString("n") }))["total_count"]);
        Assert.Equal((400, "CBC.0100"), (await Ask(partner, uses, new { })).Error);
        Assert.Equal((403, "CBC.0151"), (await Ask(key, uses, new { customer_id = customer.CustomerId.ToString("n") })).Error);
    }

    [Fact, Rule("R12.1.3.4")]
    public async Task A_customers_statement_has_what_was_allocated_and_what_it_paid()
    {
        var (customer, key) = await Begin();
        await story.Bought(customer, 1);
        var other = await NewKey(await story.Customer(null, "77.00"));
        const string records = "/v2/accounts/customer-accounts/account-change-records?balance_type=BALANCE_TYPE_DEBIT";

        var said = await Signed(key, "GET", records);

        Assert.Equal(
            "{total_count #, currency, records[{account_change_id, trade_detail_type, trade_time, trade_id, change_amount, balance_after_change, revenue_expense_type, "
            + "bill_cycle, account_name}]}", said.Shape);
        Assert.Equal([("SOURCE_OPERAIION_DEDEUCT", "-320.00", "4680.00", "EXPENSE"), ("SOURCE_OPERATION_BEADJUST", "5000.00", "5000.00", "REVENUE")], said.Rows("records")
            .Select(row => (row.GetProperty("trade_detail_type").GetString()!, row.GetProperty("change_amount").GetString()!,
                row.GetProperty("balance_after_change").GetString()!, row.GetProperty("revenue_expense_type").GetString()!)));
        var paid = said.Rows("records")[0].GetProperty("trade_id").GetString();
        foreach (var (filter, count) in new[]
        {
            ("&revenue_expense_type=REVENUE", "1"), ("&trade_type=DEDEUCT", "1"), ("&trade_type=RECHARGE", "0"), ($"&trade_id={paid}", "1"), ("&offset=5", "2"),
            ("&trade_time_begin=2024-09-03", "0"), ("&trade_time_begin=2024-09-02&trade_time_end=2024-09-02", "2"), ("&payment_channel_id=1", "0"),
        })
        {
            Later();
            Assert.Equal(count, (await Signed(key, "GET", records + filter))["total_count"]);
        }

        Later();
        Assert.Equal("77.00", (await Signed(other, "GET", records)).Rows("records").Single().GetProperty("change_amount").GetString());
        Assert.Equal("0", (await Signed(key, "GET", records.Replace("DEBIT", "CREDIT")))["total_count"]);
        Later();
        Assert.Equal((400, "CBC.80021021"), (await Signed(key, "GET", records + "&trade_time_begin=2023-01-01&trade_time_end=2024-09-02")).Error);
        Assert.Equal((400, "CBC.0100"), (await Signed(other, "GET", records.Split('?')[0])).Error);
        Assert.Equal((403, "CBC.0151"), (await Signed(await NewKey(story.Partner), "GET", records)).Error);
    }

    /// <summary>The same arithmetic: a price that was asked for is what the order then costs, to the cent.</summary>
    [Fact, Rule("R12.1.9.14")]
    public async Task A_rate_is_what_the_order_then_costs()
    {
        var (customer, key) = await Begin();
        await Discount(customer, "0.8567");
        var partner = await NewKey(story.Partner);
        object Product(string id, string spec, string kind, string service, int number, int unit, int periods) => new
        {
            id, cloud_service_type = service, resource_type = kind, resource_spec = spec, region = "cn-north-1", period_type = unit, period_num = periods, subscription_num = number,
        };
        var wish = new { project_id = "p", product_infos = new[] { Product("1", "ecs.c4", "ecs", "compute", 3, 2, 7), Product("2", "rds.m2", "rds", "database", 1, 3, 1) } };

        var rate = await Signed(key, "POST", $"{Ratings}/period-resources/subscribe-rate", wish);
        await World.Use((PlaceOrders place) => place.Run(
            Guid.NewGuid(), [new("ecs.c4", PurchaseType.Period, 7, 3), new("rds.m2", PurchaseType.Period, 12, 1)], null, null, customer));

        Assert.Equal(
            "{official_website_rating_result{official_website_amount #, measure_id #, product_rating_results[{id, product_id, official_website_amount #, measure_id #}]}, "
            + "optional_discount_rating_results[{discount_id, amount #, official_website_amount #, discount_amount #, measure_id #, discount_type #, discount_name, best_offer #, "
            + "product_rating_results[{id, product_id, amount #, official_website_amount #, discount_amount #, measure_id #}]}], currency}", rate.Shape);
        var orders = (await World.Use((OrderLists lists) => lists.Of(customer, new(), "number", 0, 10))).OrderBy(row => row.Number).ToList();
        var offer = rate.Rows("optional_discount_rating_results").Single();
        Assert.Equal(orders.Sum(row => row.Amount), offer.GetProperty("amount").GetDecimal());
        Assert.Equal(orders.Sum(row => row.ListPrice), rate.Body.GetProperty("official_website_rating_result").GetProperty("official_website_amount").GetDecimal());
        Assert.Equal(orders.Select(row => row.Amount), offer.GetProperty("product_rating_results").EnumerateArray().Select(row => row.GetProperty("amount").GetDecimal()));

        // A partner has no discount: those are its customers'.
        var plain = await Signed(partner, "POST", $"{Ratings}/period-resources/subscribe-rate", wish);
        Assert.Equal((0, orders.Sum(row => row.ListPrice)), (plain.Rows("optional_discount_rating_results").Count,
            plain.Body.GetProperty("official_website_rating_result").GetProperty("official_website_amount").GetDecimal()));

        await World.Use((CancelOrders cancel) => cancel.Run(orders[0].Id, customer));
        await Use(customer, key);
        await Renewal(customer, key, partner);
    }

    private async Task Use(Actor customer, Key key)
    {
        object Of(int measure, object value, string spec = "ecs.c4", string kind = "ecs", string service = "compute") => new
        {
            project_id = "p",
            product_infos = new[] { new { id = "u", cloud_service_type = service, resource_type = kind, resource_spec = spec, region = "cn-north-1", usage_factor = "Duration", usage_value = value, usage_measure_id = measure, subscription_num = 3 } },
        };
        async Task<Said> Ask(object wish)
        {
            Later();
            return await Signed(key, "POST", $"{Ratings}/on-demand-resources", wish);
        }

        // From noon to midnight.
        World.Clock.MoveTo(new(2024, 9, 3, 4, 0, 0, TimeSpan.Zero));
        await World.Use((PlaceOrders place) => place.Run(Guid.NewGuid(), [new("ecs.c4", PurchaseType.PayPerUse, null, 3)], null, null, customer));
        var rate = await Ask(Of(4, 12));
        World.Clock.MoveTo(new(2024, 9, 3, 16, 20, 0, TimeSpan.Zero));
        await story.Job<PayAutomatically>();

        Assert.Equal(
            "{amount #, discount_amount #, official_website_amount #, measure_id #, currency, product_rating_results[{id, product_id, amount #, discount_amount #, "
            + "official_website_amount #, measure_id #, discount_rating_results[{discount_id, discount_type #, amount #, measure_id #, discount_name}]}]}", rate.Shape);
        Assert.Equal((23.04m, 19.738368m), (rate.Body.GetProperty("official_website_amount").GetDecimal(), rate.Body.GetProperty("amount").GetDecimal()));
        var charged = await World.Scalar<decimal>("select amount from orders.customer_order where kind = 'Usage'");
        Assert.Equal(decimal.Floor(rate.Body.GetProperty("amount").GetDecimal() * 100) / 100, charged);
        Assert.Equal(19.738368m, (await Ask(Of(6, 43_200))).Body.GetProperty("amount").GetDecimal());
        Assert.Equal(0.000456m, (await Ask(Of(6, 1))).Body.GetProperty("amount").GetDecimal());
        Assert.Equal((400, "CBC.99006050"), (await Ask(Of(17, 1))).Error);
        Assert.Equal((400, "CBC.99006006"), (await Ask(Of(4, 1, "ecs.none"))).Error);
        Assert.Equal((400, "CBC.99006006"), (await Ask(Of(4, 1, kind: "evs"))).Error);
        Assert.Equal((400, "CBC.99006006"), (await Ask(Of(4, 1, "support.business", "support", "support"))).Error);
        Assert.Equal((400, "CBC.0100"), (await Ask(new { project_id = "p" })).Error);
    }

    private async Task Renewal(Actor customer, Key key, Key partner)
    {
        const string renewal = $"{Ratings}/period-resources/renew-rate";
        var (one, waiting) = (await story.Bought(customer, 1, 2), await story.Bought(customer, 1));
        await World.Use((ChangeResources change) => change.Renew(Guid.NewGuid(), [waiting], 1, customer));
        var numbers = new List<string>();
        foreach (var resource in new[] { one, waiting })
        {
            numbers.Add(await World.Scalar<string>($"select number from orders.resource where id = '{resource}'"));
        }

        var wish = new { resource_ids = (string[])[.. numbers, "RS-NONE"], period_type = 3, period_num = 1 };
        var rate = await Signed(key, "POST", renewal, wish);
        var seen = await Signed(partner, "POST", renewal, wish);
        var order = Guid.NewGuid();
        await World.Use((ChangeResources change) => change.Renew(order, [one], 12, customer));
        var cost = (await story.Order(order, customer)).Amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(
            "{currency, renew_inquiry_results[{resource_id, amount}], official_website_rating_result{official_website_amount}, "
            + "optional_discount_rating_results[{discount_id, amount, official_website_amount, discount_amount, discount_type #, discount_name, best_offer #}], "
            + "fail_resource_infos[{error_code, error_msg, resource_id}]}", rate.Shape);
        Assert.Equal((numbers[0], cost), (rate.Rows("renew_inquiry_results").Single().GetProperty("resource_id").GetString(), rate.Rows("renew_inquiry_results")[0].GetProperty("amount").GetString()));
        Assert.Equal((cost, "7680.00"), (rate.Rows("optional_discount_rating_results")[0].GetProperty("amount").GetString(),
            rate.Body.GetProperty("official_website_rating_result").GetProperty("official_website_amount").GetString()));
        Assert.Equal([(numbers[1], "CBC.0100"), ("RS-NONE", "CBC.99003012")],
            rate.Rows("fail_resource_infos").Select(row => (row.GetProperty("resource_id").GetString()!, row.GetProperty("error_code").GetString()!)));
        Assert.Equal(cost, seen.Rows("renew_inquiry_results").Single().GetProperty("amount").GetString());
        Later();
        Assert.Equal((400, "CBC.0100"), (await Signed(key, "POST", renewal, new { resource_ids = numbers, period_type = 1, period_num = 1 })).Error);
        Assert.Equal(HttpStatusCode.OK, rate.Status);
    }

    [Fact, Rule("R15.2.5")]
    public async Task Paying_and_cancelling_are_refused_in_the_words_of_the_wire()
    {
        var (customer, key) = await Begin();
        var order = await story.Order(await story.Place(customer, 1), customer);
        async Task<Said> Pay(string number)
        {
            Later();
            return await Signed(key, "POST", "/v3/orders/customer-orders/pay", new { order_id = number, use_coupon = "NO", use_discount = "NO" });
        }

        Assert.Equal(HttpStatusCode.NoContent, (await Pay(order.Number)).Status);
        Assert.Equal((400, "CBC.99003106"), (await Pay(order.Number)).Error);
        Assert.Equal((400, "CBC.30000010"), (await Pay("OR-0000-000000")).Error);
        Later();
        Assert.Equal((400, "CBC.99005010"), (await Signed(key, "PUT", $"{Orders}/cancel", new { order_id = order.Number })).Error);
        var late = await story.Order(await story.Place(customer, 1), customer);
        story.Pass(168);
        Assert.Equal((400, "CBC.99003110"), (await Pay(late.Number)).Error);
        var dear = await story.Order(await story.Place(customer, 60), customer);
        Assert.Equal((400, "CBC.99005003"), (await Pay(dear.Number)).Error);
        Later();
        Assert.Equal((400, "CBC.99003012"), (await Signed(key, "POST", "/v2/orders/subscriptions/resources/renew", new { resource_ids = new[] { "RS-NONE" }, period_type = 2, period_num = 1 })).Error);
    }
}
