using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;

namespace PartnerCenter.Browser;

/// <summary>A customer's way with a partner from the QR code to the last page, and a partner's own system from its key to its first call.</summary>
public sealed class CustomerWalkTests(OwnProduct own) : Walk(own.Product), IClassFixture<OwnProduct>
{
    private const string Email = "wu@firtree.example";

    [Fact]
    public async Task A_customer_comes_by_qr_code_is_given_money_buys_gives_up_and_leaves_knowing_what_happens()
    {
        var partner = await Product.Be("lin@northstar.example");
        await partner.GotoAsync("/portal/prospects");
        await Fill(partner, ("CompanyName", "冷杉网络"), ("ContactName", "吴女士"), ("Mobile", "13700030007"), ("Email", Email));
        await Press(partner, "报备");
        await partner.Locator("button[name='Form.OfflineMode'][value='Resale']").ClickAsync();
        await Assertions.Expect(partner.GetByAltText("邀请二维码")).ToBeVisibleAsync();
        var link = await partner.Locator("main .alert-success code").InnerTextAsync();

        var customer = await Product.Visit();
        await customer.GotoAsync(link);
        await Fill(customer, ("Mobile", "13700030007"), ("Email", Email), ("Password", Password));
        await customer.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(customer, "接受邀请");
        await Fill(customer, ("Email", Email), ("Password", Password));
        await Press(customer, "登录");
        await Says(customer).ToContainTextAsync("北辰");

        await partner.GotoAsync("/portal/customers?search=%E5%86%B7%E6%9D%89");
        await partner.GetByRole(AriaRole.Link, new() { Name = "冷杉网络" }).First.ClickAsync();
        var id = new Uri(partner.Url).AbsolutePath.Split('/')[^1];
        await partner.GotoAsync($"/portal/funds?customer={id}");
        await Fill(partner, ("Amount", "1000.00"));
        await Press(partner, "拨款");
        await Confirms(partner).ToContainTextAsync("已拨款");

        await customer.GotoAsync("/customer/catalogue");
        await customer.Locator("[name='Form.Quantities[0]']").FillAsync("1");
        await Field(customer, "Purchase").SelectOptionAsync("Period");
        await Fill(customer, ("Months", "2"));
        await Press(customer, "提交订单");
        await Press(customer, "立即支付");
        await Confirms(customer).ToBeVisibleAsync();
        await customer.GotoAsync("/customer/funds");
        await Says(customer).ToContainTextAsync("360.00");

        await customer.GotoAsync("/customer/resources");
        await customer.Locator("main tbody input[type=checkbox]").First.CheckAsync();
        await Press(customer, "续费或退订所选资源");
        await Says(customer).ToContainTextAsync("现在退订可退");
        await Press(customer, "确认退订");
        await Confirms(customer).ToBeVisibleAsync();
        await customer.GotoAsync("/customer/leave");
        await Says(customer).ToContainTextAsync("笔退款未到账");

        await MoveClock("一周后");
        await customer.GotoAsync("/customer/refunds");
        await Says(customer).ToContainTextAsync("已到账");
        await customer.GotoAsync("/customer/leave");
        await Says(customer).ToContainTextAsync("客户成为直接客户");
        await Fill(customer, ("Reason", "业务结束"));
        await customer.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(customer, "提交");

        await partner.GotoAsync("/portal/association-log");
        await partner.Locator("tr", new() { HasText = "待确认" }).Filter(new() { HasText = "冷杉网络" }).Locator("a").First.ClickAsync();
        await Says(partner).ToContainTextAsync("此后的消费不再计入伙伴的账单");
        await Press(partner, "同意");
        await Confirms(partner).ToBeVisibleAsync();
        await partner.GotoAsync("/portal/funds?kind=DisassociationReclaim");
        await Says(partner).ToContainTextAsync("冷杉网络");
        await customer.GotoAsync("/customer");
        await Assertions.Expect(customer.Locator("main")).Not.ToContainTextAsync("北辰");
    }

    [Fact]
    public async Task A_key_made_in_the_portal_signs_the_calls_of_the_partners_system()
    {
        var partner = await Product.Be("gao@rivergate.example");
        await partner.GotoAsync("/portal/open-api");
        await partner.Locator("main summary").First.ClickAsync();
        await Press(partner, "确认删除");
        await Press(partner, "创建");
        var codes = partner.Locator("dl code");
        var (access, secret) = (await codes.First.InnerTextAsync(), await codes.Last.InnerTextAsync());

        const string path = "/v2/accounts/partner-accounts/balances";
        var date = (await Now(partner)).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var canonical = $"GET\n{path}/\n\nx-sdk-date:{date}\n\nx-sdk-date\n{Hash("")}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"SDK-HMAC-SHA256\n{date}\n{Hash(canonical)}")));
        var answer = await partner.APIRequest.GetAsync(path, new()
        {
            Headers = new Dictionary<string, string>
            {
                ["X-Sdk-Date"] = date, ["Authorization"] = $"SDK-HMAC-SHA256 Access={access}, SignedHeaders=x-sdk-date, Signature={signature}",
            },
        });

        Assert.True(answer.Ok, await answer.TextAsync());
        Assert.Contains("account_balances", await answer.TextAsync(), StringComparison.Ordinal);
        await partner.GotoAsync("/portal/open-api/calls");
        await Says(partner).ToContainTextAsync("ListPartnerBalances");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task<DateTimeOffset> Now(IPage page)
    {
        var answer = await page.APIRequest.GetAsync("/sign-in");
        return DateTimeOffset.Parse(answer.Headers["date"], CultureInfo.InvariantCulture);
    }
}
