using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace PartnerCenter.Browser;

/// <summary>Joining, programmes and paths as the people go through them.</summary>
public sealed partial class NetworkWalkTests(OwnProduct own) : Walk(own.Product), IClassFixture<OwnProduct>
{
    [Fact]
    public async Task A_company_joins_by_manual_review_and_becomes_a_distributors_reseller_by_invitation()
    {
        var company = await Product.Visit();
        await company.GotoAsync("/register");
        await Fill(company, ("CompanyName", "蓝鹭信息有限公司"), ("Uscc", "91520900MA6J6CBN9P"), ("ContactName", "冯露"), ("Mobile", "13700050001"),
            ("Email", "feng@heron.example"), ("Password", Password));
        await Press(company, "注册");
        await SignIn(company, "feng@heron.example", open: false);
        await Fill(company, ("ContactPosition", "总经理"));
        await company.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(company, "申请入驻");
        await Says(company).ToContainTextAsync("入驻申请审核中");
        await company.GetByRole(AriaRole.Link, new() { Name = "查看进展" }).ClickAsync();
        await Says(company).ToContainTextAsync("91520900MA6J6CBN9P: Q ≠ P");

        await Approve("蓝鹭信息有限公司");
        await InMail("feng@heron.example", Outcome());
        var partner = await Product.Visit();
        await SignIn(partner, "feng@heron.example");
        await Says(partner).ToContainTextAsync("欢迎，冯露");

        var distributor = await Product.Be("gao@rivergate.example");
        await distributor.GotoAsync("/portal/resellers");
        await Fill(distributor, ("Email", "feng@heron.example"));
        await Press(distributor, "发送邀请");
        await Confirms(distributor).ToContainTextAsync("邀请已发送");
        var link = await LinkInMail("feng@heron.example");
        await partner.GotoAsync(link);
        await Says(partner).ToContainTextAsync("接受后不能更换总经销商");
        await Press(partner, "接受邀请");
        await Confirms(partner).ToContainTextAsync("已成为云经销商");
        await partner.WaitForTimeoutAsync(3200);
        Assert.Equal(403, (await partner.GotoAsync("/portal/incentives"))!.Status);
        Assert.Equal(200, (await partner.GotoAsync("/portal/prospects"))!.Status);
        Assert.Equal(410, (await partner.GotoAsync(link))!.Status);
        await distributor.GotoAsync("/portal/resellers");
        var code = await distributor.Locator("tr", new() { HasText = "蓝鹭信息有限公司" }).Locator("td").First.InnerTextAsync();
        await partner.GotoAsync("/portal/programs");
        await Assertions.Expect(partner.Locator("main")).Not.ToContainTextAsync(code);
    }

