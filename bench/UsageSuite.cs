using System.Globalization;
using PartnerCenter.Billing;
using PartnerCenter.Billing.Bills;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Billing.Verify;
using PartnerCenter.Kernel;

namespace PartnerCenter.Bench;

/// <summary>Import, close, verification and line pages (R1, R2, R3, R5, R15).</summary>
internal static class UsageSuite
{
    private static readonly Month September = new(2024, 9);

    public static async Task<List<Ratio>> Run(Rig rig, int rows, int runs)
    {
        var (small, smallPeak) = await Tenth(rig, rows / 10);
        var file = Path.Combine(rig.Folder, "usage.csv");
        Write(file, rig.Partners.Count, rows);
        var (import, copy, close, close2, group, sql, page) =
            (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            await rig.NewDatabase($"usage_{run}");
            copy.Add(await Rig.Time(() => RawCopy(rig, file)));
            import.Add(await Rig.Time(() => Import(rig, file)));
            Console.WriteLine($"run {run + 1}: import {rows / import[^1]:0} rows/s, raw copy {rows / copy[^1]:0} rows/s, peak memory {Peak()} MB");
            rig.Clock.MoveTo(new(2024, 10, 2, 0, 0, 0, TimeSpan.Zero));
            group.Add(await Rig.Time(() => GroupBy(rig)));
            close.Add(await Rig.Time(() => BillingCommands.Run(rig.Services, September, 1, _ => { }, default)));
            Console.WriteLine($"run {run + 1}: close {rows / close[^1]:0} rows/s with one worker, peak memory {Peak()} MB");
            sql.Add(await Rig.Time(async () => Verify(await rig.Use((VerifyMonth verify) => verify.Run(September)))));
            await Reopen(rig);
            close2.Add(await Rig.Time(() => BillingCommands.Run(rig.Services, September, 2, _ => { }, default)));
            page.Add(await LinePage(rig) / 0.05);
            rig.Clock.MoveTo(new(2024, 8, 1, 0, 0, 0, TimeSpan.Zero));
        }

        return
        [
            new("R4", $"close with 2 workers, rows/s at {rows} ÷ at {rows / 10}", rows / Rig.Median(close2) / small, "≥ 0.9"),
            new("R4b", $"peak memory at {rows} ÷ at {rows / 10}", Peak() / (double)smallPeak, "≤ 1.5"),
            new("R1", $"usage import ÷ raw binary COPY, rows/s, {rows} rows", Rig.Median(copy) / Rig.Median(import), "≥ 0.8"),
            new("R2", "month close, 2 workers ÷ DuckDB's 3-key GROUP BY, time", Rig.Median(close2) / Rig.Median(group), "≤ 12"),
            new("R3", "month close, 2 workers ÷ the settlement as DuckDB SQL with its comparison, time", Rig.Median(close2) / Rig.Median(sql), "≤ 1.0"),
            new("R5", "2 workers ÷ 1 worker, rows/s", Rig.Median(close) / Rig.Median(close2), "≥ 1.6"),
            new("R15", "bill detail page of 50, p95 ÷ 50 ms", Rig.Median(page), "≤ 1"),
        ];
    }

    /// <summary>Rows a second of the close of a tenth of the rows, and the peak of memory up to its end, in a process that did nothing else.</summary>
    private static async Task<(double RowsPerSecond, long Peak)> Tenth(Rig rig, int rows)
    {
        var file = Path.Combine(rig.Folder, "tenth.csv");
        Write(file, rig.Partners.Count, rows);
        await rig.NewDatabase("usage_tenth");
        await Import(rig, file);
        rig.Clock.MoveTo(new(2024, 10, 2, 0, 0, 0, TimeSpan.Zero));
        var seconds = await Rig.Time(() => BillingCommands.Run(rig.Services, September, 2, _ => { }, default));
        rig.Clock.MoveTo(new(2024, 8, 1, 0, 0, 0, TimeSpan.Zero));
        return (rows / seconds, Peak());
    }

