using System.Globalization;
using System.Security.Cryptography;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using Sylvan.Data.Csv;

namespace PartnerCenter.Billing.Usage;

/// <summary>How a usage file is to be read.</summary>
/// <param name="Format">native or focus.</param>
/// <param name="AcceptValid">Import the good lines although there are bad ones.</param>
/// <param name="CustomerOf">For FOCUS: customer numbers by sub-account.</param>
/// <param name="CreateFor">For FOCUS: the number of the partner whose customers unknown sub-accounts become; null to reject them.</param>
/// <param name="CreateAs">Their mode.</param>
internal sealed record ImportWish(
    string Format, bool AcceptValid, IReadOnlyDictionary<string, string> CustomerOf, string? CreateFor = null,
    AssociationMode CreateAs = AssociationMode.Resale);

/// <summary>What became of a usage file.</summary>
/// <param name="Batch">Its id.</param>
/// <param name="Rows">Lines in the file, without the header.</param>
/// <param name="Imported">Lines sealed.</param>
/// <param name="Rejected">Lines not taken, each with its reason in the rejects file.</param>
/// <param name="RejectsFile">Where the reasons stand; null if there are none.</param>
/// <param name="Known">Whether this very file had been imported before: then nothing was done.</param>
internal sealed record ImportOutcome(Guid Batch, long Rows, long Imported, long Rejected, string? RejectsFile, bool Known);

