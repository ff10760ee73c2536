namespace PartnerCenter.Tests.OpenApi;

/// <summary>Incentive and discount policies as programs of partners see them.</summary>
public sealed class IncentiveOperationTests(TestServer server) : OpenApiStory(server)
{
    private const string Policies = "/v2/products/incentive-discount-policies";

    /// <summary>
    /// The base of named standard products began in 2024; until then every product counted alike. What is no performance earns nothing, and
    /// discounts apply to what the catalogue lets them apply to.
    /// </summary>
    [Fact, Rule("R12.1.5.4", "R15.2.5")]
    public async Task Each_service_has_the_policy_by_which_its_month_is_closed()
    {
        var key = await NewKey(await World.Partner("策略接口"));

        var said = await Signed(key, "GET", $"{Policies}?time=2024-08&limit=100");

        Assert.Equal("{policies[{service_type_code, service_type_name, incentive_policy, allow_discount}], total_count #}", said.Shape);
        Assert.Equal($"{said.Rows("policies").Count}", said["total_count"]);
        async Task<(string?, string?, string?)> Of(string service, string month)
        {
            Later();
            var row = (await Signed(key, "GET", $"{Policies}?time={month}&service_type_code={service}")).Rows("policies").Single();
            return (row.GetProperty("service_type_name").GetString(), row.GetProperty("incentive_policy").GetString(), row.GetProperty("allow_discount").GetString());
        }

        Assert.Equal(("弹性云服务器", "1", "YES"), await Of("compute", "2024-08"));
        Assert.Equal(("弹性云服务器", "0", "YES"), await Of("compute", "2023-12"));
        Assert.Equal(("支持计划", "0", "NO"), await Of("support", "2024-08"));
        Assert.Equal(("储值卡", "2", "NO"), await Of("stored-value-card", "2024-08"));
        Later();
        var page = await Signed(key, "GET", $"{Policies}?time=2024-08&offset=1&limit=1");
        Assert.Equal((said["total_count"], "storage"), (page["total_count"], page.Rows("policies").Single().GetProperty("service_type_code").GetString()));
        Assert.Equal("0", (await Signed(key, "GET", $"{Policies}?time=2024-08&service_type_code=none"))["total_count"]);
        foreach (var bad in new[] { "", "?time=August", "?time=2019-12", "?time=2024-08&limit=101" })
        {
            Later();
            var refused = await Signed(key, "GET", Policies + bad);
            Assert.Equal((400, "CBC.0100"), refused.Error);
            Assert.Contains(bad.Contains("limit") ? "limit" : "time", refused["error_msg"]);
        }
    }
}