    [Fact]
    public async Task A_second_account_is_registered_quickly_gets_role_certified_and_the_level_rises()
    {
        var main = await Product.Visit();
        await SignIn(main, "xu@harbour.example", "open the demo world");
        await main.GotoAsync("/portal/programs");
        await Says(main).ToContainTextAsync("等级积分卡");
        await Assertions.Expect(main.GetByRole(AriaRole.Button, new() { Name = "提升级别" })).ToBeDisabledAsync();

        await main.GotoAsync("/portal/prospects");
        await Fill(main, ("CompanyName", "海燕物流"), ("ContactName", "许女士"), ("Mobile", "13700050002"), ("Email", "xu@petrel.example"));
        await Press(main, "报备");
        await Press(main, "发送邀请");
        var customer = await Product.Visit();
        await customer.GotoAsync(await main.Locator("main code").InnerTextAsync());
        await Fill(customer, ("Mobile", "13700050002"), ("Email", "xu@petrel.example"), ("Password", Password));
        await customer.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(customer, "接受邀请");
        await main.GotoAsync("/portal/programs");
        await Assertions.Expect(main.Locator("tr", new() { HasText = "关联客户数" })).ToContainTextAsync("达标");
        await Assertions.Expect(main.GetByRole(AriaRole.Button, new() { Name = "提升级别" })).ToBeDisabledAsync();

        await main.GotoAsync("/portal/company/accounts");
        await Press(main, "发送验证码");
        await Fill(main, ("Code", await CodeInMail("xu@harbour.example")));
        await Press(main, "获取注册链接");
        var link = await main.Locator("main code").InnerTextAsync();
        var second = await Product.Visit();
        await second.GotoAsync(link);
        await Fill(second, ("ContactName", "许二"), ("ContactPosition", "研发经理"), ("Mobile", "13700050003"), ("Email", "second@harbour.example"), ("Password", Password));
        await second.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(second, "注册并入驻");
        await SignIn(second, "second@harbour.example", open: false);
        await Assertions.Expect(second.Locator("h1")).ToContainTextAsync("伙伴计划");
        Assert.Equal(410, (await (await Product.Visit()).GotoAsync(link))!.Status);
        await second.GotoAsync("/portal/paths");
        await second.Locator("button[value='Software']").ClickAsync();
        await second.GotoAsync("/portal/company");
        var number = PartnerNumber().Match(await second.Locator("main").InnerTextAsync()).Value;

        await GiveManager(number);
        var manager = await Product.Be("manager@vendor.example");
        await manager.GotoAsync("/console/path-evidence");
        await Fill(manager, ("Partner", number), ("Number", "SW-WALK-1"), ("Title", "港口调度平台"), ("From", await Today(manager)), ("Copyright", "2026SR0000001"));
        await Field(manager, "Kind").SelectOptionAsync("CloudSoftware");
        await Press(manager, "登记");
        await Confirms(manager).ToContainTextAsync("已登记");
        await second.GotoAsync("/portal/paths/software");
        await Assertions.Expect(second.Locator(".datagrid").First).ToContainTextAsync("角色认证");

        await main.GotoAsync("/portal/programs");
        await Press(main, "提升级别");
        await Confirms(main).ToContainTextAsync("级别已提升");
        await Says(main).ToContainTextAsync("核心级");
    }

    [Fact]
    public async Task Leaving_a_path_is_refused_with_every_reason_at_once()
    {
        var partner = await Product.Be("luo@greenleaf.example");
        await partner.GotoAsync("/portal/paths/software");

        foreach (var reason in new[] { "当前账号已完成角色认证", "当前账号有云软件方案记录", "当前账号有测试券记录" })
        {
            await Says(partner).ToContainTextAsync(reason);
        }

        var leave = partner.GetByRole(AriaRole.Button, new() { Name = "退出路径" });
        await Assertions.Expect(leave).ToBeDisabledAsync();
        // Whoever sends the form all the same is refused in the same words.
        await leave.EvaluateAsync("button => button.disabled = false");
        await leave.ClickAsync();
        await Refuses(partner).ToContainTextAsync("当前账号已完成角色认证");
        await Refuses(partner).ToContainTextAsync("当前账号有测试券记录");
    }

    [Fact]
    public async Task Business_information_that_fails_is_certified_by_the_banks_letter()
    {
        var partner = await Product.Visit();
        await SignIn(partner, "tang@summit.example", "open the demo world");
        await partner.GotoAsync("/portal/business-information");
        await Says(partner).ToContainTextAsync("认证失败");
        await Says(partner).ToContainTextAsync("运营正在生成银行函草稿");

        var operations = await Product.Be("operations@vendor.example");
        await operations.GotoAsync("/console/certifications");
        await operations.Locator("tr", new() { HasText = "山峰软件技术有限公司" }).Locator("a").First.ClickAsync();
        await Press(operations, "生成草稿");
        await Confirms(operations).ToContainTextAsync("草稿已生成");

        await partner.ReloadAsync();
        var draft = await partner.RunAndWaitForDownloadAsync(() => partner.GetByRole(AriaRole.Link, new() { Name = "下载草稿" }).ClickAsync());
        Assert.StartsWith("%PDF-", await File.ReadAllTextAsync(await draft.PathAsync()), StringComparison.Ordinal);
        await Attach(partner, "File", "盖章扫描件.pdf");
        await Press(partner, "上传");
        await Says(partner).ToContainTextAsync("人工审核");

        await Approve("山峰软件技术有限公司");
        await partner.ReloadAsync();
        await Says(partner).ToContainTextAsync("已认证");
        await Assertions.Expect(partner.Locator("main")).Not.ToContainTextAsync("7559888866660010");
    }