/// <summary>
/// Imports a file of usage lines: every line is checked; the good ones are sealed into sorted segments with their manifest, in one
/// transaction; a file that is delivered again changes nothing, a charge that was imported before is a bad line.
/// </summary>
internal sealed class ImportUsage(
    UnitOfWork unit, Associations associations, Partners partners, EnrollCustomer enroll, Rulebook rulebook, Manifest manifest,
    SegmentStore store, BusinessDay businessDay)
{
    /// <summary>How many batches of lines are on their way at once: one for each core, and one to be filled.</summary>
    private const int Checkers = 3;

    /// <summary>Imports it.</summary>
    /// <param name="path">The file: CSV, or Parquet with the native columns.</param>
    /// <param name="wish">How to read it.</param>
    /// <param name="by">Who.</param>
    /// <param name="progress">Told the number of lines read, now and then.</param>
    /// <param name="ct">Stops it; nothing is imported then.</param>
    /// <exception cref="Refusal">
    /// <c>usage.columns</c>, <c>usage.format</c>, <c>usage.no-partner</c>, <c>usage.not-csv</c>. Bad lines are not refusals: see the outcome.
    /// </exception>
    public async Task<ImportOutcome> Run(
        string path, ImportWish wish, Actor by, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        by.Need(BillingModule.Import);
        var hash = await Hash(path, ct);
        if (await Known(hash, ct) is { } known)
        {
            return known;
        }

        var batch = Guid.CreateVersion7();
        var work = store.WorkFolder(batch);
        using var staging = new Staging(work);
        var source = path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? ToCsv(staging, path, work) : path;
        var rejectsFile = $"{path}.rejects.csv";
        using var rejects = new Rejects(rejectsFile);
        var rows = await Read(source, wish, staging, rejects, by, progress, ct);
        var drafts = await Sort(staging, work, ct);
        await RejectDuplicates(staging, drafts, rejects, ct);
        rejects.Close();
        if (rejects.Count > 0 && !wish.AcceptValid)
        {
            return new(batch, rows, 0, rejects.Count, rejectsFile, false);
        }

        var imported = await Seal(staging, drafts, batch, path, hash, wish.Format, rows, rejects.Count, by, ct);
        return new(batch, rows, imported, rejects.Count, rejects.Count > 0 ? rejectsFile : null, false);
    }

    /// <summary>Cuts the file into lines; others check them meanwhile, in turn, so that all is settled in the order of the file.</summary>
    private async Task<long> Read(
        string path, ImportWish wish, Staging staging, Rejects rejects, Actor by, IProgress<long>? progress, CancellationToken ct)
    {
        var lookup = new CustomerLookup(await associations.All(ct), await CreateFor(wish, ct));
        var firstOpen = (await manifest.LastClose(ct))?.Next;
        using var csv = Open(path);
        LineChecker[] checkers =
            [.. Enumerable.Range(0, Checkers).Select(_ => new LineChecker(Layout(wish, csv), lookup, firstOpen, staging.Writer()))];
        long rows = 0;
        var turn = 0;
        try
        {
            for (var more = true; more; turn++)
            {
                var checker = checkers[turn % Checkers];
                await Settle(checker, wish, lookup, rejects, by, ct);
                // Line 1 is the header.
                more = checker.Batch.Fill(csv, rows + 2);
                rows += checker.Batch.Count;
                checker.Start();
                ct.ThrowIfCancellationRequested();
                if (turn % 50 == 0)
                {
                    progress?.Report(rows);
                }
            }

            for (var end = turn + Checkers; turn < end; turn++)
            {
                await Settle(checkers[turn % Checkers], wish, lookup, rejects, by, ct);
                checkers[turn % Checkers].Flush();
            }

            staging.Seal();
        }
        finally
        {
            foreach (var checker in checkers)
            {
                await checker.DisposeAsync();
            }
        }

        return rows;
    }

    /// <summary>Waits until a batch is checked, creates the customers that it brings, and writes down its bad lines.</summary>
    private async Task Settle(LineChecker checker, ImportWish wish, CustomerLookup lookup, Rejects rejects, Actor by, CancellationToken ct)
    {
        await checker.Done();
        foreach (var row in checker.Newcomers)
        {
            if (lookup.MayCreate(row.CustomerNumber))
            {
                await Create(row, wish, lookup, by, ct);
            }

            if (lookup.Find(row))
            {
                checker.Keep(row);
            }
            else
            {
                checker.Bad.Add(CustomerLookup.None(row));
            }
        }

        foreach (var bad in checker.Bad.OrderBy(bad => bad.Line))
        {
            rejects.Add(bad);
        }

        checker.Clear();
    }

    private async Task Create(UsageRow row, ImportWish wish, CustomerLookup lookup, Actor by, CancellationToken ct)
    {
        var (partner, from) = (lookup.CreateFor!.Value, BusinessDay.StartOf(row.Month.FirstDay.AddMonths(-1)));
        var customer = await enroll.Run(partner, row.CustomerNumber, row.CustomerNumber, wish.CreateAs, from, by, ct);
        lookup.Add(new(partner, customer, row.CustomerNumber, row.CustomerNumber, wish.CreateAs, from, null));
    }

    private async Task<Guid?> CreateFor(ImportWish wish, CancellationToken ct) => wish.CreateFor is null
        ? null
        : ((await partners.ByNumber(wish.CreateFor, ct)) ?? throw new Refusal("usage.no-partner", wish.CreateFor)).Id;

    private IUsageLayout Layout(ImportWish wish, CsvDataReader csv)
    {
        IUsageLayout layout = wish.Format switch
        {
            "native" => new NativeLayout(),
            "focus" => new FocusLayout(
                (currency, month) => rulebook.On<ExchangeRates>(ExchangeRates.Rule, month.FirstDay).Terms.Of(currency), wish.CustomerOf),
            _ => throw new Refusal("usage.format", wish.Format),
        };
        layout.Header([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetName)]);
        return layout;
    }

    /// <summary>Writes the sorted files, two at a time: the writing of one keeps no more than a core busy.</summary>
    private static async Task<List<Draft>> Sort(Staging staging, string work, CancellationToken ct)
    {
        var groups = staging.Groups.Select(g => (g.Month, g.Bucket, File: Path.Combine(work, $"{g.Month}-{g.Bucket:00}.parquet"))).ToList();
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = ct }, (group, _) =>
        {
            using var connection = staging.Open();
            Staging.Execute(connection, Sorted($"select * exclude (month) from staged({group.Bucket}) where month = {group.Month}", group.File));
            return ValueTask.CompletedTask;
        });
        return [.. groups.Select(g => new Draft(new(g.Month / 100, g.Month % 100), g.Bucket, g.File))];
    }

    private static string Sorted(string rows, string file) => $"""
        copy ({rows} order by partner, customer, product, transaction_at, charge_hash)
        to '{file}' (format parquet, compression zstd, compression_level 1, row_group_size 30720)
        """;

    private async Task RejectDuplicates(Staging staging, List<Draft> drafts, Rejects rejects, CancellationToken ct)
    {
        if (drafts.Count == 0)
        {
            return;
        }

        var all = SegmentStore.List(drafts.Select(draft => draft.File));
        staging.Execute("create table twice (line bigint)");
        staging.Execute($"""
            insert into twice select line from (
                select line, row_number() over (partition by charge_hash, charge_id order by line) as nth from {all}
                where charge_hash in (select charge_hash from {all} group by charge_hash having count(*) > 1))
            where nth > 1
            """);
        var files = new List<string>();
        foreach (var segment in await manifest.All(ct))
        {
            files.Add(await store.Local(segment, ct));
        }

        if (files.Count > 0)
        {
            staging.Execute($"""
                insert into twice select s.line from {SegmentStore.List(files)} e join {all} s
                on s.charge_hash = e.charge_hash and s.charge_id = e.charge_id
                """);
        }

        var found = staging.Query($"select line, charge_id, filename from {all} where line in (select line from twice) order by 1");
        var spoilt = new HashSet<string>();
        foreach (var row in found)
        {
            rejects.Add(new((long)row[0], "usage.seen-before", (string)row[1]));
            spoilt.Add((string)row[2]);
        }

        foreach (var file in spoilt)
        {
            var rest = $"{file}.rest";
            staging.Execute(Sorted(
                $"select * from {SegmentStore.List([file])} where line not in (select line from twice)", rest));
            File.Move(rest, file, overwrite: true);
        }
    }

    private async Task<long> Seal(
        Staging staging, List<Draft> drafts, Guid batch, string path, string hash, string format, long rows, long rejected, Actor by,
        CancellationToken ct)
    {
        var segments = new List<Segment>();
        foreach (var draft in drafts)
        {
            var sums = staging.Query($"select count(*), sum(payable) from {SegmentStore.List([draft.File])}").Single();
            if (sums[1] is System.Numerics.BigInteger payable)
            {
                var id = Guid.CreateVersion7();
                var key = string.Create(CultureInfo.InvariantCulture, $"segments/{draft.Month}/{draft.Bucket:00}/{id:n}.parquet");
                var sha = await store.Seal(draft.File, key, ct);
                segments.Add(new(id, draft.Month, draft.Bucket, key, (long)sums[0], (decimal)payable / Rounding.One, sha));
            }
        }

        var imported = segments.Sum(segment => segment.Rows);
        await using (var insert = unit.Command(
            "insert into billing.usage_batch values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            batch, Path.GetFileName(path), hash, format, rows, imported, rejected, businessDay.Now, by.Name))
        {
            await insert.ExecuteNonQueryAsync(ct);
        }

        foreach (var segment in segments)
        {
            await using var insert = unit.Command("insert into billing.segment values ($1, $2, $3, $4, $5, $6, $7, $8)",
                segment.Id, segment.Month.FirstDay, segment.Bucket, batch, segment.Path, segment.Rows, segment.Payable, segment.Sha256);
            await insert.ExecuteNonQueryAsync(ct);
        }

        unit.Record(Guid.Empty, $"billing.usage_batch/{batch}", new { file = Path.GetFileName(path), hash, rows, imported, rejected });
        await unit.Save(by, "billing.import-usage", ct);
        return imported;
    }

    private async Task<ImportOutcome?> Known(string hash, CancellationToken ct)
    {
        await using var command = unit.Command("select id, rows, imported, rejected from billing.usage_batch where sha256 = $1", hash);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(reader.GetGuid(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), null, true)
            : null;
    }

    private static CsvDataReader Open(string path)
    {
        try
        {
            return CsvDataReader.Create(path, new CsvDataReaderOptions { BufferSize = 1 << 20, MaxBufferSize = 1 << 24 });
        }
        catch (CsvFormatException problem)
        {
            throw new Refusal("usage.not-csv", problem.Message);
        }
    }

    private static string ToCsv(Staging staging, string path, string work)
    {
        var csv = Path.Combine(work, "source.csv");
        try
        {
            staging.Execute($"copy (select * from {SegmentStore.List([path])}) to '{csv}' (format csv, header)");
        }
        catch (DuckDB.NET.Data.DuckDBException problem)
        {
            throw new Refusal("usage.not-parquet", problem.Message);
        }

        return csv;
    }

    private static async Task<string> Hash(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            throw new Refusal("usage.no-file", path);
        }

        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    /// <summary>A sorted file that may become a segment.</summary>
    private sealed record Draft(Month Month, short Bucket, string File);
}
