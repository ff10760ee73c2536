using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PartnerCenter.Tests.Adapters;

/// <summary>A server of other people's making (<c>tests/Counterparts</c>), running in Node on a free port of this machine.</summary>
internal sealed class Counterpart : IAsyncDisposable
{
    private static readonly SemaphoreSlim Alone = new(1);
    private static readonly string Here = Path.Combine(TestServer.Root, "tests", "Counterparts");
    private readonly Process process;

    private Counterpart(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    /// <summary>What it said since it started, a line each.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    public static async Task<Counterpart> Start(string script, params string[] arguments)
    {
        await Install(Here);
        var process = Run(Here, "node", [script, .. arguments]);
        var port = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"{script} did not start: {await process.StandardError.ReadToEndAsync()}");
        var counterpart = new Counterpart(process, int.Parse(port, CultureInfo.InvariantCulture));
        _ = counterpart.Listen();
        process.BeginErrorReadLine();
        return counterpart;
    }

    /// <summary>Runs a script of a folder beside them, with packages of its own, to its end.</summary>
    /// <returns>What it said.</returns>
    public static async Task<string> RunToEnd(string folder, string script, Dictionary<string, string> environment)
    {
        var there = Path.Combine(Here, folder);
        await Install(there);
        using var process = Run(there, "node", [script], environment);
        var problem = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said + await problem;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task Listen()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Said.Enqueue(line);
        }
    }

    private static async Task Install(string folder)
    {
        await Alone.WaitAsync();
        try
        {
            var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
            if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
            {
                return;
            }

            using var npm = Run(folder, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
            var said = npm.StandardOutput.ReadToEndAsync();
            var problem = await npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm ci failed in {folder}: {problem}{await said}");
            }
        }
        finally
        {
            Alone.Release();
        }
    }

    private static Process Run(string folder, string program, string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"The adapter tests need {program} (Debian: apt-get install nodejs npm).", missing);
        }
    }
}
