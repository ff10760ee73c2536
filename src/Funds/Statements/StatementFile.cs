using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Web;
using Sylvan.Data.Csv;

namespace PartnerCenter.Funds.Statements;

/// <summary>A line of a statement that cannot be taken.</summary>
/// <param name="Line">Its number; the header is 1.</param>
/// <param name="Field">The column.</param>
/// <param name="Code">The code of the refusal.</param>
/// <param name="Reason">Its sentence.</param>
public sealed record BadReceipt(int Line, string Field, string Code, string Reason);

/// <summary>Reads the bank's file: every line is checked, and each one at fault named with its column.</summary>
internal static class StatementFile
{
    public const int MostLines = 5000;

    public static readonly string[] Columns = ["booked_at", "amount", "payer", "payer_account", "credited_account", "reference", "remark"];

    /// <summary>The receipts of a file, those at fault left out.</summary>
    /// <exception cref="Refusal"><c>statement.columns</c> or <c>statement.lines</c>, at File.</exception>
    public static (List<Receipt> Receipts, List<BadReceipt> Bad) Read(Stream file, Guid statement, RefusalTexts texts)
    {
        var (receipts, bad, seen) = (new List<Receipt>(), new List<BadReceipt>(), new Dictionary<string, int>());
        try
        {
            using var csv = CsvDataReader.Create(new StreamReader(file));
            if (Columns.Any(column => csv.GetColumnSchema().All(one => one.ColumnName != column)))
            {
                throw new Refusal("statement.columns", string.Join(", ", Columns)) { Field = "File" };
            }

            for (var line = 2; csv.Read(); line++)
            {
                if (line > MostLines + 1)
                {
                    throw new Refusal("statement.lines", MostLines) { Field = "File" };
                }

                try
                {
                    var receipt = Receipt(column => csv.GetString(csv.GetOrdinal(column)), statement, line);
                    receipts.Add(seen.TryAdd(receipt.Reference, line)
                        ? receipt
                        : throw new Refusal("statement.twice", seen[receipt.Reference]) { Field = "reference" });
                }
                catch (Refusal refusal)
                {
                    bad.Add(new(line, refusal.Field ?? "", refusal.Code, texts.Sentence(refusal)));
                }
            }
        }
        catch (CsvFormatException)
        {
            throw new Refusal("statement.columns", string.Join(", ", Columns)) { Field = "File" };
        }

        return receipts.Count + bad.Count > 0 ? (receipts, bad) : throw new Refusal("statement.lines", MostLines) { Field = "File" };
    }

    private static Receipt Receipt(Func<string, string> cell, Guid statement, int line) => new()
    {
        StatementId = statement,
        Line = line,
        BookedAt = At(cell("booked_at").Trim()),
        Amount = Money.ParsePayable(cell("amount"), Currency.Cny, "amount").Amount,
        Payer = Input.Text(cell("payer"), "payer"),
        PayerAccount = Input.Text(cell("payer_account"), "payer_account", 60).Replace(" ", "", StringComparison.Ordinal),
        Number = Input.Text(cell("credited_account"), "credited_account", 60).Replace(" ", "", StringComparison.Ordinal),
        Reference = Input.Text(cell("reference"), "reference", 80),
        Remark = cell("remark").Trim() is { Length: > 0 } remark ? Input.Text(remark, "remark", 500) : "",
        State = ReceiptState.Unmatched,
    };

    /// <summary>The bank writes its own time, GMT+08:00, unless the cell has an offset.</summary>
    private static DateTimeOffset At(string text)
    {
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return at.ToUniversalTime();
        }

        return DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, TimeSpan.FromHours(8)).ToUniversalTime()
            : throw new Refusal("statement.time", text) { Field = "booked_at" };
    }
}
