using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(PartnerCenter.Browser.RunningProduct))]

namespace PartnerCenter.Browser;

/// <summary>The product as a newcomer starts it: a process of its own, an empty folder, the demo world; and a browser.</summary>
public sealed class RunningProduct : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("pc-browser-").FullName;
    private Process process = null!;
    private IPlaywright playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PartnerCenter.Host.dll"), "up", "--port", FreePort()]) { RedirectStandardOutput = true };
        start.Environment["Data"] = folder;
        process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Open http", StringComparison.Ordinal))
            {
                Address = line.Split(' ')[1];
            }

            if (line.StartsWith("Stop with", StringComparison.Ordinal))
            {
                break;
            }
        }

        Assert.NotEqual("", Address);
        _ = process.StandardOutput.ReadToEndAsync();
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PC_CHROMIUM") ?? "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>Several products start at once: each is told a port of its own, where one by itself would look for the next free one.</summary>
    private static string FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A page of a fresh visitor.</summary>
    public async Task<IPage> Visit(string culture = "zh-CN", int width = 1280)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = Address,
            Locale = culture,
            ViewportSize = new() { Width = width, Height = 900 },
            BypassCSP = true,
        });
        return await context.NewPageAsync();
    }

    /// <summary>A page of somebody of the demo world.</summary>
    public async Task<IPage> Be(string email, string culture = "zh-CN", int width = 1280)
    {
        var page = await Visit(culture, width);
        await page.GotoAsync("/");
        await page.Locator($"main button[value='{email}']").ClickAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
        using var stop = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await stop.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
