using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Orders;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>Freezing customers, and which of them are new, as programs of partners see it.</summary>
public sealed class CustomerOperationTests(TestServer server) : OpenApiStory(server)
{
    private const string Customers = "/v2/partners/sub-customers";

    [Fact, Rule("R12.1.2.1")]
    public async Task Customers_are_frozen_and_unfrozen_each_by_itself()
    {
        World.At(2024, 9, 2);
        var story = await OrderStory.In(World);
        var (resale, referral) = (await story.Customer(AssociationMode.Resale), await story.Customer(AssociationMode.Referral));
        var foreign = await World.Customer(await World.Partner("别家冻结接口"), "C-91003");
        var key = await NewKey(story.Partner);
        var order = await story.Order(await story.Place(resale, 1), resale);
        object Wish(params Guid[] ids) => new { customer_ids = ids.Select(id => id.ToString("n")), reason = "欠款未结清" };

        var said = await Signed(key, "POST", $"{Customers}/freeze", Wish(resale.CustomerId, referral.CustomerId, foreign));
        var again = await Signed(key, "POST", $"{Customers}/freeze", Wish(resale.CustomerId, referral.CustomerId, foreign));

        Assert.Equal("{error_details[{id, error_code, error_msg}]}", said.Shape);
        Assert.Equal([(referral.CustomerId.ToString("n"), "CBC.99000000"), (foreign.ToString("n"), "CBC.99000035")],
            said.Rows("error_details").Select(row => (row.GetProperty("id").GetString()!, row.GetProperty("error_code").GetString()!)));
        Assert.Equal(said.Body.GetRawText(), again.Body.GetRawText());
        Later();
        Assert.Equal([1, 0], (await Signed(key, "POST", $"{Customers}/query", new { })).Rows("customer_infos").Select(row => row.GetProperty("is_frozen").GetInt32()));
        var paid = await Signed(await NewKey(resale), "POST", "/v3/orders/customer-orders/pay", new { order_id = order.Number, use_coupon = "NO", use_discount = "NO" });
        Assert.Equal((403, "CBC.0155"), paid.Error);
        Assert.Contains("欠款未结清", paid["error_msg"]);

        Later();
        Assert.Equal("{error_details[]}", (await Signed(key, "POST", $"{Customers}/unfreeze", Wish(resale.CustomerId))).Shape);
        Later();
        Assert.Equal("CBC.0100", (await Signed(key, "POST", $"{Customers}/unfreeze", Wish(resale.CustomerId))).Rows("error_details").Single().GetProperty("error_code").GetString());
        foreach (var bad in new object[]
        {
            new { customer_ids = new[] { "x" } }, new { reason = "r" }, new { customer_ids = new[] { "x" }, reason = "r", freeze_type = "ACCOUNT_AND_RESOURCE" },
        })
        {
            Later();
            Assert.Equal((400, "CBC.0100"), (await Signed(key, "POST", $"{Customers}/freeze", bad)).Error);
        }

        Assert.Equal((403, "CBC.0151"), (await Signed(await NewKey(resale), "POST", $"{Customers}/freeze", Wish(resale.CustomerId))).Error);
    }

    /// <summary>New is whose first partner this is, for a year; qualified whoever has 10,000 CNY of performance since.</summary>
    [Fact, Rule("R12.1.8.1")]
    public async Task A_customer_is_new_for_a_year_and_qualified_from_a_threshold_on()
    {
        World.At(2024, 7, 2);
        var (partner, other) = (await World.Partner("新客接口"), await World.Partner("新客别家"));
        Task<Guid> Enroll(Actor of, string number) => World.Use((EnrollCustomer enroll) =>
            enroll.Run(of.PartnerId, number, number, AssociationMode.Resale, new(2024, 7, 1, 0, 0, 0, TimeSpan.Zero), of));
        var (large, small) = (await Enroll(partner, "C-92001"), await Enroll(partner, "C-92002"));
        var foreign = await Enroll(other, "C-92003");
        World.At(2024, 9, 2);
        await World.ImportText("""
            charge_id,customer,charge_type,order_type,billing_mode,product_type,product,transaction_at,usage,size,per,unit_price,official,discount,voucher,cash_coupon,coupon_counts,stored_value,arrears
            a,C-92001,consumption,purchase,period,compute,ecs,2024-08-11T00:00:00Z,,,,,10000.00,0,,,,,
            b,C-92002,consumption,purchase,period,compute,ecs,2024-08-11T00:00:00Z,,,,,9999.99,0,,,,,

            """);
        await World.Close("2024-08");
        const string tags = $"{Customers}/new-customers-tags/batch-query";
        object Wish(params Guid[] ids) => new { customer_ids = ids.Select(id => id.ToString("n")) };

        var key = await NewKey(partner);
        var said = await Signed(key, "POST", tags, Wish(small, large, foreign));

        Assert.Equal("{new_customer_tags[{customer_id, customer_tag_type, new_customer_tag, effective_time, expire_time}]}", said.Shape);
        Assert.Equal([(large, "Y", "2024-07", "2025-07"), (small, "UNDETERMINED", "2024-07", "2025-07")], said.Rows("new_customer_tags").Select(row => (
            Guid.ParseExact(row.GetProperty("customer_id").GetString()!, "N"), row.GetProperty("new_customer_tag").GetString()!,
            row.GetProperty("effective_time").GetString()!, row.GetProperty("expire_time").GetString()!)));

        // Somebody else's before, however short a time ago.
        await World.Execute($"update customers.association set to_at = '2024-09-01' where customer_id = '{foreign}'");
        await World.Execute($"insert into customers.association (id, partner_id, customer_id, mode, origin, from_at) select gen_random_uuid(), '{partner.PartnerId}', customer_id, mode, origin, '2024-09-01' from customers.association where customer_id = '{foreign}'");
        var came = await Signed(key, "POST", tags, Wish(foreign));
        Assert.Equal("N", came.Rows("new_customer_tags").Single().GetProperty("new_customer_tag").GetString());
        World.At(2025, 7, 3);
        var later = await Signed(key, "POST", tags, Wish(large));
        Assert.Equal("N", later.Rows("new_customer_tags").Single().GetProperty("new_customer_tag").GetString());
        Assert.Equal((400, "CBC.0100"), (await Signed(await NewKey(other), "POST", tags, new { customer_ids = "x" })).Error);
    }
}
