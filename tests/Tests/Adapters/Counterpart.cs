using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PartnerCenter.Tests.Adapters;

/// <summary>A server of other people's making (<c>tests/Counterparts</c>), running in Node on a free port of this machine.</summary>
internal sealed class Counterpart : IAsyncDisposable
{
    private static readonly SemaphoreSlim Alone = new(1);
    private static readonly string Folder = Path.Combine(TestServer.Root, "tests", "Counterparts");
    private readonly Process process;

    private Counterpart(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    /// <summary>What it said since it started, a line each.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    public static async Task<Counterpart> Start(string script, params string[] arguments)
    {
        await Install();
        var process = Run("node", [script, .. arguments]);
        var port = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"{script} did not start: {await process.StandardError.ReadToEndAsync()}");
        var counterpart = new Counterpart(process, int.Parse(port, CultureInfo.InvariantCulture));
        _ = counterpart.Listen();
        process.BeginErrorReadLine();
        return counterpart;
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

    private static async Task Install()
    {
        await Alone.WaitAsync();
        try
        {
            var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
            if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            {
                return;
            }

            using var npm = Run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
            var said = npm.StandardOutput.ReadToEndAsync();
            var problem = await npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm ci failed in {Folder}: {problem}{await said}");
            }
        }
        finally
        {
            Alone.Release();
        }
    }

    private static Process Run(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"The adapter tests need {program} (Debian: apt-get install nodejs npm).", missing);
        }
    }
}
