using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Platform.Exports;

/// <summary>Takes wishes for files and lists them.</summary>
public sealed class ExportDesk(PlatformDb db, JobQueue queue, IEnumerable<ExportSource> sources, BusinessDay businessDay)
{
    /// <summary>Starts an export.</summary>
    /// <returns>Its id; it appears in the list of exports at once.</returns>
    /// <exception cref="Refusal"><c>export.kind</c> or <c>access.denied</c>.</exception>
    public async Task<Guid> Start(
        string kind, ExportFormat format, IReadOnlyDictionary<string, string> arguments, Actor by, CancellationToken ct = default)
    {
        var source = sources.SingleOrDefault(s => s.Kind == kind) ?? throw new Refusal("export.kind", kind);
        by.Need(source.Permission);
        var export = new Export
        {
            Id = Guid.CreateVersion7(),
            PartnerId = by.Partner ?? Guid.Empty,
            AccountId = by.Account,
            Kind = kind,
            Format = format,
            Arguments = JsonSerializer.Serialize(arguments),
            Title = source.Title(arguments).ToString(),
            CreatedAt = businessDay.Now,
        };
        var order = new ExportOrder(export.Id, by.Name, by.Kind, by.Partner, by.Customer, by.Account, [.. by.Permissions], by.Reach,
            CultureInfo.CurrentUICulture.Name);
        export.JobId = await queue.Enqueue(
            new NewJob(MakeExport.Type, order) { Queue = "exports", Partner = by.Partner, MaxAttempts = 2 }, by, ct);
        db.Exports.Add(export);
        await db.Save(by, "platform.export", ct);
        return export.Id;
    }

    /// <summary>An account's exports, newest first.</summary>
    public Task<List<Export>> Mine(Actor by, CancellationToken ct = default) =>
        db.Exports.AsNoTracking().Where(e => e.AccountId == by.Account).OrderByDescending(e => e.CreatedAt).Take(100).ToListAsync(ct);
}

/// <summary>The order for an export: what to make, and for whom.</summary>
internal sealed record ExportOrder(
    Guid Export, string Name, ActorKind Kind, Guid? Partner, Guid? Customer, Guid Account, string[] Permissions, Reach Reach, string Culture);

/// <summary>Makes the file of an export.</summary>
internal sealed class MakeExport(PlatformDb db, DocumentStore documents, IEnumerable<ExportSource> sources, BusinessDay businessDay)
    : IJob<ExportOrder>
{
    public const string Type = "platform.make-export";

    public async Task Run(ExportOrder arguments, JobProgress progress, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(arguments.Culture);
        var by = new Actor(arguments.Account, arguments.Name, arguments.Kind, arguments.Partner, arguments.Customer,
            arguments.Permissions.ToHashSet())
        {
            Reach = arguments.Reach,
        };
        await db.Unit.Open(by.Reach, ct);
        var export = await db.Exports.SingleAsync(e => e.Id == arguments.Export, ct);
        var source = sources.Single(s => s.Kind == export.Kind);
        var wishes = JsonSerializer.Deserialize<Dictionary<string, string>>(export.Arguments)!;
        await progress.Tell(0, 1, export.Title, ct);
        var path = Path.GetTempFileName();
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16);
            export.Rows = await Write(source, export.Format, wishes, by, file, ct);
            var document = await documents.Keep(export.PartnerId, export.AccountId, $"{export.Title}.{Extension(export.Format)}",
                ContentType(export.Format), file, ct);
            export.DocumentId = document.Id;
        }
        catch (Refusal refusal)
        {
            export.Error = refusal.Code;
        }
        finally
        {
            File.Delete(path);
        }

        export.EndedAt = businessDay.Now;
        await db.Save(by, "platform.make-export", ct);
    }

    private static async Task<long> Write(
        ExportSource source, ExportFormat format, Dictionary<string, string> wishes, Actor by, Stream file, CancellationToken ct)
    {
        switch (format)
        {
            case ExportFormat.Csv:
                return await CsvWriter.Write(await source.Table(wishes, by, ct), file, ct);
            case ExportFormat.Xlsx:
                return await XlsxWriter.Write(await source.Table(wishes, by, ct), file, ct);
            default:
                await source.Pdf(wishes, by, file, ct);
                return 0;
        }
    }

    private static string Extension(ExportFormat format) => format.ToString().ToLowerInvariant();

    private static string ContentType(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "text/csv",
        ExportFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/pdf",
    };
}
