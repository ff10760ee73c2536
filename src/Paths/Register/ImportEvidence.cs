using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Web;
using Sylvan.Data.Csv;

namespace PartnerCenter.Paths.Register;

/// <summary>A line of a file that cannot be taken.</summary>
/// <param name="Line">Its number; the header is 1.</param>
/// <param name="Code">The code of the refusal.</param>
/// <param name="Reason">Its sentence.</param>
public sealed record BadLine(int Line, string Code, string Reason);

/// <summary>What came of a file.</summary>
/// <param name="Lines">Lines read.</param>
/// <param name="Bad">Those at fault; if there are any, nothing was entered.</param>
public sealed record EvidenceImport(int Lines, IReadOnlyList<BadLine> Bad);

/// <summary>
/// Enters many things from a CSV file: partner, kind, progress, code, number, title, copyright, from, until. All lines are entered, or
/// none and each one at fault is named.
/// </summary>
internal sealed class ImportEvidence(PathsDb db, EnterEvidence enter, RefusalTexts texts)
{
    public static readonly string[] Columns = ["partner", "kind", "progress", "code", "number", "title", "copyright", "from", "until"];

    /// <summary>Reads and enters it.</summary>
    /// <exception cref="Refusal"><c>form.required</c>, <c>document.too-large</c> or <c>paths.file-columns</c>, at File.</exception>
    public async Task<EvidenceImport> Run(Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        if (file is null)
        {
            throw new Refusal("form.required") { Field = "File" };
        }

        if (file.Length > FileKinds.MaxBytes)
        {
            throw new Refusal("document.too-large", FileKinds.MaxBytes / 1024 / 1024) { Field = "File" };
        }

        var bad = new List<BadLine>();
        var line = 1;
        try
        {
            using var csv = CsvDataReader.Create(new StreamReader(file));
            if (Columns.Any(column => csv.GetColumnSchema().All(one => one.ColumnName != column)))
            {
                throw new Refusal("paths.file-columns", string.Join(", ", Columns)) { Field = "File" };
            }

            for (line = 2; await csv.ReadAsync(ct); line++)
            {
                try
                {
                    await enter.Add(Form(column => csv.GetString(csv.GetOrdinal(column)).Trim()), by, ct);
                }
                catch (Refusal refusal)
                {
                    bad.Add(new(line, refusal.Code, texts.Sentence(refusal)));
                }
            }
        }
        catch (CsvFormatException)
        {
            throw new Refusal("paths.file-columns", string.Join(", ", Columns)) { Field = "File" };
        }

        await (bad.Count > 0 ? db.Unit.Forget(ct) : db.Save(by, "paths.import-evidence", ct));
        return new(line - 2, bad);
    }

    private static EvidenceForm Form(Func<string, string> cell) => new(
        cell("partner"), Choices.Read<EvidenceKind>(cell("kind"), "Kind"), Choices.Read<EvidenceProgress>(cell("progress"), "Progress"), cell("code"),
        cell("number"), cell("title"), cell("copyright"), DayOf(cell("from"), "From"), DayOf(cell("until"), "Until"));

    private static DateOnly? DayOf(string text, string field) =>
        text.Length == 0 ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new Refusal("paths.no-day", text) { Field = field };
}
