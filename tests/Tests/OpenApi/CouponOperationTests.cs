using System.Net;
using System.Text.Json;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Tests.Vouchers;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.Published;
using static PartnerCenter.Tests.Vouchers.VoucherStory;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>Vouchers and quotas as programs of partners see them.</summary>
public sealed class CouponOperationTests(TestServer server) : OpenApiStory(server)
{
    private const string Coupons = "/v2/promotions/benefits/partner-coupons";
    private const string Quotas = "/v2/partners/coupon-quotas";

    private static List<JsonElement> Rows(Said said, string list) => [.. said.Body.GetProperty(list).EnumerateArray()];

    [Fact, Rule("R12.1.6.6", "R12.1.6.11")]
    public async Task Vouchers_are_issued_listed_and_taken_back_and_the_same_signed_call_issues_once()
    {
        var (partner, other) = (await World.Partner("发券接口"), await World.Partner("他家接口"));
        var (customer, second, foreign) = (await World.Customer(partner, "C-81001"), await World.Customer(partner, "C-81002"), await World.Customer(other, "C-81003"));
        var (quota, bound) = (await World.Quota(partner, "100.00"), await World.Quota(partner, "50.00", VoucherSort.CashCoupon, customer: "C-81001"));
        var key = await NewKey(partner);
        var wish = new { quota_id = quota.ToString("n"), customer_ids = new[] { customer, foreign, second }.Select(id => id.ToString("n")), face_value = 60.5m, memo = "测试" };

        var made = await Signed(key, "POST", Coupons, wish);
        var again = await Signed(key, "POST", Coupons, wish);

        Assert.Equal([customer.ToString("n")], Rows(made, "coupon_infos").Select(row => row.GetProperty("id").GetString()));
        Assert.Equal([(foreign.ToString("n"), "CBC.99000035"), (second.ToString("n"), "CBC.99000013")],
            Rows(made, "error_details").Select(row => (row.GetProperty("id").GetString()!, row.GetProperty("error_code").GetString()!)));
        var coupon = Rows(made, "coupon_infos")[0].GetProperty("coupon_id").GetString()!;
        Assert.Equal(coupon, Rows(again, "coupon_infos")[0].GetProperty("coupon_id").GetString());
        Assert.Equal(39.5m, await World.LeftOfQuota(quota));
        Later();
        Assert.Equal("CBC.50000020", Rows(await Signed(key, "POST", Coupons, new { quota_id = bound.ToString("n"), customer_ids = new[] { second.ToString("n") }, face_value = 1 }), "error_details")[0]
            .GetProperty("error_code").GetString());

        Later();
        var issued = await Signed(key, "GET", $"{Coupons}?customer_id={customer:n}&coupon_type=1&status=2");
        Assert.Equal(("1", coupon, 60.5m), (issued["total_count"], Rows(issued, "user_coupons")[0].GetProperty("coupon_id").GetString(), Rows(issued, "user_coupons")[0].GetProperty("balance").GetDecimal()));
        Assert.Equal("2024-12-31T15:59:59Z", Rows(issued, "user_coupons")[0].GetProperty("expire_time").GetString());
        var seen = await Signed(key, "GET", $"{Coupons}?coupon_type=4");
        Assert.Equal("0", seen["total_count"]);

        Later();
        Assert.Equal(HttpStatusCode.NoContent, (await Signed(key, "POST", $"{Coupons}/reclaim", new { coupon_id = coupon })).Status);
        Later();
        Assert.Equal((400, "CBC.99000048"), (await Signed(key, "POST", $"{Coupons}/reclaim", new { coupon_id = coupon })).Error);
        Assert.Equal((400, "CBC.99000048"), (await Signed(await NewKey(other), "POST", $"{Coupons}/reclaim", new { coupon_id = coupon })).Error);
        var log = await Signed(key, "GET", $"{Coupons}/records/query?operation_types=1&operation_types=2&limit=10");
        Assert.Equal(["2", "1"], Rows(log, "records").Select(row => row.GetProperty("operation_type").GetString()));
        Later();
        Assert.Equal("0", (await Signed(key, "GET", $"{Coupons}/records/query?operation_types=3"))["total_count"]);
        Assert.Equal((100m, 50m), (await World.LeftOfQuota(quota), await World.LeftOfQuota(bound)));
    }