    [Fact]
    public async Task A_service_partner_goes_from_nothing_to_its_title_and_a_stranger_checks_the_certificate()
    {
        var partner = await Joined("云杉服务有限公司", "9144030071526726XG", "13700050010", "pei@spruce.example");
        await partner.GotoAsync("/portal/paths");
        await partner.Locator("button[value='Service']").ClickAsync();
        await Says(partner).ToContainTextAsync("入门级证书 2 个、工作级证书 2 个");
        await partner.GotoAsync("/portal/company");
        var number = PartnerNumber().Match(await partner.Locator("main").InnerTextAsync()).Value;
        await Hire(partner, "裴一", "13700050011", "one@spruce.example", "HCCDA", "HCCDP", "HCSA", "HCSP");
        await Hire(partner, "裴二", "13700050012", "two@spruce.example", "HCCDA", "HCCDP");

        await partner.GotoAsync("/portal/paths/service");
        await Fill(partner, ("CaseTitle", "港口云化"), ("CaseCustomer", "海港集团"), ("CaseEndedOn", await Today(partner, -60)), ("SealedCompany", "云杉服务"));
        await Attach(partner, "Proofs", "在职证明.pdf");
        await Press(partner, "提交申请");
        await Refuses(partner).ToContainTextAsync("云杉服务有限公司");
        await Fill(partner, ("SealedCompany", "云杉服务有限公司"));
        await Attach(partner, "Proofs", "在职证明.pdf");
        await Press(partner, "提交申请");
        await Approve("云杉服务有限公司");

        await GiveManager(number);
        var manager = await Product.Be("manager@vendor.example");
        foreach (var tag in new[] { "database", "security" })
        {
            await manager.GotoAsync("/console/path-evidence");
            await Fill(manager, ("Partner", number), ("Number", $"TAG-WALK-{tag}"), ("Title", tag), ("From", await Today(manager)));
            await Field(manager, "Kind").SelectOptionAsync("CapabilityTag");
            await Field(manager, "Code").SelectOptionAsync(tag);
            await Press(manager, "登记");
            await Confirms(manager).ToBeVisibleAsync();
        }

        await partner.GotoAsync("/portal/paths/service");
        await Press(partner, "提交申请");
        await Attach(partner, "Deck", "公司介绍.pdf");
        await Attach(partner, "Plan", "商业计划.pdf");
        await Fill(partner, ("Template", "2020-1"));
        await Press(partner, "提交");
        await Confirms(partner).ToContainTextAsync("材料已提交");
        await Approve("云杉服务有限公司");
        await manager.GotoAsync("/console/paths");
        await manager.GetByRole(AriaRole.Link, new() { Name = "云杉服务有限公司" }).ClickAsync();
        await Fill(manager, ("At", $"{await Today(manager, 2)}T10:00"), ("Link", "https://meeting.vendor.example/bp-1"));
        await Press(manager, "安排会议");
        await Confirms(manager).ToBeVisibleAsync();
        await MoveClock("一周后");
        await Approve("云杉服务有限公司", "manager@vendor.example");

        await partner.GotoAsync("/portal/paths/service");
        await Says(partner).ToContainTextAsync("CTSP");
        var stranger = await Product.Visit();
        var check = await partner.Locator("main a[href*='/verify/']").First.GetAttributeAsync("href");
        await stranger.GotoAsync(check!);
        await Says(stranger).ToContainTextAsync("有效");
        await Says(stranger).ToContainTextAsync("云杉服务有限公司");
        await manager.ReloadAsync();
        await Fill(manager, ("Reason", "案例不属实"));
        await Press(manager, "取消认证");
        await stranger.ReloadAsync();
        await Says(stranger).ToContainTextAsync("已取消");
        await Assertions.Expect(stranger.Locator("main")).Not.ToContainTextAsync("案例不属实");
    }

