using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Statements;

/// <summary>Reads the bank's file.</summary>
internal static class StatementFile
{
    public static readonly CsvFile Shape = new(
        5000,
        [.. new[] { "booked_at", "amount", "payer", "payer_account", "credited_account", "reference", "remark" }.Select(code => new CsvColumn(code))]);

    /// <summary>The receipts of a file, and the rows at fault.</summary>
    /// <exception cref="Refusal">Those of <see cref="CsvFile.Read"/>.</exception>
    public static async Task<(List<Receipt> Receipts, List<BadRow> Bad)> Read(Stream? file, Guid statement, RefusalTexts texts, CancellationToken ct)
    {
        var seen = new Dictionary<string, int>();
        var read = await Shape.Read(file, cell => Receipt(cell, statement), texts, ct);
        var receipts = new List<Receipt>();
        foreach (var (line, receipt) in read.Rows)
        {
            receipt.Line = line;
            if (seen.TryAdd(receipt.Reference, line))
            {
                receipts.Add(receipt);
            }
            else
            {
                read.Bad.Add(Shape.Bad(line, new Refusal("statement.twice", seen[receipt.Reference]) { Field = "reference" }, texts));
            }
        }

        return (receipts, read.Bad);
    }

    private static Receipt Receipt(Func<string, string> cell, Guid statement) => new()
    {
        StatementId = statement,
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
