using System.Text.Json;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>What customers consumed, as their own programs see it, and what a partner owes for it.</summary>
public sealed class OwnBillOperationTests(TestServer server) : OpenApiStory(server)
{
    private const string Bills = "/v2/bills/customer-bills";

    private Actor partner = null!;
    private Key key = null!;
    private Guid customer;

    private async Task<string> Closed()
    {
        World.At(2024, 7, 2);
        partner = await World.Partner("明细接口");
        customer = await World.Customer(partner, "C-93001");
        await World.Customer(partner, "C-93002");
        await World.Customer(partner, "C-93003", PartnerCenter.Customers.Published.AssociationMode.Referral);
        World.At(2024, 9, 2);
        await World.ImportText("""
            charge_id,customer,charge_type,order_type,billing_mode,product_type,product,resource_type,resource_id,resource_name,region,transaction_at,usage,size,per,unit_price,official,discount,voucher,cash_coupon,coupon_counts,stored_value,arrears
            a,C-93001,consumption,purchase,period,compute,ecs.c4,ecs,i-1,web-1,cn-north-1,2024-08-11T00:00:00Z,,,,,100.00,10,20.00,5.00,false,7.00,3.00
            b,C-93001,refund,unsubscription,period,compute,ecs.c4,ecs,i-1,web-1,cn-north-1,2024-08-12T00:00:00Z,,,,,-40,0,,,,,
            c,C-93001,consumption,usage,pay-per-use,storage,obs.gb,obs,b-1,logs,cn-east-3,2024-08-10T01:00:00Z,25874,10,3600,0.00064,,,,,,,
            d,C-93001,consumption,usage,pay-per-use,storage,obs.gb,obs,b-1,logs,cn-east-3,2024-08-10T02:00:00Z,25874,10,3600,0.00064,,,,,,,
            e,C-93001,consumption,usage,pay-per-use,storage,obs.gb,obs,b-1,logs,cn-east-3,2024-08-10T16:30:00Z,25874,10,3600,0.00064,,,,,,,
            f,C-93001,adjustment,usage,pay-per-use,storage,obs.gb,obs,b-1,logs,cn-east-3,2024-08-20T00:00:00Z,,,,,0,0,,,,,
            g,C-93002,consumption,purchase,period,compute,ecs.c4,ecs,i-9,web-9,cn-north-1,2024-08-11T00:00:00Z,,,,,77.00,,,,,,
            h,C-93003,consumption,purchase,period,compute,ecs.c4,ecs,i-8,web-8,cn-north-1,2024-08-11T00:00:00Z,,,,,55.00,,,,,,

            """);
        await World.Close("2024-08");
        key = await NewKey(partner);
        return (await Signed(key, "POST", "/v3/auth/tokens", AssumeWish("C-93001", (await World.View(partner)).Number))).Headers.GetValues("X-Subject-Token").Single();
    }

    private static decimal Amount(JsonElement row, string name) => row.GetProperty(name).GetDecimal();

    [Fact]
    public async Task Transactions_are_a_customers_own_and_cut_to_the_cent()
    {
        var token = await Closed();
        const string records = $"{Bills}/fee-records?bill_cycle=2024-08";

        var said = await WithToken(token, "GET", $"{records}&limit=100");

        Assert.Equal(
            "{total_count #, records[{bill_cycle, customer_id, service_type_code, resource_type_code, service_type_name, resource_type_name, region_code, charging_mode #, "
            + "consume_time, trade_time, provider_type #, trade_id, id, bill_type #, status #, official_amount #, official_discount_amount #, erase_amount #, consume_amount #, "
            + "cash_amount #, credit_amount #, coupon_amount #, flexipurchase_coupon_amount #, stored_value_card_amount #, bonus_amount #, debt_amount #, writeoff_amount #, "
            + "region_name, account_name}], currency}", said.Shape);
        Assert.Equal("6", said["total_count"]);
        Assert.All(said.Rows("records"), row => Assert.Equal(customer.ToString("n"), row.GetProperty("customer_id").GetString()));
        var bought = said.Rows("records").Single(row => row.GetProperty("trade_id").GetString() == "a");
        Assert.Equal((1, 2, 90m, 55m, 20m, 3m), (bought.GetProperty("bill_type").GetInt32(), bought.GetProperty("status").GetInt32(), Amount(bought, "consume_amount"),
            Amount(bought, "cash_amount"), Amount(bought, "coupon_amount"), Amount(bought, "debt_amount")));
        var used = said.Rows("records").Single(row => row.GetProperty("trade_id").GetString() == "c");
        Assert.Equal((5, 1, 0.04m, 0.00599822m), (used.GetProperty("bill_type").GetInt32(), used.GetProperty("status").GetInt32(), Amount(used, "consume_amount"), Amount(used, "erase_amount")));
        foreach (var (filter, count) in new[]
        {
            ("&trade_id=b", "1"), ("&service_type_code=compute", "2"), ("&resource_type_code=obs", "4"), ("&region_code=cn-east-3", "4"), ("&charging_mode=1", "2"), ("&charging_mode=10", "0"),
            ("&bill_type=4", "1"), ("&bill_type=5", "3"), ("&bill_type=16", "1"), ("&bill_type=8", "0"), ("&status=2", "1"), ("&status=1", "5"), ("&status=3", "0"), ("&provider_type=2", "0"),
            ("&include_zero_record=false", "5"), ("&method=sub_customer", "0"), ("&bill_date_begin=2024-08-11&bill_date_end=2024-08-11", "2"), ("&offset=5", "6"),
        })
        {
            Later();
            Assert.Equal(count, (await WithToken(token, "GET", records + filter))["total_count"]);
        }

        Assert.Equal("0", (await WithToken(token, "GET", $"{Bills}/fee-records?bill_cycle=2024-07"))["total_count"]);
        Assert.Equal((400, "CBC.0100"), (await WithToken(token, "GET", $"{Bills}/fee-records")).Error);
        Assert.Equal((400, "CBC.0100"), (await WithToken(token, "GET", $"{records}&bill_date_begin=2024-09-01")).Error);
        Assert.Equal((403, "CBC.0151"), (await Signed(key, "GET", records)).Error);
    }

