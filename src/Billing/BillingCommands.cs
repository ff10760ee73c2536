using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Billing.Close;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Billing.Verify;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Billing;

/// <summary>The commands import usage, close and verify.</summary>
internal static class BillingCommands
{
    /// <summary>Whoever can run a command on the machine of the product may operate it.</summary>
    public static readonly Actor Operator = Actor.System with { Name = "operator" };

    public static IEnumerable<Command> All(Func<IServiceProvider> services) => [Import(services), Close(services), Verify(services)];

    private static Command Import(Func<IServiceProvider> services)
    {
        var file = new Argument<string>("FILE") { Description = "CSV, or Parquet with the native columns" };
        var format = new Option<string>("--format") { Description = "native or focus", DefaultValueFactory = _ => "native" };
        var accept = new Option<bool>("--accept-valid") { Description = "import the good lines although there are bad ones" };
        var mapping = new Option<string?>("--mapping") { Description = "CSV of sub_account,customer for FOCUS files" };
        var create = new Option<bool>("--create-customers") { Description = "make unknown sub-accounts customers of --partner" };
        var partner = new Option<string?>("--partner") { Description = "the number of that partner, such as P-2026-000001" };
        var mode = new Option<AssociationMode>("--mode") { Description = "how they are associated", DefaultValueFactory = _ => AssociationMode.Resale };
        var usage = new Command("usage", "Import a file of usage lines") { file, format, accept, mapping, create, partner, mode };
        usage.SetAction(async (parsed, ct) =>
        {
            var path = parsed.GetValue(file)!;
            await using var scope = await services().OpenUnit(ct);
            var customerOf = Mapping(parsed.GetValue(mapping));
            var createFor = parsed.GetValue(create)
                ? parsed.GetValue(partner) ?? throw new Refusal("usage.partner-needed")
                : null;
            var wish = new ImportWish(parsed.GetValue(format)!, parsed.GetValue(accept), customerOf, createFor, parsed.GetValue(mode));
            var progress = new Progress<long>(rows => Console.Error.WriteLine($"{rows.ToString("N0", CultureInfo.InvariantCulture)} lines read"));
            var outcome = await scope.ServiceProvider.GetRequiredService<ImportUsage>().Run(path, wish, Operator, progress, ct);
            Console.WriteLine(outcome.Known
                ? $"This file was imported before (batch {outcome.Batch}): nothing to do."
                : $"{outcome.Rows} lines: {outcome.Imported} imported, {outcome.Rejected} rejected.");
            if (outcome.RejectsFile is not null)
            {
                Console.WriteLine($"Reasons: {outcome.RejectsFile}");
            }

            if (outcome is { Known: false, Rejected: > 0 } && !wish.AcceptValid)
            {
                Console.Error.WriteLine("Nothing was imported. Correct the file, or import the good lines with --accept-valid.");
                return 1;
            }

            return 0;
        });
        return new Command("import", "Import data") { usage };
    }

    private static Command Close(Func<IServiceProvider> services)
    {
        var month = new Argument<string>("MONTH") { Description = "such as 2024-09" };
        var workers = new Option<int>("--workers") { Description = "buckets at once", DefaultValueFactory = _ => 2 };
        var close = new Command("close", "Close a month: bills, performance, indicators, incentives") { month, workers };
        close.SetAction(async (parsed, ct) =>
        {
            var which = Month.Parse(parsed.GetValue(month));
            var sha = await Run(services(), which, parsed.GetValue(workers), line => Console.Error.WriteLine(line), ct);
            Console.WriteLine($"{which} is closed. sha256 of the results: {sha}");
            return 0;
        });
        return close;
    }

    /// <summary>Closes a month in this process, together with any other that works on it.</summary>
    public static async Task<string> Run(
        IServiceProvider services, Month month, int workers, Action<string> tell, CancellationToken ct)
    {
        await using (var scope = await services.OpenUnit(ct))
        {
            await scope.ServiceProvider.GetRequiredService<CloseMonth>().Run(month, Operator, ct);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var worker = services.GetRequiredService<JobWorker>();
        var working = Enumerable.Range(0, workers).Select(_ => Task.Run(() => Work(worker, month, stop.Token), ct)).ToArray();
        var wait = 20;
        var said = "";
        while (!await IsClosed(services, month, Say, ct))
        {
            await Task.Delay(wait, ct);
            wait = Math.Min(100, wait * 2);
        }

        await stop.CancelAsync();
        await Task.WhenAll(working);
        await using var read = await services.OpenUnit(ct);
        await using var command = read.ServiceProvider.GetRequiredService<UnitOfWork>()
            .Command("select result_sha256 from billing.month_close where month = $1", month.FirstDay);
        return (string)(await command.ExecuteScalarAsync(ct))!;

        void Say(string line)
        {
            if (line != said)
            {
                tell(said = line);
            }
        }
    }

    private static async Task Work(JobWorker worker, Month month, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (!await worker.RunOne(CloseMonth.Group(month), ct))
                {
                    await Task.Delay(20, ct);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task<bool> IsClosed(IServiceProvider services, Month month, Action<string> tell, CancellationToken ct)
    {
        await using var scope = await services.OpenUnit(ct);
        var jobs = await scope.ServiceProvider.GetRequiredService<JobQueue>().InGroup(CloseMonth.Group(month), ct);
        if (jobs.FirstOrDefault(job => job.State == "failed") is { } failed)
        {
            throw new InvalidOperationException($"A part of the close failed and is parked: {failed.Error}");
        }

        tell($"{month}: {jobs.Count(job => job.State == "done")} of {jobs.Count} parts done, "
            + $"{jobs.Sum(job => job.State == "done" ? job.Total : job.Done).ToString("N0", CultureInfo.InvariantCulture)} lines");
        return await scope.ServiceProvider.GetRequiredService<CloseMonth>().State(month, ct) == "closed";
    }

    private static Command Verify(Func<IServiceProvider> services)
    {
        var month = new Argument<string>("MONTH") { Description = "such as 2024-09" };
        var verify = new Command("verify", "Recompute a closed month with the independent SQL checker and compare") { month };
        verify.SetAction(async (parsed, ct) =>
        {
            await using var scope = await services().OpenUnit(ct);
            var found = await scope.ServiceProvider.GetRequiredService<VerifyMonth>().Run(Month.Parse(parsed.GetValue(month)), ct);
            foreach (var line in found.Missing.Take(20))
            {
                Console.WriteLine($"missing  {line}");
            }

            foreach (var line in found.Wrong.Take(20))
            {
                Console.WriteLine($"wrong    {line}");
            }

            Console.WriteLine($"results compared  {found.Results}");
            Console.WriteLine($"differences       {found.Missing.Count + found.Wrong.Count}");
            Console.WriteLine($"posted sha256     {found.PostedSha256}");
            Console.WriteLine($"recomputed sha256 {found.RecomputedSha256}");
            Console.WriteLine($"ledger residue    {found.LedgerResidue.ToString("0.00", CultureInfo.InvariantCulture)}");
            return found.Clean ? 0 : 1;
        });
        return verify;
    }

    private static Dictionary<string, string> Mapping(string? path)
    {
        if (path is null)
        {
            return [];
        }

        using var text = File.Exists(path) ? new StreamReader(path) : throw new Refusal("usage.no-file", path);
        return SubAccountMapping.Read(text);
    }
}
