using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace PartnerCenter.Browser;

/// <summary>The main job from end to end, as the people who do it: join, programme, customer, funds, claim, pay.</summary>
public partial class MainJobTests(RunningProduct product) : Walk(product)
{
    [Fact]
    public async Task A_company_joins_wins_a_customer_and_funds_it()
    {
        var partner = await Product.Visit();
        await partner.GotoAsync("/register");
        await Fill(partner, ("CompanyName", "晨星云服务有限公司"), ("Uscc", "914403001922038216"), ("ContactName", "沈星"), ("Mobile", "13700030001"),
            ("Email", "shen@morningstar.example"), ("Password", Password));
        await Press(partner, "注册");
        await Fill(partner, ("Email", "shen@morningstar.example"), ("Password", "wrong"));
        await Press(partner, "登录");
        await Assertions.Expect(partner.GetByRole(AriaRole.Alert)).ToContainTextAsync("邮箱或密码不正确");
        Assert.Equal("shen@morningstar.example", await Field(partner, "Email").InputValueAsync());
        await Fill(partner, ("Password", Password));
        await Press(partner, "登录");

        await Fill(partner, ("ContactPosition", "总经理"));
        await Press(partner, "申请入驻");
        await Assertions.Expect(partner.Locator("main")).ToContainTextAsync("请阅读并同意全部协议");
        await partner.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(partner, "申请入驻");
        await Assertions.Expect(partner.GetByRole(AriaRole.Status)).ToContainTextAsync("入驻成功");

        await partner.WaitForTimeoutAsync(3200);
        await partner.GotoAsync("/portal/programs");
        await Press(partner, "加入");
        await Assertions.Expect(partner.GetByText("下载证书")).ToBeVisibleAsync();
        await partner.WaitForTimeoutAsync(3200);

        await partner.GotoAsync("/portal/prospects");
        await Fill(partner, ("CompanyName", "松果电商"), ("ContactName", "陆女士"), ("Mobile", "13700030002"), ("Email", "lu@pinecone.example"));
        await Press(partner, "报备");
        await Press(partner, "发送邀请");
        var link = await partner.Locator("main code").InnerTextAsync();

        var customer = await Product.Visit();
        await customer.GotoAsync(link);
        await Fill(customer, ("Mobile", "13700030002"), ("Email", "lu@pinecone.example"), ("Password", Password));
        await customer.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(customer, "接受邀请");
        await Fill(customer, ("Email", "lu@pinecone.example"), ("Password", Password));
        await Press(customer, "登录");
        await Assertions.Expect(customer.Locator("main")).ToContainTextAsync("晨星云服务有限公司");
        var again = await Product.Visit();
        await again.GotoAsync(link);
        await Assertions.Expect(again.Locator("main")).ToContainTextAsync("邀请链接已失效");

        await partner.GotoAsync("/portal/company");
        var number = PartnerNumber().Match(await partner.Locator("main").InnerTextAsync()).Value;
        var finance = await Product.Be("finance@vendor.example");
        await finance.GotoAsync("/console/top-ups");
        await Fill(finance, ("Partner", number), ("Amount", "5000.00"), ("Reference", "TT-TEST-1"));
        await Press(finance, "登记");
        await Assertions.Expect(finance.GetByRole(AriaRole.Status)).ToContainTextAsync("充值已登记");

        await partner.GotoAsync("/portal/funds");
        await Fill(partner, ("Amount", "1.005"));
        await Press(partner, "拨款");
        await Assertions.Expect(partner.GetByRole(AriaRole.Alert)).ToContainTextAsync("最多保留两位小数");
        Assert.Equal("1.005", await Field(partner, "Amount").InputValueAsync());
        await Fill(partner, ("Amount", "1200.50"));
        await Press(partner, "拨款");
        await Fill(partner, ("Amount", "200.50"));
        await Press(partner, "回收");
        await Assertions.Expect(partner.Locator("main")).ToContainTextAsync("4,000.00");
        await customer.GotoAsync("/customer/funds");
        await Assertions.Expect(customer.Locator(".figure")).ToContainTextAsync("1,000.00");
    }

    [Fact]
    public async Task A_partner_sees_its_bill_and_incentive_explained_claims_it_and_is_paid()
    {
        var partner = await Product.Be("gao@rivergate.example");
        await partner.GotoAsync("/portal/bills");
        await partner.Locator(".card-table tbody a").First.ClickAsync();
        await Assertions.Expect(partner.Locator("main")).ToContainTextAsync("抹零金额");
        await Press(partner, "导出账单 (PDF)");
        await Assertions.Expect(partner.GetByText("下载").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        var download = await partner.RunAndWaitForDownloadAsync(() => partner.GetByText("下载").First.ClickAsync());
        Assert.StartsWith("%PDF-", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);

        await partner.GotoAsync("/portal/incentives");
        await partner.Locator("tr", new() { HasText = "待确认" }).Locator("a").First.ClickAsync();
        await Assertions.Expect(partner.Locator("main")).ToContainTextAsync("激励金额 = 基数 × 返点比例");
        await Assertions.Expect(partner.Locator("main")).ToContainTextAsync("取整差额");
        await Press(partner, "确认对账");
        await partner.Locator("input[name='Form.Bills']").First.CheckAsync();
        await Press(partner, "申请发放");
        var number = await partner.Locator("h1").InnerTextAsync();

        var approver = await Product.Be("finance@vendor.example");
        await approver.GetByRole(AriaRole.Link).Filter(new() { HasText = number }).Last.ClickAsync();
        await Assertions.Expect(approver.Locator("h1")).ToContainTextAsync(number);
        await Press(approver, "通过");
        await approver.GotoAsync("/console/payouts");
        await approver.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await Press(approver, "确认发放");
        await Assertions.Expect(approver.GetByRole(AriaRole.Alert)).ToContainTextAsync("审批人不能发放");
        var cashier = await Product.Be("cashier@vendor.example");
        await cashier.GotoAsync("/console/payouts");
        await cashier.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await Press(cashier, "确认发放");
        await Assertions.Expect(cashier.GetByRole(AriaRole.Status)).ToContainTextAsync("已发放");

        await partner.GotoAsync("/portal/funds?kind=Incentive");
        await Assertions.Expect(partner.Locator("main")).ToContainTextAsync(number);
        await partner.WaitForTimeoutAsync(2500);
        await partner.GotoAsync("/inbox");
        await Assertions.Expect(partner.Locator("main")).ToContainTextAsync("激励已发放");
    }

    [GeneratedRegex(@"P-\d{4}-\d{6}")]
    private static partial Regex PartnerNumber();
}
