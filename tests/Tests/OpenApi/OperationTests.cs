using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.OpenApi.Operations;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>What the operations do, and the words in which they refuse.</summary>
public sealed partial class OperationTests(TestServer server) : OpenApiStory(server)
{
    private const string Create = "/v2/partners/sub-customers";
    private const string Allocate = "/v2/accounts/partner-accounts/adjust-amount";
    private const string Reclaim = "/v2/accounts/partner-accounts/reclaim";

    [Fact, Rule("R15.3.6")]
    public async Task A_customer_made_by_a_partners_system_is_its_resale_customer_and_may_have_no_mobile()
    {
        var partner = await World.Partner("建客科技");
        var key = await NewKey(partner);
        var platform = (await World.View(partner)).Number;

        var made = await Signed(key, "POST", Create, new { domain_name = "api_customer", xaccount_id = "u-1", xaccount_type = platform, password = World.Password });
        var random = await Signed(key, "POST", Create, new { xaccount_id = "u-2", xaccount_type = platform });
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));

        Assert.Equal((HttpStatusCode.OK, "api_customer"), (made.Status, made["domain_name"]));
        Assert.Equal(32, random["domain_name"]!.Length);
        var association = (await World.Use((Associations associations) => associations.OfCustomer(Guid.Parse(made["domain_id"]!))))!;
        Assert.Equal((partner.PartnerId, AssociationMode.Resale), (association.Partner, association.Mode));

        // It signs in with its password, and gives its mobile itself later.
        var token = await Send(Visitor(), "POST", "/v3/auth/tokens", PasswordWish("api_customer", World.Password, "api_customer"));
        Assert.Equal(made["domain_id"], token.Body.GetProperty("token").GetProperty("domain").GetProperty("id").GetString());
        var account = await World.Scalar<Guid>("select id from identity.account where user_name = 'api_customer'");
        var customer = (await World.Enter(account))!;
        await World.Use((PartnerCenter.Identity.Profile profile) => profile.ChangeMobile("13912345678", World.Password, customer));
        Assert.Equal("used_by_user", (await Signed(key, "POST", $"{Create}/users/check-identity", new { search_type = "mobile", search_value = "0086-13912345678" }))["check_result"]);

        foreach (var (body, code) in new (object, string)[]
        {
            (new { domain_name = "api_customer", xaccount_id = "u-3", xaccount_type = platform }, "CBC.99000038"),
            (new { domain_name = "another_one", xaccount_id = "u-1", xaccount_type = platform }, "CBC.99000039"),
            (new { domain_name = "op_customer", xaccount_id = "u-4", xaccount_type = platform }, "CBC.99000031"),
            (new { domain_name = "abc", xaccount_id = "u-4", xaccount_type = platform }, "CBC.99000031"),
            (new { domain_name = "weak_one", xaccount_id = "u-5", xaccount_type = platform, password = "short" }, "CBC.99000036"),
            (new { xaccount_id = "u-6", xaccount_type = "another" }, "CBC.0101"),
            (new { xaccount_id = "u-6", xaccount_type = platform, cooperation_type = "1" }, "CBC.0100"),
            (new { xaccount_type = platform }, "CBC.0100"),
        })
        {
            World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
            Assert.Equal((400, code), (await Signed(key, "POST", Create, body)).Error);
        }
    }

    [Fact]
    public async Task A_mobile_number_is_proven_by_a_code_that_is_good_once_and_fails_three_times_at_most()
    {
        var partner = await World.Partner("短信科技");
        var key = await NewKey(partner);
        var platform = (await World.View(partner)).Number;
        object Wish(string user, string mobile, string code) => new { xaccount_id = user, xaccount_type = platform, mobile_phone = mobile, verification_code = code };
        async Task<string> Code(string mobile)
        {
            World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(2));
            var said = await Signed(key, "POST", "/v2/bases/verificationcode/send", new { receiver_type = 1, mobile_phone = mobile, scene = 29 });
            Assert.Equal(HttpStatusCode.NoContent, said.Status);
            var last = $"select coalesce((select body from platform.sent_message where recipient = '{mobile}' order by id desc limit 1), '')";
            while (await World.Scalar<string>(last) == "")
            {
                // The product's own worker may be at it.
                await World.Deliver();
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            return Digits().Match(await World.Scalar<string>(last)).Value;
        }

        var code = await Code("13700000001");
        Assert.Equal((400, "CBC.99004010"), (await Signed(key, "POST", Create, Wish("m-1", "13700000001", "000000"))).Error);
        Assert.Equal(HttpStatusCode.OK, (await Signed(key, "POST", Create, Wish("m-1", "13700000001", code))).Status);
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
        Assert.Equal((400, "CBC.99004010"), (await Signed(key, "POST", Create, Wish("m-2", "13700000001", code))).Error);

        code = await Code("13700000002");
        for (var n = 0; n < 3; n++)
        {
            World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
            await Signed(key, "POST", Create, Wish("m-3", "13700000002", "000000"));
        }

        Assert.Equal((400, "CBC.99004009"), (await Signed(key, "POST", Create, Wish("m-3", "13700000002", code))).Error);
        code = await Code("13700000003");
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddMinutes(10));
        Assert.Equal((400, "CBC.99004008"), (await Signed(key, "POST", Create, Wish("m-4", "13700000003", code))).Error);
    }

    [Fact, Rule("R15.3.4")]
    public async Task Cash_is_allocated_and_reclaimed_and_the_same_signed_call_is_one_command()
    {
        var (partner, other) = (await Rich("拨款科技"), await World.Partner("他家科技"));
        var (customer, referral) = (await World.Customer(partner, "C-73001"), await World.Customer(partner, "C-73002", AssociationMode.Referral));
        var foreign = await World.Customer(other, "C-73003");
        var key = await NewKey(partner);
        object Move(Guid to, object amount) => new { customer_id = to.ToString("n"), amount };

        var first = await Signed(key, "POST", Allocate, Move(customer, 100.25m));
        var again = await Signed(key, "POST", Allocate, Move(customer, 100.25m));
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
        var later = await Signed(key, "POST", Allocate, Move(customer, 100.25m));
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
        var back = await Signed(key, "POST", Reclaim, Move(customer, 50.5m));

        Assert.Equal((HttpStatusCode.OK, first["transfer_id"]), (again.Status, again["transfer_id"]));
        Assert.NotEqual(first["transfer_id"], later["transfer_id"]);
        Assert.Matches("^[0-9a-f]{32}$", back["trans_id"]!);
        var balance = await Signed(key, "POST", "/v2/accounts/customer-accounts/balances/batch-query", new { customer_infos = new[] { new { customer_id = customer.ToString("n") }, new { customer_id = foreign.ToString("n") } } });
        Assert.Equal("150.00", Assert.Single(balance.Body.GetProperty("customer_balances").EnumerateArray()).GetProperty("amount").GetRawText());
        Assert.Equal("850.00", (await Signed(key, "GET", "/v2/accounts/partner-accounts/balances")).Body.GetProperty("account_balances")[0].GetProperty("amount").GetRawText());

        foreach (var (path, body, code) in new[]
        {
            (Allocate, Move(foreign, 1), "CBC.99000035"), (Allocate, Move(Guid.NewGuid(), 1), "CBC.99000035"), (Allocate, Move(referral, 1), "CBC.99000000"),
            (Allocate, Move(customer, 1000000), "CBC.5003"), (Reclaim, Move(customer, 1000000), "CBC.99005003"), (Allocate, Move(customer, 0), "CBC.0100"),
            (Allocate, Move(customer, 0.001m), "CBC.0100"), (Allocate, new { customer_id = "no-such-customer", amount = 1 }, "CBC.99000035"),
            (Allocate, new { customer_id = customer.ToString("n") }, "CBC.0100"),
            (Allocate, new { customer_id = customer.ToString("n"), amount = 1, indirect_partner_id = Guid.NewGuid().ToString("n") }, "CBC.99000037"),
        })
        {
            World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
            Assert.Equal((400, code), (await Signed(key, "POST", path, body)).Error);
        }

        var records = await Signed(key, "GET", $"/v3/accounts/partner-accounts/adjust-records?customer_id={customer:n}&limit=2&operation_type=SOURCE_OPERATION_BEADJUST");
        Assert.Equal("2", records["total_count"]);
        Assert.Equal("100.25", records.Body.GetProperty("records")[0].GetProperty("amount").GetString());
        Assert.Equal(records["total_count"], (await Signed(key, "GET", $"/v2/accounts/partner-accounts/adjust-records?customer_id={customer:n}&operation_type=SOURCE_OPERATION_BEADJUST"))["total_count"]);
        var changes = await Signed(key, "GET", "/v2/accounts/partner-accounts/account-change-records?balance_type=BALANCE_TYPE_DEBIT&offset=1&limit=1");
        Assert.Equal("4", changes["total_count"]);
        Assert.Equal(("-100.25", "2", "SOURCE_OPERATION_BEADJUST"), (changes.Body.GetProperty("records")[0].GetProperty("change_amount").GetString(),
            changes.Body.GetProperty("records")[0].GetProperty("type").GetString(), changes.Body.GetProperty("records")[0].GetProperty("trade_detail_type").GetString()));
        Assert.Equal((400, "CBC.0100"), (await Signed(key, "GET", "/v2/accounts/partner-accounts/account-change-records")).Error);
    }

    [Fact, Rule("R15.2.4")]
    public async Task A_partner_and_a_customer_have_operations_of_their_own()
    {
        var partner = await Rich("分界科技");
        var customer = await World.Customer(partner, "C-74001");
        var key = await NewKey(partner);
        await Signed(key, "POST", Allocate, new { customer_id = customer.ToString("n"), amount = 12.5m });
        var agency = (await World.View(partner)).Number;
        var token = (await Signed(key, "POST", "/v3/auth/tokens", AssumeWish("C-74001", agency))).Headers.GetValues("X-Subject-Token").Single();
        const string own = "/v2/accounts/customer-accounts/balances";

        Assert.Equal("12.50", (await WithToken(token, "GET", own)).Body.GetProperty("account_balances")[0].GetProperty("amount").GetRawText());
        Assert.Equal((403, "CBC.0151"), (await Signed(key, "GET", own)).Error);
        Assert.Equal((403, "CBC.0151"), (await WithToken(token, "GET", "/v2/accounts/partner-accounts/balances")).Error);
        Assert.Equal((403, "CBC.0151"), (await Signed(key, "POST", "/v2/partners/indirect-partners/query", "{}")).Error);
    }

    /// <summary>Every operation but those that give out credentials turns away whoever has none, and is a partner's or a customer's.</summary>
    [Fact]
    public async Task No_operation_answers_a_stranger()
    {
        foreach (var operation in OperationList.All.Where(operation => operation.Path + operation.Method != "/v3/auth/tokensPOST"))
        {
            var said = await Send(Visitor(), operation.Method, operation.Path.Replace("{access_key}", "X", StringComparison.Ordinal), operation.Method == "POST" ? "{}" : null);

            Assert.Equal((401, "APIGW.0301"), said.Error);
        }

        Assert.Equal(OperationList.All.Count, OperationList.All.Select(operation => $"{operation.Method} {operation.Path}").Distinct().Count());
    }

    [Fact]
    public async Task A_customer_sums_up_what_it_consumed_itself_and_its_parts_add_up()
    {
        World.At(2024, 7, 2);
        var partner = await World.Partner("自查接口");
        await World.Customer(partner, "C-76001");
        await World.Customer(partner, "C-76002");
        World.At(2024, 9, 2);
        await World.ImportText("""
            charge_id,customer,charge_type,order_type,billing_mode,product_type,product,transaction_at,usage,size,per,unit_price,official,discount,voucher,cash_coupon,coupon_counts,stored_value,arrears
            a,C-76001,consumption,purchase,period,compute,ecs,2024-08-11T00:00:00Z,,,,,100.00,10,20.00,5.00,false,7.00,3.00
            b,C-76001,refund,unsubscription,period,compute,ecs,2024-08-12T00:00:00Z,,,,,-40,0,,,,,
            c,C-76002,consumption,purchase,period,compute,ecs,2024-08-11T00:00:00Z,,,,,77.00,,,,,,

            """);
        await World.Close("2024-08");
        var key = await NewKey(partner);
        var token = (await Signed(key, "POST", "/v3/auth/tokens", AssumeWish("C-76001", (await World.View(partner)).Number))).Headers.GetValues("X-Subject-Token").Single();
        const string sums = "/v2/bills/customer-bills/monthly-sum?bill_cycle=2024-08";

        var said = await WithToken(token, "GET", sums);

        decimal Amount(string name) => said.Body.GetProperty(name).GetDecimal();
        Assert.Equal(("2", 50m, 20m, 5m, 7m, 3m), (said["total_count"], Amount("consume_amount"), Amount("coupon_amount"), Amount("flexipurchase_coupon_amount"), Amount("stored_value_card_amount"), Amount("debt_amount")));
        Assert.Equal(Amount("consume_amount"), Amount("cash_amount") + 20m + 5m + 7m + 3m);
        Assert.Equal([(1, 90m), (2, -40m)], said.Body.GetProperty("bill_sums").EnumerateArray().Select(row => (row.GetProperty("bill_type").GetInt32(), row.GetProperty("consume_amount").GetDecimal())));
        Assert.Equal("0", (await WithToken(token, "GET", $"{sums}&service_type_code=storage"))["total_count"]);
        Assert.Equal("0", (await WithToken(token, "GET", $"{sums}&method=sub_customer"))["total_count"]);
        Assert.Equal("0", (await WithToken(token, "GET", "/v2/bills/customer-bills/monthly-sum?bill_cycle=2024-07"))["total_count"]);
        Assert.Equal((403, "CBC.0151"), (await Signed(key, "GET", sums)).Error);
    }

    [Fact]
    public async Task Resource_types_are_listed_by_their_service()
    {
        var key = await NewKey(await World.Partner("资源接口"));

        var said = await Signed(key, "GET", "/v2/products/service-resources?service_type_code=compute&limit=100");

        var all = (await Signed(key, "GET", "/v2/products/resource-types?limit=100")).Body.GetProperty("resource_types").EnumerateArray()
            .Where(type => type.GetProperty("service_type_code").GetString() == "compute").Select(type => type.GetProperty("resource_type_code").GetString()).ToList();
        Assert.NotEmpty(all);
        Assert.Equal(all, said.Body.GetProperty("infos").EnumerateArray().Select(info => info.GetProperty("basic_info").GetProperty("resource_type_code").GetString()));
        Assert.Equal((400, "CBC.0100"), (await Signed(key, "GET", "/v2/products/service-resources")).Error);
    }

    [Fact]
    public async Task Bills_are_those_of_closed_months_and_of_the_callers_own_customers()
    {
        World.At(2024, 7, 2);
        var (partner, other) = (await World.Partner("账单接口"), await World.Partner("账单别家"));
        var customer = await World.Customer(partner, "C-75001");
        await World.Customer(other, "C-75002");
        World.At(2024, 9, 2);
        await World.ImportText("""
            charge_id,customer,charge_type,order_type,billing_mode,product_type,product,transaction_at,usage,size,per,unit_price,official,discount,voucher,cash_coupon,coupon_counts,stored_value,arrears
            a,C-75001,consumption,usage,pay-per-use,storage,evs,2024-08-10T00:00:00Z,25874,10,3600,0.00064,,,,,,,
            b,C-75001,consumption,purchase,period,compute,ecs,2024-08-11T00:00:00Z,,,,,100.00,10,20.00,5.00,false,7.00,3.00
            c,C-75001,refund,unsubscription,period,compute,ecs,2024-08-12T00:00:00Z,,,,,-40,0,,,,,
            d,C-75002,consumption,purchase,period,compute,ecs,2024-08-11T00:00:00Z,,,,,77.00,,,,,,

            """);
        await World.Close("2024-08");
        var key = await NewKey(partner);
        const string sums = "/v2/bills/partner-bills/subcustomer-bills/monthly-sum?cycle=2024-08&charge_mode=1";

        var period = await Signed(key, "GET", sums);
        Assert.Equal("2", period["count"]);
        var bought = period.Body.GetProperty("bill_sums").EnumerateArray().Single(row => row.GetProperty("bill_type").GetString() == "0");
        Assert.Equal(("90.00", "10.00", "3.00"), (bought.GetProperty("amount").GetRawText()[..5], bought.GetProperty("discount_amount").GetRawText()[..5], bought.GetProperty("debt_amount").GetRawText()));
        Assert.Equal(["BALANCE_TYPE_DEBIT", "BALANCE_TYPE_COUPON", "BALANCE_TYPE_RCASH_COUPON", "BALANCE_TYPE_STORED_VALUE_CARD"],
            bought.GetProperty("account_details").EnumerateArray().Select(detail => detail.GetProperty("balance_type").GetString()));
        Assert.Equal("55.00", bought.GetProperty("account_details")[0].GetProperty("amount").GetRawText()[..5]);
        Assert.Equal("1", (await Signed(key, "GET", sums + "&bill_type=1"))["count"]);

        var lines = await Signed(key, "GET", $"/v2/bills/subcustomer-bills/res-fee-records?bill_cycle=2024-08&customer_id={customer:n}&limit=2");
        Assert.Equal(("3", 2), (lines["total_count"], lines.Body.GetProperty("fee_records").GetArrayLength()));
        var usage = await Signed(key, "GET", $"/v2/bills/subcustomer-bills/res-fee-records?bill_cycle=2024-08&customer_id={customer:n}&charging_mode=3&bill_date_begin=2024-08-10&bill_date_end=2024-08-10");
        Assert.Equal((1, 5), (usage.Body.GetProperty("fee_records").GetArrayLength(), usage.Body.GetProperty("fee_records")[0].GetProperty("bill_detail_type").GetInt32()));
        var consumers = await Signed(key, "POST", "/v2/bills/subcustomer-bills/res-fee-records/sub-customers/query", new { bill_cycle = "2024-08" });
        Assert.Equal(customer.ToString("n"), Assert.Single(consumers.Body.GetProperty("sub_customers").EnumerateArray()).GetProperty("customer_id").GetString());
        Assert.Equal("0", (await Signed(key, "GET", $"/v2/bills/subcustomer-bills/res-fee-records?bill_cycle=2024-07&customer_id={customer:n}"))["total_count"]);
        Assert.Equal((400, "CBC.0100"), (await Signed(key, "GET", "/v2/bills/partner-bills/subcustomer-bills/monthly-sum?cycle=August&charge_mode=1")).Error);
    }

    [Fact]
    public async Task Lists_have_their_pages_and_names_their_language()
    {
        var key = await NewKey(await World.Partner("字典科技"));
        async Task<Said> Ask(string path, string? language = null)
        {
            World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
            return await Signed(key, "GET", path, null, request => request.Headers.TryAddWithoutValidation("X-Language", language ?? "zh_CN"));
        }

        Assert.Equal("31", (await Ask("/v2/systems/configs/provinces?limit=1000"))["count"]);
        Assert.Equal("广东省", (await Ask("/v2/systems/configs/provinces?limit=1000")).Body.GetProperty("provinces").EnumerateArray().Single(p => p.GetProperty("code").GetString() == "440000").GetProperty("name").GetString());
        Assert.Equal("深圳市", (await Ask("/v2/systems/configs/cities?province_code=440000&offset=2&limit=1")).Body.GetProperty("cities")[0].GetProperty("name").GetString());
        Assert.Contains("南山区", (await Ask("/v2/systems/configs/counties?city_code=440300&limit=100")).Body.GetProperty("counties").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal("0", (await Ask("/v2/systems/configs/cities?province_code=990000"))["count"]);
        Assert.Equal((400, "CBC.0100"), (await Ask("/v2/systems/configs/cities")).Error);
        Assert.Equal("Elastic servers", (await Ask("/v2/products/service-types?limit=1", "EN_us")).Body.GetProperty("service_types")[0].GetProperty("service_type_name").GetString());
        Assert.Equal("弹性云服务器", (await Ask("/v2/products/service-types?limit=1")).Body.GetProperty("service_types")[0].GetProperty("service_type_name").GetString());
        Assert.NotEqual(0, (await Ask("/v2/bases/conversions?measure_type=7")).Body.GetProperty("conversions").GetArrayLength());
    }

    /// <summary>A partner with a thousand yuan.</summary>
    private async Task<Actor> Rich(string name)
    {
        var partner = await World.Partner(name);
        var finance = await World.Staff(Role.Finance);
        var number = (await World.View(partner)).Number;
        await World.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "1000.00", "TT", finance));
        return partner;
    }

    [GeneratedRegex(@"\d{6}")]
    private static partial Regex Digits();
}
