using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Register;

/// <summary>What came of a file.</summary>
/// <param name="Lines">Lines read.</param>
/// <param name="Bad">Those at fault; if there are any, nothing was entered.</param>
public sealed record EvidenceImport(int Lines, IReadOnlyList<BadRow> Bad);

/// <summary>
/// Enters many things from a CSV file: partner, kind, progress, code, number, title, copyright, from, until. All lines are entered, or
/// none and each one at fault is named.
/// </summary>
internal sealed class ImportEvidence(PathsDb db, EnterEvidence enter, RefusalTexts texts)
{
    public static readonly CsvFile Shape = new(
        5000,
        [.. new[] { "partner", "kind", "progress", "code", "number", "title", "copyright", "from", "until" }.Select(code => new CsvColumn(code))]);

    /// <summary>Reads and enters it.</summary>
    /// <exception cref="Refusal">Those of <see cref="CsvFile.Read"/>.</exception>
    public async Task<EvidenceImport> Run(Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        var read = await Shape.Read(file, Form, texts, ct);
        var lines = read.Count;
        foreach (var (line, form) in read.Rows)
        {
            try
            {
                await enter.Add(form, by, ct);
            }
            catch (Refusal refusal)
            {
                read.Bad.Add(Shape.Bad(line, refusal, texts));
            }
        }

        await (read.Bad.Count > 0 ? db.Unit.Forget(ct) : db.Save(by, "paths.import-evidence", ct));
        return new(lines, [.. read.Bad.OrderBy(bad => bad.Line)]);
    }

    private static EvidenceForm Form(Func<string, string> cell) => new(
        cell("partner"), Choices.Read<EvidenceKind>(cell("kind"), "Kind"), Choices.Read<EvidenceProgress>(cell("progress"), "Progress"), cell("code"),
        cell("number"), cell("title"), cell("copyright"), DayOf(cell("from"), "From"), DayOf(cell("until"), "Until"));

    private static DateOnly? DayOf(string text, string field) =>
        text.Length == 0 ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new Refusal("paths.no-day", text) { Field = field };
}