    [Fact]
    public async Task Resources_are_summed_up_by_month_or_day_with_eight_decimals()
    {
        var token = await Closed();
        const string records = $"{Bills}/res-fee-records?cycle=2024-08&cloud_service_type=storage&include_zero_record=false";

        var month = await WithToken(token, "GET", records);
        var days = await WithToken(token, "GET", records + "&statistic_type=2");
        var lines = await WithToken(token, "GET", records + "&statistic_type=3");

        const string shape = "{fee_records[{bill_date, bill_type #, customer_id, region, region_name, cloud_service_type, resource_type, cloud_service_type_name, resource_type_name, "
            + "resource_id, resource_name, product_id, product_name, IDtrade_time, charge_mode, official_amount #, discount_amount #, amount #, cash_amount #, credit_amount #, coupon_amount #, "
            + "flexipurchase_coupon_amount #, stored_card_amount #, bonus_amount #, debt_amount #, adjustment_amount #, measure_id #, consume_time, account_name}], total_count #, currency}";
        Assert.Equal((shape.Replace("ID", ""), shape.Replace("ID", "trade_id, id, ")), (month.Shape, lines.Shape));
        Assert.Equal(("1", "2", "3"), (month["total_count"], days["total_count"], lines["total_count"]));
        Assert.Equal([0.09199644m, 0.04599822m], days.Rows("fee_records").Select(row => Amount(row, "amount")));
        Assert.Equal(["2024-08-10", "2024-08-11"], days.Rows("fee_records").Select(row => row.GetProperty("bill_date").GetString()));
        Assert.Equal(lines.Rows("fee_records").Sum(row => Amount(row, "amount")), Amount(month.Rows("fee_records").Single(), "amount"));
        Assert.Equal(("b-1", "logs", "3"), (month.Rows("fee_records")[0].GetProperty("resource_id").GetString(), month.Rows("fee_records")[0].GetProperty("resource_name").GetString(),
            month.Rows("fee_records")[0].GetProperty("charge_mode").GetString()));
        Assert.Equal("0", (await WithToken(token, "GET", records + "&resource_id=i-9"))["total_count"]);
        Assert.Equal((403, "CBC.0151"), (await Signed(key, "GET", records)).Error);

        var details = await WithToken(token, "POST", $"{Bills}/res-records/query", new { cycle = "2024-08", statistic_type = 3, resource_type = "ecs", limit = 1 });
        Assert.Equal(
            "{monthly_records[{cycle, bill_date, bill_type #, customer_id, region, region_name, cloud_service_type, resource_Type_code, cloud_service_type_name, resource_type_name, "
            + "res_instance_id, resource_name, charge_mode #, consume_amount #, cash_amount #, credit_amount #, coupon_amount #, flexipurchase_coupon_amount #, stored_card_amount #, "
            + "bonus_amount #, debt_amount #, adjustment_amount #, official_amount #, discount_amount #, measure_id #, trade_id, id, product_spec_desc, consume_time, account_name}], "
            + "total_count #, currency}", details.Shape);
        var bought = details.Rows("monthly_records").Single();
        Assert.Equal(("2", "a", "i-1", 90m, 55m), (details["total_count"], bought.GetProperty("trade_id").GetString(), bought.GetProperty("res_instance_id").GetString(),
            Amount(bought, "consume_amount"), Amount(bought, "cash_amount")));
        Assert.Equal((400, "CBC.0100"), (await WithToken(token, "POST", $"{Bills}/res-records/query", new { cycle = "2024-08", statistic_type = 4 })).Error);
    }

    /// <summary>A partner owes what its resale customers consumed; referral customers pay by themselves.</summary>
    [Fact, Rule("R12.1.2.1")]
    public async Task A_partner_reads_what_it_owes_for_a_month()
    {
        await Closed();

        var said = await Signed(key, "GET", "/v2/bills/partner-bills/postpaid-bill-summary?bill_cycle=2024-08");

        Assert.Equal("{bill_cycle, initial_amount_due #, consume_amount #, refunds #, adjustments #, tax_amount #, currency}", said.Shape);
        Assert.Equal((127.12m, 167.12m, -40m, 0m), (Amount(said.Body, "initial_amount_due"), Amount(said.Body, "consume_amount"), Amount(said.Body, "refunds"), Amount(said.Body, "adjustments")));
        Later();
        Assert.Equal(0m, Amount((await Signed(key, "GET", "/v2/bills/partner-bills/postpaid-bill-summary?bill_cycle=2024-07")).Body, "initial_amount_due"));
        Later();
        Assert.Equal((400, "CBC.0100"), (await Signed(key, "GET", "/v2/bills/partner-bills/postpaid-bill-summary")).Error);
    }
}
