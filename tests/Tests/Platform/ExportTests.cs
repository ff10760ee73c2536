using System.Text;
using MiniExcelLibs;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Exports;

namespace PartnerCenter.Tests.Platform;

public class ExportTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("云 𠮷", "云 𠮷")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-1,5", "\"'-1,5\"")]
    [InlineData("", "")]
    public async Task A_text_is_quoted_where_it_must_be_and_never_a_formula(string text, string written) =>
        Assert.Equal($"a\r\n{written}\r\n", await Csv(["a"], [[text]]));

    [Fact]
    public async Task Numbers_and_times_are_written_alike_in_every_culture()
    {
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");
        object?[] row =
        [
            1234567L, -0.12345678m, 100.10m, new DateOnly(2024, 9, 1), new DateTimeOffset(2024, 8, 31, 16, 0, 1, 5, TimeSpan.Zero), null, Money.Cny(1.5m),
            Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), true, 7,
        ];

        Assert.Equal(
            $"{string.Join(",", "abcdefghij".ToCharArray())}\r\n1234567,-0.12345678,100.10,2024-09-01,2024-09-01 00:00:01,,1.50,00112233-4455-6677-8899-aabbccddeeff,True,7\r\n",
            await Csv([.. "abcdefghij".Select(c => c.ToString())], [row]));
    }

    [Fact]
    public async Task An_amount_is_written_digit_by_digit_as_it_is()
    {
        var random = new Random(11);
        decimal[] amounts =
        [
            0m, 0.00m, -0.00m, 1m, -1m, 0.1m, 0.05m, -0.05m, 0.00000001m, 10m, 10.00m, 1e-28m, 123.456789012345678901234567m, decimal.MaxValue, decimal.MinValue,
            ulong.MaxValue, ulong.MaxValue + 1m, -(decimal)ulong.MaxValue / 100,
            .. Enumerable.Range(0, 2000).Select(_ => new decimal(random.Next(), random.Next(3) == 0 ? random.Next() : 0, random.Next(9) == 0 ? random.Next() : 0,
                random.Next(2) == 0, (byte)random.Next(29))),
        ];

        var csv = await Csv(["a"], amounts.Select(amount => new object?[] { amount }));

        Assert.Equal("a\r\n" + string.Concat(amounts.Select(amount => amount.ToString(System.Globalization.CultureInfo.InvariantCulture) + "\r\n")), csv);
    }

    [Fact]
    public async Task A_long_file_is_whole()
    {
        var rows = Enumerable.Range(0, 20_000).Select(n => new object?[] { (long)n, new string('长', n % 50) }).ToList();

        var csv = await Csv(["n", "text"], rows);

        Assert.Equal("n,text\r\n" + string.Concat(rows.Select(row => $"{row[0]},{row[1]}\r\n")), csv);
    }

    [Fact]
    public async Task A_workbook_holds_the_same_rows()
    {
        using var file = new MemoryStream();
        var count = await XlsxWriter.Write(new(["n", "text", "at"], Rows([[1.5m, "云", new DateTimeOffset(2024, 8, 31, 16, 0, 0, TimeSpan.Zero)], [2L, null, null]])), file, default);

        file.Position = 0;
        var read = file.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().ToList();
        Assert.Equal((2, 2), (count, read.Count));
        Assert.Equal((1.5, "云", new DateTime(2024, 9, 1)), (read[0]["n"], read[0]["text"], read[0]["at"]));
    }

    private static async Task<string> Csv(string[] columns, IEnumerable<object?[]> rows)
    {
        using var file = new MemoryStream();
        await CsvWriter.Write(new(columns, Rows(rows)), file, default);
        var bytes = file.ToArray();
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        return Encoding.UTF8.GetString(bytes.AsSpan(3));
    }

    private static async IAsyncEnumerable<object?[]> Rows(IEnumerable<object?[]> rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows)
        {
            yield return row;
        }
    }
}
