using System.Text;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Web;
using Sylvan.Data.Csv;

namespace PartnerCenter.Platform.Documents;

/// <summary>A row of a file that cannot be taken.</summary>
/// <param name="Line">Its number; the header is 1.</param>
/// <param name="Field">The column at fault; empty where it is none in particular.</param>
/// <param name="Code">The code of the refusal.</param>
/// <param name="Reason">Its sentence.</param>
public sealed record BadRow(int Line, string Field, string Code, string Reason);

/// <summary>The rows of a file.</summary>
/// <typeparam name="T">What is made of one.</typeparam>
/// <param name="Rows">Those that can be taken, with their lines.</param>
/// <param name="Bad">Those at fault.</param>
public sealed record CsvRows<T>(IReadOnlyList<(int Line, T Row)> Rows, List<BadRow> Bad)
{
    /// <summary>Rows read, good and bad.</summary>
    public int Count => Rows.Count + Bad.Select(bad => bad.Line).Distinct().Count();
}

/// <summary>A column of a file.</summary>
/// <param name="Code">Its name for programs, and what answers call it.</param>
/// <param name="Name">What a header may call it besides, in either language; null for nothing.</param>
public sealed record CsvColumn(string Code, LocalText? Name = null)
{
    /// <summary>What refusals of <see cref="Input"/> call it: <c>company_name</c> is CompanyName.</summary>
    internal string Field => Code.Replace("_", "", StringComparison.Ordinal);

    internal bool Is(string header) => header.Trim() is var text
        && (text.Equals(Code, StringComparison.OrdinalIgnoreCase) || text.Equals(Name?.Zh, StringComparison.OrdinalIgnoreCase) || text.Equals(Name?.En, StringComparison.OrdinalIgnoreCase));
}

/// <summary>
/// The shape of a CSV file that people send: UTF-8, or GB18030 as spreadsheets in China save it. Every row is read, and each one at fault
/// named with its column; what else comes, such as a workbook with another extension, is refused as a whole.
/// </summary>
/// <param name="MostRows">How many rows it may have.</param>
/// <param name="Columns">Those that it must have, in any order.</param>
public sealed record CsvFile(int MostRows, params CsvColumn[] Columns)
{
    /// <summary>A row may be as long as this: what is longer is no table.</summary>
    private const int LongestRow = 1 << 16;

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private static readonly Encoding Gb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The columns, as a hint names them.</summary>
    public string Header => string.Join(", ", Columns.Select(column => column.Code));

    /// <summary>An empty file to fill in, with heads in the reader's language.</summary>
    public byte[] Template() =>
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join(',', Columns.Select(column => column.Name?.ToString() ?? column.Code)) + "\r\n")];

    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">What is made of a row.</typeparam>
    /// <param name="file">The file; null if none was sent.</param>
    /// <param name="row">Makes it of the cells by column code, trimmed; refuses what cannot be taken.</param>
    /// <param name="texts">The sentences of refusals.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// At File: <c>form.required</c>, <c>document.too-large</c>, <c>csv.unreadable</c>, <c>csv.columns</c>, <c>csv.empty</c>, <c>csv.rows</c>.
    /// </exception>
    public async Task<CsvRows<T>> Read<T>(Stream? file, Func<Func<string, string>, T> row, RefusalTexts texts, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(texts);
        var text = Decode(await Whole(file, ct));
        if (string.IsNullOrWhiteSpace(text))
        {
            throw No("csv.columns", Header);
        }

        var (rows, bad) = (new List<(int, T)>(), new List<BadRow>());
        try
        {
            await using var csv = await CsvDataReader.CreateAsync(new StringReader(text), new CsvDataReaderOptions { MaxBufferSize = LongestRow }, ct);
            var places = Places(csv);
            for (var line = 2; await csv.ReadAsync(ct); line++)
            {
                if (line > MostRows + 1)
                {
                    throw No("csv.rows", MostRows);
                }

                try
                {
                    if (csv.RowFieldCount > csv.FieldCount)
                    {
                        throw new Refusal("csv.width", csv.RowFieldCount, csv.FieldCount);
                    }

                    rows.Add((line, row(code => places[code] < csv.RowFieldCount ? csv.GetString(places[code]).Trim() : "")));
                }
                catch (Refusal refusal)
                {
                    bad.Add(Bad(line, refusal, texts));
                }
            }
        }
        catch (FormatException)
        {
            throw No("csv.unreadable");
        }

        return rows.Count + bad.Count > 0 ? new(rows, bad) : throw No("csv.empty", MostRows);
    }

    /// <summary>A row that turned out to be at fault later.</summary>
    public BadRow Bad(int line, Refusal refusal, RefusalTexts texts)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        ArgumentNullException.ThrowIfNull(texts);
        var column = Array.Find(Columns, one => one.Field.Equals(refusal.Field?.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
        return new(line, column?.Code ?? "", refusal.Code, texts.Sentence(refusal));
    }

    /// <summary>What people call the column that an answer names.</summary>
    public string NameOf(string code) => Array.Find(Columns, column => column.Code == code)?.Name?.ToString() ?? code;

    private static async Task<byte[]> Whole(Stream? file, CancellationToken ct)
    {
        if (file is null)
        {
            throw No("form.required");
        }

        if (file.Length > FileKinds.MaxBytes)
        {
            throw No("document.too-large", FileKinds.MaxBytes / 1024 / 1024);
        }

        using var whole = new MemoryStream((int)file.Length);
        await file.CopyToAsync(whole, ct);
        return whole.ToArray();
    }

    private static string Decode(byte[] bytes)
    {
        var content = bytes.AsSpan();
        content = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        foreach (var encoding in new[] { Utf8, Gb18030 })
        {
            try
            {
                var text = encoding.GetString(content);
                return text.Contains('\0', StringComparison.Ordinal) ? throw No("csv.unreadable") : text;
            }
            catch (DecoderFallbackException)
            {
                // The next one may fit.
            }
        }

        throw No("csv.unreadable");
    }

    private Dictionary<string, int> Places(CsvDataReader csv)
    {
        var heads = Enumerable.Range(0, csv.FieldCount).Select(csv.GetName).ToList();
        var places = Columns.ToDictionary(column => column.Code, column => heads.FindIndex(column.Is));
        return places.ContainsValue(-1) ? throw No("csv.columns", Header) : places;
    }

    private static Refusal No(string code, params object[] facts) => new(code, facts) { Field = "File" };
}
