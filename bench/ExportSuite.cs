using PartnerCenter.Platform.Exports;

namespace PartnerCenter.Bench;

/// <summary>Export of rows as CSV and XLSX ÷ server-side COPY CSV of the same rows (R11).</summary>
internal static class ExportSuite
{
    public static async Task<List<Ratio>> Run(Rig rig, int rows, int runs)
    {
        await rig.Execute($"""
            create table if not exists big as select n as id, 'customer ' || n % 1000 as customer, 'product ' || n % 77 as product,
                now() as at, (n * 0.12345678)::numeric(20,8) as official, (n * 0.1)::numeric(20,2) as billed from generate_series(1, {rows}) n
            """);
        var (copy, csv, xlsx) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            copy.Add(await Rig.Time(() => rig.Execute("copy big to '/dev/null' csv")));
            csv.Add(await Rig.Time(async () => await CsvWriter.Write(Table(rig), Stream.Null, default)));
            xlsx.Add(await Rig.Time(async () =>
            {
                await using var file = File.Create(Path.Combine(rig.Folder, "export.xlsx"));
                await XlsxWriter.Write(Table(rig), file, default);
            }));
            Console.WriteLine($"run {run + 1}: COPY {rows / copy[^1]:0} rows/s, CSV {rows / csv[^1]:0} rows/s, XLSX {rows / xlsx[^1]:0} rows/s");
        }

        return
        [
            new("R11", "export as CSV ÷ COPY CSV, rows/s", Rig.Median(copy) / Rig.Median(csv), "≥ 0.5"),
            new("R11", "export as XLSX ÷ COPY CSV, rows/s", Rig.Median(copy) / Rig.Median(xlsx), "≥ 0.1"),
        ];
    }

    private static ExportTable Table(Rig rig)
    {
        return new(["id", "customer", "product", "at", "official", "billed"], Rows());

        async IAsyncEnumerable<object?[]> Rows()
        {
            await using var command = rig.Source.CreateCommand("select * from big");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                yield return
                [
                    (long)reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3),
                    reader.GetDecimal(4), reader.GetDecimal(5),
                ];
            }
        }
    }
}
