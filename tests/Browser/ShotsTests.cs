using Microsoft.Playwright;
namespace PartnerCenter.Browser;
public class ShotsTests(RunningProduct product)
{
    [Fact]
    public async Task Shots()
    {
        var o = "/tmp/shots-support"; Directory.CreateDirectory(o);
        (string, string[])[] all = [
          ("lin@northstar.example", ["/portal", "/portal/tickets", "/portal/tickets/new", "/portal/tickets/*", "/portal/tickets/*Solved", "/portal/news", "/portal/news/*"]),
          ("xu@harbour.example", []),
          ("it@lotusmart.example", ["/customer", "/customer/tickets", "/customer/tickets/*Waiting", "/customer/news"]),
          ("support@vendor.example", ["/console", "/console/tickets", "/console/tickets/*Working", "/console/ticket-statistics", "/console/support-plans"]),
          ("admin@vendor.example", ["/console/news", "/console/news/*", "/console/news/new"]),
        ];
        foreach (var (culture, width) in new[] { ("zh-CN", 1280), ("zh-CN", 390), ("en", 1280) })
        foreach (var (email, paths) in all)
        {
            if (paths.Length == 0) continue;
            var page = await product.Be(email, culture, width);
            foreach (var p in paths)
            {
                var path = p; var i = p.IndexOf("/*", StringComparison.Ordinal);
                if (i >= 0)
                {
                    var state = p[(i + 2)..];
                    await page.GotoAsync(p[..i] + (state == "" ? "" : "?state=" + state));
                    path = await page.EvaluateAsync<string>("p => [...document.querySelectorAll('main a')].map(a => a.getAttribute('href')).find(h => h && h.startsWith(p) && !h.endsWith('/new'))", p[..(i + 1)]);
                }
                await page.GotoAsync(path);
                var name = $"{p.Trim('/').Replace('/', '_').Replace("*", "ID")}_{culture}_{width}.png";
                await page.ScreenshotAsync(new() { Path = Path.Combine(o, name), FullPage = true });
            }
            await page.Context.CloseAsync();
        }
    }
}