    [Fact, Rule("R12.1.6.11")]
    public async Task A_distributor_gives_its_resellers_quotas_and_takes_them_back()
    {
        var (distributor, reseller, manager) = (await World.Partner("总经销接口", PartnerProgram.Distributor), await World.Partner("经销接口", null), await World.Staff(Role.EcosystemManager));
        await World.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        var quota = await World.Quota(distributor, "1000.00");
        var key = await NewKey(distributor);

        var own = await Signed(key, "POST", $"{Quotas}/query", new { quota_status_list = new[] { 0 } });
        Assert.Equal(("1", quota.ToString("n"), 1000m), (own["total_count"], Rows(own, "quotas")[0].GetProperty("quota_id").GetString(), Rows(own, "quotas")[0].GetProperty("balance").GetDecimal()));
        Later();
        Assert.Equal("0", (await Signed(key, "POST", $"{Quotas}/query", new { quota_type = 1 }))["total_count"]);
        Later();
        var given = await Signed(key, "POST", $"{Quotas}/indirect-partner-adjust", new { quota_id = quota.ToString("n"), indirect_partner_ids = new[] { reseller.PartnerId.ToString("n"), distributor.PartnerId.ToString("n") }, quota_amount = 300 });
        var part = Rows(given, "simple_quota_infos")[0].GetProperty("quota_id").GetString()!;
        Assert.Equal("CBC.99000037", Rows(given, "error_details")[0].GetProperty("error_code").GetString());
        Later();
        var shared = await Signed(key, "GET", $"/v2/partners/issued-coupon-quotas?parent_quota_id={quota:n}&indirect_partner_id={reseller.PartnerId:n}");
        Assert.Equal((part, "经销接口", 0, 300m), (Rows(shared, "quotas")[0].GetProperty("quota_id").GetString(), Rows(shared, "quotas")[0].GetProperty("indirect_partner_name").GetString(),
            Rows(shared, "quotas")[0].GetProperty("quota_status").GetInt32(), Rows(shared, "quotas")[0].GetProperty("balance").GetDecimal()));

        Later();
        var taken = await Signed(key, "POST", $"{Quotas}/indirect-partner-reclaim", new { quota_ids = new[] { part, "no-such-quota" }, remark = "回收" });
        Assert.Equal((part, "CBC.99000012"), (Rows(taken, "simple_quota_infos")[0].GetProperty("quota_id").GetString(), Rows(taken, "error_details")[0].GetProperty("error_code").GetString()));
        Later();
        var records = Rows(await Signed(key, "GET", $"{Quotas}/records"), "records");
        Assert.Equal([("11", part, 300m, "经销接口"), ("10", part, 300m, "经销接口")], records.Select(row => (row.GetProperty("operation_type").GetString()!,
            row.GetProperty("quota_id").GetString()!, row.GetProperty("amount").GetDecimal(), row.GetProperty("indirect_partner_name").GetString()!)));
        Later();
        Assert.Equal("6", Rows(await Signed(key, "GET", "/v2/partners/issued-coupon-quotas"), "quotas")[0].GetProperty("quota_status").GetRawText());
        Assert.Equal(1000m, await World.LeftOfQuota(quota));
    }

    /// <summary>What a quota is limited to stands in its list, and in those of the coupons out of it, which inherit it.</summary>
    [Fact, Rule("R12.1.6.3")]
    public async Task Limits_are_spelled_out_in_every_list()
    {
        var (distributor, reseller, manager) = (await World.Partner("限制总经销", PartnerProgram.Distributor), await World.Partner("限制经销", null), await World.Staff(Role.EcosystemManager));
        await World.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        var customer = await World.Customer(distributor, "C-84001");
        var quota = await World.Quota(distributor, "100.00", limits: new(PurchaseTypes.Period, "compute, storage", true, true));
        await World.Issue(distributor, quota, customer, "10.00");
        var key = await NewKey(distributor);
        await Signed(key, "POST", $"{Quotas}/indirect-partner-adjust", new { quota_id = quota.ToString("n"), indirect_partner_ids = new[] { reseller.PartnerId.ToString("n") }, quota_amount = 30 });
        Later();
        var token = (await Signed(key, "POST", "/v3/auth/tokens", AssumeWish("C-84001", (await World.View(distributor)).Number))).Headers.GetValues("X-Subject-Token").Single();

        var own = (await Signed(key, "POST", $"{Quotas}/query", new { })).Rows("quotas").Single();
        var shared = (await Signed(key, "GET", "/v2/partners/issued-coupon-quotas")).Rows("quotas").Single();
        var issued = (await Signed(key, "GET", Coupons)).Rows("user_coupons").Single();
        var held = (await WithToken(token, "GET", "/v2/promotions/benefits/coupons")).Rows("user_coupons").Single();

        foreach (var row in new[] { own, shared })
        {
            Assert.Equal(
                [("chargeMode", "1"), ("productID", "compute storage"), ("subscribeType", "new"), ("simultaneousUseWithEmpowerDiscount", "0")],
                row.GetProperty("limit_infos").EnumerateArray().Select(limit => (limit.GetProperty("limit_key").GetString()!,
                    string.Join(' ', limit.GetProperty("limit_values").EnumerateArray().Select(value => value.GetProperty("value1").GetString())))));
        }

        foreach (var row in new[] { issued, held })
        {
            Assert.Equal(
                [("chargeMode", "1"), ("productID", "compute,storage"), ("subscribeType", "new"), ("simultaneousUseWithEmpowerDiscount", "0")],
                row.GetProperty("use_limits").EnumerateArray().Select(limit => (limit.GetProperty("limit_key").GetString()!, limit.GetProperty("value1").GetString()!)));
            Assert.Equal(4, row.GetProperty("use_limits").EnumerateArray().Select(limit => limit.GetProperty("use_limiti_info_id").GetString()).Distinct().Count());
        }
    }
}
