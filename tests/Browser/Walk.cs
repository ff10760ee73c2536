using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace PartnerCenter.Browser;

/// <summary>What everybody does who walks through the product: fill in, press, read mail, decide.</summary>
public abstract partial class Walk(RunningProduct product)
{
    protected const string Password = "a long enough phrase";

    /// <summary>The product that is walked through.</summary>
    protected RunningProduct Product => product;

    protected static ILocator Field(IPage page, string name) => page.Locator($"[name='Form.{name}']");

    protected static async Task Fill(IPage page, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            await Field(page, name).FillAsync(value);
        }
    }

    protected static Task Press(IPage page, string words) =>
        page.Locator("main").GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).First.ClickAsync();

    protected static Task Attach(IPage page, string name, string file) => page.Locator($"[name='{name}']").SetInputFilesAsync(
        new FilePayload { Name = file, MimeType = "application/pdf", Buffer = [.. "%PDF-1.7 x %%EOF"u8] });

    /// <summary>What the page says: in its body, or after something was done.</summary>
    protected static ILocatorAssertions Says(IPage page) => Assertions.Expect(page.Locator("main"));

    protected static ILocatorAssertions Confirms(IPage page) => Assertions.Expect(page.GetByRole(AriaRole.Status).First);

    protected static ILocatorAssertions Refuses(IPage page) => Assertions.Expect(page.GetByRole(AriaRole.Alert).First);

    protected static async Task SignIn(IPage page, string email, string password = Password, bool open = true)
    {
        if (open)
        {
            await page.GotoAsync("/sign-in");
        }

        await Fill(page, ("Email", email), ("Password", password));
        await Press(page, "登录");
    }

    /// <summary>What mail has come that fits.</summary>
    protected async Task<string> InMail(string to, Regex what)
    {
        var reader = await product.Visit();
        for (var attempt = 0; attempt < 40; attempt++)
        {
            await reader.GotoAsync($"/demo/messages?to={to}");
            if (what.Match(await reader.Locator("main").InnerTextAsync()) is { Success: true } found)
            {
                await reader.Context.CloseAsync();
                return found.Value;
            }

            await reader.WaitForTimeoutAsync(500);
        }

        throw new InvalidOperationException($"Nothing like {what} came to {to}.");
    }

    protected Task<string> LinkInMail(string to) => InMail(to, Link());

    protected Task<string> CodeInMail(string to) => InMail(to, Code());

    /// <summary>An administrator moves the clock on, and waits until it has arrived.</summary>
    protected async Task MoveClock(string to)
    {
        var admin = await Product.Be("admin@vendor.example");
        await admin.GotoAsync("/console/clock");
        await Press(admin, to);
        await Assertions.Expect(admin.GetByRole(AriaRole.Button, new() { Name = to })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(admin.Locator(".clock-banner")).ToBeVisibleAsync();
        await admin.Context.CloseAsync();
    }

    /// <summary>One of the vendor's people lets an application pass.</summary>
    protected async Task Approve(string what, string by = "reviewer@vendor.example")
    {
        var reviewer = await product.Be(by);
        await reviewer.GotoAsync("/console/reviews");
        await reviewer.Locator("tr", new() { HasText = what }).Locator("a").First.ClickAsync();
        await Press(reviewer, "通过");
        await Confirms(reviewer).ToContainTextAsync("已处理");
        await reviewer.Context.CloseAsync();
    }

    [GeneratedRegex(@"http://localhost:\d+/[a-z/-]+/[0-9a-f]{48}")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex Code();
}
