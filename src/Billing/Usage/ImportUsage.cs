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
        staging.Seal();
        await RejectDuplicates(staging, rejects, ct);
        rejects.Close();
        if (rejects.Count > 0 && !wish.AcceptValid)
        {
            return new(batch, rows, 0, rejects.Count, rejectsFile, false);
        }

        var imported = await Seal(staging, batch, path, hash, wish.Format, rows, rejects.Count, by, ct);
        return new(batch, rows, imported, rejects.Count, rejects.Count > 0 ? rejectsFile : null, false);
    }

    private async Task<long> Read(
        string path, ImportWish wish, Staging staging, Rejects rejects, Actor by, IProgress<long>? progress, CancellationToken ct)
    {
        var lookup = new CustomerLookup(await associations.All(ct), await CreateFor(wish, ct));
        var layout = Layout(wish);
        var firstOpen = (await manifest.LastClose(ct))?.Next;
        using var csv = Open(path);
        layout.Header(csv);
        var batches = new Batches(staging);
        long rows = 0;
        while (Next(csv, rejects, rows))
        {
            var row = batches.Row;
            row.Line = csv.RowNumber + 1;
            rows++;
            try
            {
                layout.Read(csv, row);
                // A line that comes after its month was closed belongs to the first month that is still open.
                row.Month = firstOpen is { } open && row.Month < open ? open : row.Month;
                if (!lookup.Find(row))
                {
                    await Create(row, wish, lookup, by, ct);
                }

                await batches.Keep();
            }
            catch (BadRow bad)
            {
                rejects.Add(row.Line, bad.Code, bad.Detail);
            }

            if (rows % 100_000 == 0)
            {
                ct.ThrowIfCancellationRequested();
                progress?.Report(rows);
            }
        }

        await batches.End();
        return rows;
    }

    private async Task Create(UsageRow row, ImportWish wish, CustomerLookup lookup, Actor by, CancellationToken ct)
    {
        if (lookup.CreateFor is not { } partner || lookup.Knows(row.CustomerNumber))
        {
            throw new BadRow("usage.customer", $"{row.CustomerNumber} {row.TransactionAt:O}");
        }

        var from = row.Month.FirstDay.AddMonths(-1);
        var customer = await enroll.Run(partner, row.CustomerNumber, row.CustomerNumber, wish.CreateAs, BusinessDay.StartOf(from), by, ct);
        lookup.Add(new(partner, customer, row.CustomerNumber, row.CustomerNumber, wish.CreateAs, BusinessDay.StartOf(from), null));
        if (!lookup.Find(row))
        {
            throw new BadRow("usage.customer", $"{row.CustomerNumber} {row.TransactionAt:O}");
        }
    }

    private async Task<Guid?> CreateFor(ImportWish wish, CancellationToken ct) => wish.CreateFor is null
        ? null
        : ((await partners.ByNumber(wish.CreateFor, ct)) ?? throw new Refusal("usage.no-partner", wish.CreateFor)).Id;

    private IUsageLayout Layout(ImportWish wish) => wish.Format switch
    {
        "native" => new NativeLayout(),
        "focus" => new FocusLayout(
            (currency, month) => rulebook.On<ExchangeRates>(ExchangeRates.Rule, month.FirstDay).Terms.Of(currency), wish.CustomerOf),
        _ => throw new Refusal("usage.format", wish.Format),
    };

    private async Task RejectDuplicates(Staging staging, Rejects rejects, CancellationToken ct)
    {
        var segments = await manifest.All(ct);
        var files = new List<string>();
        foreach (var segment in segments)
        {
            files.Add(await store.Local(segment, ct));
        }

        staging.Execute("create table twice (line bigint)");
        staging.Execute("""
            insert into twice select line from (
                select line, row_number() over (partition by charge_hash, charge_id order by line) as nth from staging
                where charge_hash in (select charge_hash from staging group by charge_hash having count(*) > 1))
            where nth > 1
            """);
        if (files.Count > 0)
        {
            staging.Execute($"""
                insert into twice select s.line from {SegmentStore.List(files)} e join staging s
                on s.charge_hash = e.charge_hash and s.charge_id = e.charge_id
                """);
        }

        foreach (var row in staging.Query("select distinct s.line, s.charge_id from twice t join staging s on s.line = t.line order by 1"))
        {
            rejects.Add((long)row[0], "usage.seen-before", (string)row[1]);
        }

        staging.Execute("delete from staging where line in (select line from twice)");
    }

    private async Task<long> Seal(
        Staging staging, Guid batch, string path, string hash, string format, long rows, long rejected, Actor by, CancellationToken ct)
    {
        long imported = 0;
        var groups = staging.Query("select month, bucket, count(*), sum(payable) from staging group by all order by all").ToList();
        await using (var insert = unit.Command(
            "insert into billing.usage_batch values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            batch, Path.GetFileName(path), hash, format, rows, groups.Sum(g => (long)g[2]), rejected, businessDay.Now, by.Name))
        {
            await insert.ExecuteNonQueryAsync(ct);
        }

        foreach (var group in groups)
        {
            var month = new Month((int)group[0] / 100, (int)group[0] % 100);
            var id = Guid.CreateVersion7();
            var file = Path.Combine(store.WorkFolder(batch), "segment.parquet");
            staging.Execute($"""
                copy (select * exclude (month, bucket) from staging where month = {group[0]} and bucket = {group[1]}
                    order by partner, customer, product, transaction_at, charge_hash)
                to '{file}' (format parquet, compression zstd, compression_level 1, row_group_size 30720)
                """);
            var key = string.Create(CultureInfo.InvariantCulture, $"segments/{month}/{group[1]:00}/{id:n}.parquet");
            var sha = await store.Seal(file, key, ct);
            var payable = (decimal)(System.Numerics.BigInteger)group[3] / Rounding.One;
            await using var insert = unit.Command("insert into billing.segment values ($1, $2, $3, $4, $5, $6, $7, $8)",
                id, month.FirstDay, (short)group[1], batch, key, (long)group[2], payable, sha);
            await insert.ExecuteNonQueryAsync(ct);
            imported += (long)group[2];
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

    private static bool Next(CsvDataReader csv, Rejects rejects, long rows)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException problem)
        {
            // Past a broken quote no line can be trusted: the rest of the file counts as one bad line.
            rejects.Add(rows + 2, "usage.not-csv", problem.Message);
            return false;
        }
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
}
