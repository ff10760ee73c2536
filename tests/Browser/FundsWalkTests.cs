using Microsoft.Playwright;

namespace PartnerCenter.Browser;

/// <summary>Money on its way: from a distributor to its reseller and its customer and back, and from a person at the gateway to a balance.</summary>
public sealed class FundsWalkTests(RunningProduct product) : Walk(product)
{
    private const string Reseller = "云径信息服务有限公司";

    [Fact]
    public async Task A_distributor_funds_a_reseller_which_allocates_and_the_rest_is_taken_back()
    {
        var distributor = await Product.Be("gao@rivergate.example");
        await distributor.GotoAsync("/portal/reseller-funds");
        await Field(distributor, "Reseller").SelectOptionAsync(new SelectOptionValue { Label = Reseller });
        await Fill(distributor, ("Amount", "1234.50"));
        await Press(distributor, "拨款");
        await Confirms(distributor).ToContainTextAsync("已拨款");

        var reseller = await Product.Be("ma@cloudlane.example");
        await reseller.GotoAsync("/portal/funds?kind=ResellerFunding");
        await Says(reseller).ToContainTextAsync("+1,234.50");
        await Fill(reseller, ("Amount", "34.50"));
        await Press(reseller, "拨款");
        await Confirms(reseller).ToContainTextAsync("已拨款");

        var row = distributor.Locator("main tr", new() { HasText = Reseller });
        await distributor.GotoAsync("/portal/reseller-funds");
        var left = (await row.Locator("td").Last.InnerTextAsync()).Trim();
        await Field(distributor, "Reseller").SelectOptionAsync(new SelectOptionValue { Label = Reseller });
        await Fill(distributor, ("Amount", "9999999.00"));
        await Press(distributor, "回收");
        await Refuses(distributor).ToContainTextAsync("不足");
        await Fill(distributor, ("Amount", left.Replace(",", "", StringComparison.Ordinal)));
        await Press(distributor, "回收");
        await Confirms(distributor).ToContainTextAsync("已回收");
        await Assertions.Expect(row.Locator("td").Last).ToHaveTextAsync("0.00");
        await reseller.GotoAsync("/portal/funds?kind=ResellerReclaim");
        await Says(reseller).ToContainTextAsync($"-{left}");
    }

    [Fact]
    public async Task A_partner_pays_online_and_the_signed_callback_books_it()
    {
        var partner = await Product.Be("lin@northstar.example");
        await partner.GotoAsync("/portal/top-up");
        await Field(partner, "Channel").SelectOptionAsync("wallet-b");
        await Fill(partner, ("Amount", "20000.01"));
        await Press(partner, "去支付");
        await Refuses(partner).ToContainTextAsync("单笔最多 10,000.00 元");
        await Fill(partner, ("Amount", "66.60"));
        await Press(partner, "去支付");
        await Says(partner).ToContainTextAsync("演示支付");
        await Fill(partner, ("Payer", "许诺"));
        await Press(partner, "支付");
        await Confirms(partner).ToContainTextAsync("支付完成");
        await Assertions.Expect(partner.Locator("main tr", new() { HasText = "66.60" })).ToContainTextAsync("已到账");
        await partner.GotoAsync("/portal/withdrawals");
        await Says(partner).ToContainTextAsync("许诺");
    }
}
