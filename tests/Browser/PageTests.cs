using Microsoft.Playwright;

namespace PartnerCenter.Browser;

/// <summary>Every page as the people who may open it: in both languages, wide and narrow, without serious barriers.</summary>
public class PageTests(RunningProduct product)
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js"));

    private static readonly Dictionary<string, string[]> Pages = new()
    {
        ["lin@northstar.example"] =
        [
            "/portal", "/portal/company", "/portal/company/accounts", "/portal/company/agreements", "/portal/business-information", "/portal/paths", "/portal/programs", "/portal/prospects", "/portal/prospects/*", "/portal/sales-tasks", "/portal/sales-tasks/*", "/price-calculator", "/price-calculator?line=ecs.c4*north-1*Period*2*12", "/price-lists", "/price-lists > /price-lists/own/", "/portal/customers",
            "/portal/customers/*", "/portal/customers > /portal/customers/ > /change/mode", "/portal/customers > /portal/customers/ > /change/end", "/portal/customers > /portal/customers/ > /freeze",
            "/portal/orders", "/portal/orders/*", "/portal/refunds", "/portal/payment-requests",
            "/portal/association-log", "/portal/association-log/*", "/portal/funds", "/portal/customer-statements", "/portal/customer-statements/*", "/portal/top-up", "/portal/withdrawals", "/portal/withdrawals/*", "/portal/bank-accounts", "/portal/vouchers", "/portal/vouchers/customers", "/portal/vouchers/issue", "/portal/vouchers > /portal/vouchers/quotas/", "/portal/vouchers/bills", "/portal/bills", "/portal/bills/*", "/portal/performance",
            "/portal/performance/*", "/portal/indicators", "/portal/incentive-policies", "/portal/incentives", "/portal/incentives/*",
            "/portal/payouts", "/portal/payouts/*", "/portal/members", "/portal/members/*", "/portal/roles", "/portal/specialists",
            "/portal/specialists/*", "/portal/tickets", "/portal/tickets/new", "/portal/tickets/*", "/portal/news", "/portal/news/*", "/account", "/inbox", "/exports", "/account/notifications", "/account/second-factor",
        ],
        ["it@lotusmart.example"] =
        [
            "/customer", "/customer/leave", "/customer/cancel", "/customer > /customer/association-changes/", "/customer/funds", "/customer/vouchers", "/customer/consumption", "/customer/tickets", "/customer/tickets/new", "/customer/tickets/*",
            "/customer/news", "/customer/news/*", "/customer/catalogue", "/customer/orders", "/customer/orders/*", "/customer/resources",
        ],
        ["it@cedarbank.example"] = ["/customer/funds", "/customer/orders/*", "/customer/resources > /customer/resource-actions", "/customer/refunds"],
        ["gao@rivergate.example"] =
        [
            "/portal/programs", "/portal/resellers", "/portal/reseller-funds", "/portal/reseller-performance", "/portal/performance/*", "/portal/vouchers/resellers", "/portal/vouchers > /portal/vouchers/quotas/", "/portal/offline-contracts", "/portal/sales-tasks/*", "/portal/open-api", "/portal/open-api/operations", "/portal/open-api/try", "/portal/open-api/try?operation=UpdateCustomerAccountAmount", "/portal/open-api/calls",
            "/portal/open-api/webhooks", "/portal/open-api/webhooks/new", "/portal/open-api/webhooks/*", "/portal/open-api/webhooks > /portal/open-api/webhooks/ > /edit",
            "/portal/open-api/webhooks > /portal/open-api/webhooks/ > /deliveries/",
        ],
        ["ma@cloudlane.example"] = ["/portal/company/accounts", "/portal/sales-tasks", "/portal/customers/*", "/portal/vouchers", "/portal/vouchers/customers", "/portal/payment-requests", "/portal/payment-requests/*"],
        ["manager@vendor.example"] =
        [
            "/console/partners > /console/partners/ > /console/programs/", "/console/partners > /console/partners/ > /console/programs/ > /special",
            "/console/plans", "/console/plans/*", "/console/plans > /console/quarter-reviews/",
        ],
        ["luo@greenleaf.example"] = ["/portal/paths", "/portal/paths/*", "/portal/solutions", "/portal/solutions/*", "/portal/benefits", "/portal/finder", "/partners", "/partners/*"],
        ["ding@stonebridge.example"] = ["/portal/paths > /portal/paths/service", "/portal/paths/*", "/portal/plans", "/portal/plans/*", "/portal/plans > /portal/quarter-reviews/"],
        ["he@brightfield.example"] = ["/join"],
        ["jiang@people.example"] = ["/person", "/person/certificates"],
        ["shen@people.example"] = ["/person"],
        ["admin@vendor.example"] =
        [
            "/console", "/console/partners", "/console/partners/*", "/console/partners > /console/partners/ > /profile", "/console/staff-exceptions", "/console/specialists", "/console/reviews", "/console/reviews/*", "/console/usage",
            "/console/closes", "/console/vouchers", "/console/voucher-quotas", "/console/voucher-quotas/new", "/console/customer-vouchers", "/console/customer-vouchers/new", "/console/voucher-restorations", "/console/top-ups", "/console/orders", "/console/orders/*", "/console/refunds", "/console/discounts", "/console/customer-funds", "/console/customer-funds/*", "/console/customer-moves", "/console/sales-tasks", "/console/sales-tasks/*", "/console/sales-tasks/new", "/console/policies", "/console/jobs", "/console/clock", "/console/audit", "/console/learning-records",
            "/console/news", "/console/news/*", "/console/news/new", "/console/certifications", "/console/certifications/*",
            "/console/supplier-records", "/console/paths", "/console/paths/*", "/console/path-evidence", "/console/solutions", "/console/solutions/*", "/console/test-vouchers",
        ],
        ["support@vendor.example"] = ["/console", "/console/tickets", "/console/tickets/*", "/console/ticket-statistics", "/console/support-plans"],
        ["cashier@vendor.example"] = ["/console/payouts", "/console/payouts/*", "/console/withdrawals", "/console/withdrawals/*", "/console/receipts", "/console/receipts/*"],
    };

    [Theory]
    [InlineData("zh-CN", 1280)]
    [InlineData("zh-CN", 390)]
    [InlineData("en", 1280)]
    [InlineData("en", 390)]
    public async Task Every_page_opens_fits_and_has_no_serious_barrier(string culture, int width)
    {
        var problems = new List<string>();
        foreach (var (email, paths) in Pages)
        {
            var page = await product.Be(email, culture, width);
            foreach (var path in paths)
            {
                problems.AddRange(await Problems(page, path, culture, $"{email} {path}"));
            }

            await page.Context.CloseAsync();
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [InlineData("ma@cloudlane.example", "/portal/incentives")]
    [InlineData("ma@cloudlane.example", "/portal/bills")]
    [InlineData("ma@cloudlane.example", "/portal/open-api")]
    [InlineData("ma@cloudlane.example", "/portal/offline-contracts")]
    [InlineData("it@lotusmart.example", "/portal/bills")]
    [InlineData("lin@northstar.example", "/console/closes")]
    [InlineData("reviewer@vendor.example", "/console/payouts")]
    public async Task What_is_not_on_ones_menu_answers_403_and_says_so(string email, string path)
    {
        var page = await product.Be(email);

        var response = await page.GotoAsync(path);

        Assert.Equal(403, response!.Status);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("没有权限");
        await Assertions.Expect(page.Locator($"nav a[href='{path}']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_foreign_id_and_one_that_does_not_exist_answer_the_same()
    {
        var owner = await product.Be("lin@northstar.example");
        await owner.GotoAsync("/portal/customers");
        var foreign = await owner.Locator("main tbody a").First.GetAttributeAsync("href");
        var rival = await product.Be("gao@rivergate.example");

        var one = await rival.GotoAsync(foreign!);
        var text = await rival.Locator("main").InnerTextAsync();
        var none = await rival.GotoAsync($"/portal/customers/{Guid.NewGuid()}");

        Assert.Equal((404, 404), (one!.Status, none!.Status));
        Assert.Equal(text, await rival.Locator("main").InnerTextAsync());
    }

    [Fact]
    public async Task A_forged_form_token_changes_nothing()
    {
        var page = await product.Be("lin@northstar.example");
        await page.GotoAsync("/portal/prospects");
        await page.EvaluateAsync("document.querySelectorAll('[name=__RequestVerificationToken]').forEach(t => t.value = 'forged')");
        await page.Locator("[name='Form.CompanyName']").FillAsync("伪造有限公司");

        var response = await page.RunAndWaitForResponseAsync(
            () => page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "报备" }).ClickAsync(), r => r.Request.Method == "POST");

        Assert.Equal(400, response.Status);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("表单已过期");
        await page.GotoAsync("/portal/prospects");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("伪造有限公司");
    }

    private static async Task<List<string>> Problems(IPage page, string path, string culture, string name)
    {
        var problems = new List<string>();
        // From the first page on, each further word is looked for in the links: the first one that has it leads on.
        var hops = (path.EndsWith("/*", StringComparison.Ordinal) ? $"{path[..^2]} > {path[..^1]}" : path).Split(" > ");
        path = hops[0];
        foreach (var word in hops[1..])
        {
            await page.GotoAsync(path);
            path = await page.EvaluateAsync<string>("p => [...document.querySelectorAll('main a')].map(a => a.getAttribute('href')).find(h => h && h.includes(p) && !h.endsWith('/new'))", word);
        }

        var response = await page.GotoAsync(path);
        if (response!.Status != 200)
        {
            return [$"{name}: {response.Status}"];
        }

        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        if (over > 0)
        {
            problems.Add($"{name}: {over} pixels too wide");
        }

        await page.EvaluateAsync(Axe);
        var found = await page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations
                .filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ' ' + v.nodes[0].target.join(' '))
            """);
        problems.AddRange(found.Select(violation => $"{name}: {violation}"));
        if (culture == "en")
        {
            var han = await page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('h2, th[scope=col], thead th, label, main button, .badge, .datagrid-title, nav a')]
                    // What a company calls itself and its things is said in no other language.
                    .filter(e => !e.querySelector('[translate=no]')).map(e => e.textContent.trim()).filter(t => /[\u4e00-\u9fff]/.test(t))
                """);
            problems.AddRange(han.Select(text => $"{name}: not English: {text}"));
        }

        return problems;
    }
}
