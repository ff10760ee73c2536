using System.Globalization;
using System.Text.Json;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Billing.Usage;

/// <summary>The order to import an uploaded file, in the name of whoever uploaded it.</summary>
internal sealed record UsageFileOrder(Guid File, Guid Account, string Name);

/// <summary>Imports an uploaded usage file and keeps what became of it.</summary>
internal sealed class ImportUsageFile(
    UnitOfWork unit, ImportUsage import, DocumentStore documents, SegmentStore store, BusinessDay businessDay) : IJob<UsageFileOrder>
{
    public const string Type = "billing.import-usage-file";

    public async Task Run(UsageFileOrder arguments, JobProgress progress, CancellationToken ct)
    {
        // Whether this person may import was asked when the file was taken.
        var by = Actor.System with { Account = arguments.Account, Name = arguments.Name };
        var work = store.WorkFolder(arguments.File);
        Directory.CreateDirectory(work);
        try
        {
            var (path, wish) = await Fetch(arguments.File, work, ct);
            var outcome = await import.Run(path, wish, by, new Told(progress), ct);
            await unit.Forget(ct);
            await Keep(arguments.File, outcome, by, ct);
        }
        catch (Refusal refusal)
        {
            await unit.Forget(ct);
            await using var end = unit.Command(
                "update billing.usage_file set ended_at = $2, refusal = $3, facts = $4 where id = $1",
                arguments.File, businessDay.Now, refusal.Code, refusal.Facts.Select(Text).ToArray());
            await end.ExecuteNonQueryAsync(ct);
            await unit.Save(by, "billing.end-usage-file", ct);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>The file on this machine's disk, under its own name.</summary>
    private async Task<(string Path, ImportWish Wish)> Fetch(Guid id, string work, CancellationToken ct)
    {
        Guid document;
        string name;
        ImportWish wish;
        await using (var command = unit.Command("select document_id, file_name, wish::text from billing.usage_file where id = $1", id))
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            (document, name, wish) = (reader.GetGuid(0), reader.GetString(1), JsonSerializer.Deserialize<ImportWish>(reader.GetString(2))!);
        }

        var path = Path.Combine(work, name);
        await using var content = (await documents.Open(document, Actor.System, ct))!.Value.Content;
        await using var file = File.Create(path);
        await content.CopyToAsync(file, ct);
        return (path, wish);
    }

    private async Task Keep(Guid id, ImportOutcome outcome, Actor by, CancellationToken ct)
    {
        Guid? rejects = null;
        if (outcome.RejectsFile is not null)
        {
            await using var file = File.OpenRead(outcome.RejectsFile);
            rejects = (await documents.Keep(Guid.Empty, by.Account, Path.GetFileName(outcome.RejectsFile), "text/csv", file, ct)).Id;
        }

        await using var end = unit.Command("""
            update billing.usage_file set ended_at = $2, rows = $3, imported = $4, rejected = $5, known = $6, rejects_id = $7 where id = $1
            """,
            id, businessDay.Now, outcome.Rows, outcome.Imported, outcome.Rejected, outcome.Known, rejects);
        await end.ExecuteNonQueryAsync(ct);
        unit.Record(Guid.Empty, $"billing.usage_file/{id}", new { outcome.Rows, outcome.Imported, outcome.Rejected, outcome.Known });
        await unit.Save(by, "billing.end-usage-file", ct);
    }

    private static string Text(object fact) => Convert.ToString(fact, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Tells the job's progress on the reading thread, so that what is told last is the last.</summary>
    private sealed class Told(JobProgress progress) : IProgress<long>
    {
        public void Report(long value) => progress.Tell(value, 0).GetAwaiter().GetResult();
    }
}
