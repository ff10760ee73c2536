using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Platform.Exports;

/// <summary>The file formats.</summary>
public enum ExportFormat
{
    /// <summary>Comma-separated, UTF-8 with byte-order mark, RFC 4180.</summary>
    Csv,

    /// <summary>A workbook with real numbers and dates.</summary>
    Xlsx,

    /// <summary>A document for people.</summary>
    Pdf,
}

/// <summary>A file that somebody asked for: made by a job, downloaded when it is done.</summary>
public sealed class Export : IPartnerRow
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>The partner whose data it holds.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>Who asked.</summary>
    public Guid AccountId { get; init; }

    /// <summary>Which <see cref="ExportSource"/> fills it.</summary>
    public required string Kind { get; init; }

    /// <summary>Its format.</summary>
    public ExportFormat Format { get; init; }

    /// <summary>What it is asked for, as JSON.</summary>
    public required string Arguments { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>The job that makes it.</summary>
    public Guid JobId { get; set; }

    /// <summary>The file, once made.</summary>
    public Guid? DocumentId { get; set; }

    /// <summary>Rows written.</summary>
    public long Rows { get; set; }

    /// <summary>When it was asked for, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why it could not be made.</summary>
    public string? Error { get; set; }
}

/// <summary>Rows for a file.</summary>
/// <param name="Columns">Titles in the reader's language.</param>
/// <param name="Rows">Text, decimal, long, DateOnly, DateTimeOffset or null, one for each column.</param>
public sealed record ExportTable(IReadOnlyList<string> Columns, IAsyncEnumerable<object?[]> Rows);

/// <summary>Something that can be exported. A module registers one for each list or document.</summary>
public abstract class ExportSource
{
    /// <summary>Module, dot, what: <c>billing.bill-lines</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What one must be allowed to do.</summary>
    public abstract string Permission { get; }

    /// <summary>The name of the file, without extension, from what is asked for.</summary>
    public abstract LocalText Title(IReadOnlyDictionary<string, string> arguments);

    /// <summary>The rows, for CSV and XLSX; what the actor may not see is not among them.</summary>
    public virtual Task<ExportTable> Table(IReadOnlyDictionary<string, string> arguments, Actor by, CancellationToken ct) =>
        throw new Refusal("export.format");

    /// <summary>The document, for PDF.</summary>
    public virtual Task Pdf(IReadOnlyDictionary<string, string> arguments, Actor by, Stream output, CancellationToken ct) =>
        throw new Refusal("export.format");
}