    private static long Peak()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1024 / 1024;
    }

    private static void Verify(Verification found)
    {
        if (!found.Clean)
        {
            throw new InvalidOperationException($"The close is wrong: {found.Missing.Count} missing, {found.Wrong.Count} wrong.");
        }
    }

    private static void Write(string path, int partners, int rows)
    {
        using var file = new StreamWriter(path, false, new System.Text.UTF8Encoding(false), 1 << 20);
        file.WriteLine("charge_id,customer,charge_type,order_type,billing_mode,product_type,product,resource_id,region,transaction_at,usage,size,per,unit_price,official,discount,voucher");
        var random = new Random(1);
        string[] types = ["compute", "storage", "network", "database", "ai"];
        var start = September.Start;
        for (var n = 0; n < rows; n++)
        {
            var type = types[random.Next(types.Length)];
            var at = start.AddSeconds(random.Next(2_591_000));
            var head = string.Create(CultureInfo.InvariantCulture,
                $"ch-{n:0000000000},C-{random.Next(partners)}-{random.Next(10)},consumption,usage,pay-per-use,{type},{type}-{random.Next(20):00},res-{random.Next(100000):x},cn-north-{random.Next(1, 5)},{at:yyyy-MM-ddTHH:mm:ssZ}");
            file.WriteLine(random.Next(2) == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{head},{random.Next(1, 2_592_000)},{random.Next(1, 500)},3600,0.00{random.Next(1000, 999999)},,,")
                : string.Create(CultureInfo.InvariantCulture, $"{head},,,,,{random.Next(1, 1000)}.{random.Next(100_000_000):00000000},0.{random.Next(100):00},"));
        }
    }

    private static async Task Import(Rig rig, string file)
    {
        var outcome = await rig.Use((ImportUsage import) => import.Run(file, new("native", false, new Dictionary<string, string>()), BillingCommands.Operator));
        if (outcome.Rejected > 0)
        {
            throw new InvalidOperationException($"{outcome.Rejected} rejected: {outcome.RejectsFile}");
        }
    }

    /// <summary>The same columns, parsed and written by binary COPY into one logged table: no checks, no sorting, no ids.</summary>
    private static async Task RawCopy(Rig rig, string path)
    {
        await rig.Execute("create table raw (charge_id text, customer text, charge_type text, order_type text, billing_mode text, product_type text, product text, resource_id text, region text, transaction_at timestamptz, usage bigint, size bigint, per int, unit_price bigint, official bigint, discount bigint, voucher bigint)");
        await using (var connection = await rig.Source.OpenConnectionAsync())
        {
            await using var copy = await connection.BeginBinaryImportAsync("copy raw from stdin (format binary)");
            using var csv = Sylvan.Data.Csv.CsvDataReader.Create(path, new Sylvan.Data.Csv.CsvDataReaderOptions { BufferSize = 1 << 20 });
            while (csv.Read())
            {
                copy.StartRow();
                for (var i = 0; i < 9; i++)
                {
                    copy.Write(csv.GetString(i));
                }

                copy.Write(DateTime.Parse(csv.GetFieldSpan(9), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
                for (var i = 10; i < 17; i++)
                {
                    UnitText.TryRead(csv.GetFieldSpan(i), false, out var units);
                    if (i == 12)
                    {
                        copy.Write((int)(units / Rounding.One));
                    }
                    else
                    {
                        copy.Write(units);
                    }
                }
            }

            await copy.CompleteAsync();
        }

        await rig.Execute("drop table raw");
    }

    private static async Task GroupBy(Rig rig)
    {
        var files = new List<string>();
        var store = (SegmentStore)rig.Services.GetService(typeof(SegmentStore))!;
        foreach (var segment in await rig.Use((Manifest manifest) => manifest.Of(September)))
        {
            files.Add(await store.Local(segment));
        }

        using var connection = SegmentStore.Connect("400MB", 2);
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from (select partner, customer, product, sum(official), sum(payable), sum(voucher) from {SegmentStore.List(files)} group by 1, 2, 3)";
        command.ExecuteScalar();
    }

    private static Task Reopen(Rig rig) => rig.Execute("""
        update billing.close_bucket set done_at = null; update billing.month_close set state = 'closing';
        delete from platform.job where job_group = 'close:2024-09' and type = 'billing.finish-close';
        update platform.job set state = 'queued', attempts = 0 where job_group = 'close:2024-09'
        """);

    /// <summary>Seconds, 95th percentile.</summary>
    private static async Task<double> LinePage(Rig rig)
    {
        var times = new List<double>();
        var random = new Random(2);
        for (var n = 0; n < 60; n++)
        {
            var partner = rig.Partners[random.Next(rig.Partners.Count)];
            times.Add(await Rig.Time(() => rig.Use((BillLists bills) => bills.Lines(partner, September, null, null, null, random.Next(500), 50))));
        }

        return times.Order().ElementAt(57);
    }
}