    /// <summary>A day as the product sees it, some days from today.</summary>
    private static async Task<string> Today(IPage page, int days = 0)
    {
        var clock = await (await page.APIRequest.GetAsync("/api/v1/clock")).JsonAsync();
        return clock!.Value.GetProperty("today").GetString() is { } today
            ? DateOnly.ParseExact(today, "yyyy-MM-dd").AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("no day");
    }

    /// <summary>An administrator gives a partner to the ecosystem manager, who sees its own partners only.</summary>
    private async Task GiveManager(string number)
    {
        var admin = await Product.Be("admin@vendor.example");
        await admin.GotoAsync("/console/partners");
        await admin.Locator("tr", new() { HasText = number }).Locator("a").First.ClickAsync();
        await Field(admin, "Manager").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await admin.Locator("form", new() { Has = Field(admin, "Manager") }).GetByRole(AriaRole.Button).ClickAsync();
        await Confirms(admin).ToContainTextAsync("已保存");
        await admin.Context.CloseAsync();
    }

    /// <summary>A company that has joined, signed in.</summary>
    private async Task<IPage> Joined(string name, string code, string mobile, string email)
    {
        var page = await Product.Visit();
        await page.GotoAsync("/register");
        await Fill(page, ("CompanyName", name), ("Uscc", code), ("ContactName", "裴总"), ("Mobile", mobile), ("Email", email), ("Password", Password));
        await Press(page, "注册");
        await SignIn(page, email, open: false);
        await Fill(page, ("ContactPosition", "总经理"));
        await page.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(page, "申请入驻");
        await Confirms(page).ToContainTextAsync("入驻成功");
        await page.WaitForTimeoutAsync(3200);
        return page;
    }

    /// <summary>A person registers, the vendor's learning platform knows its awards, and it becomes the partner's staff.</summary>
    private async Task Hire(IPage partner, string name, string mobile, string email, params string[] awards)
    {
        var person = await Product.Visit();
        await person.GotoAsync("/register/person");
        await Fill(person, ("Name", name), ("Mobile", mobile), ("Email", email), ("Password", Password));
        await Press(person, "注册");
        await SignIn(person, email, open: false);
        await person.GotoAsync("/account");
        await Fill(person, ("RealName", name), ("Number", "11010519491231002X"));
        await Press(person, "认证");
        await Confirms(person).ToContainTextAsync("实名认证已完成");
        var reviewer = await Product.Be("reviewer@vendor.example");
        foreach (var award in awards)
        {
            await reviewer.GotoAsync("/console/learning-records");
            await Fill(reviewer, ("Account", email), ("Number", $"{award}-{mobile}"), ("Title", "Cloud"), ("IssuedOn", "2026-01-05"), ("ValidUntil", "2029-01-05"));
            await Field(reviewer, "Kind").SelectOptionAsync(award);
            await Press(reviewer, "登记");
            await Confirms(reviewer).ToBeVisibleAsync();
        }

        await reviewer.Context.CloseAsync();
        await partner.GotoAsync("/portal/specialists");
        await Fill(partner, ("Account", email));
        await Press(partner, "发送邀请");
        await person.GotoAsync(await LinkInMail(email));
        await person.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(person, "接受");
        await person.GotoAsync("/person/certificates");
        await Press(person, "从学习平台同步");
        await Says(person).ToContainTextAsync($"{awards[0]}-{mobile}");
        await person.Context.CloseAsync();
    }

    [GeneratedRegex(@"P-\d{4}-\d{6}")]
    private static partial Regex PartnerNumber();

    [GeneratedRegex("申请已通过")]
    private static partial Regex Outcome();
}
