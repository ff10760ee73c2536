using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Billing.Usage;

/// <summary>Takes a usage file and leaves its import to a job.</summary>
internal sealed class UploadUsage(
    UnitOfWork unit, DocumentStore documents, JobQueue queue, Partners partners, BusinessDay businessDay, IConfiguration configuration)
{
    /// <summary>The setting of the largest file, in MiB, and what it is without one.</summary>
    public const string LargestSetting = "Usage:LargestFileMiB";

    /// <inheritdoc cref="LargestSetting"/>
    public const int Largest = 512;

    private const int LongestName = 80;

    /// <summary>Takes it. The same id again with the same file and wish changes nothing.</summary>
    /// <param name="id">Made by the caller.</param>
    /// <param name="name">The file's name; its extension says what it is.</param>
    /// <param name="content">The file.</param>
    /// <param name="wish">How to read it.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting; nothing is taken then.</param>
    /// <exception cref="Refusal">
    /// <c>document.empty</c>, <c>document.too-large</c>, <c>document.kind</c>, <c>document.content</c>, <c>usage.format</c>,
    /// <c>usage.no-partner</c>, or <c>idempotency.other-content</c>.
    /// </exception>
    public async Task Run(Guid id, string name, Stream content, ImportWish wish, Actor by, CancellationToken ct = default)
    {
        by.Need(BillingModule.Import);
        var plain = Input.Text(Path.GetFileName(name.Replace('\\', '/')), "File", LongestName);
        var type = await Check(plain, content, ct);
        await Check(wish, ct);
        content.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        var json = JsonSerializer.Serialize(wish);
        if (await Taken(id, hash, json, ct))
        {
            return;
        }

        var document = await documents.Keep(Guid.Empty, by.Account, plain, type, content, ct);
        var job = new NewJob(ImportUsageFile.Type, new UsageFileOrder(id, by.Account, by.Name)) { Key = $"usage-file:{id}", MaxAttempts = 3 };
        await using var insert = unit.Command("""
            insert into billing.usage_file (id, document_id, file_name, size, sha256, wish, job_id, uploaded_by, uploaded_at)
            values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9) on conflict (id) do nothing
            """,
            id, document.Id, plain, content.Length, hash, json, await queue.Enqueue(job, by, ct), by.Name, businessDay.Now);
        if (await insert.ExecuteNonQueryAsync(ct) == 0)
        {
            await unit.Forget(ct);
            await Taken(id, hash, json, ct);
            return;
        }

        unit.Record(Guid.Empty, $"billing.usage_file/{id}", new { file = plain, hash, wish.Format, wish.AcceptValid, wish.CreateFor });
        await unit.Save(by, "billing.upload-usage", ct);
    }

    private async Task<string> Check(string name, Stream content, CancellationToken ct)
    {
        if (content.Length == 0)
        {
            throw new Refusal("document.empty") { Field = "File" };
        }

        var largest = configuration.GetValue(LargestSetting, Largest);
        if (content.Length > largest * 1024L * 1024)
        {
            throw new Refusal("document.too-large", largest) { Field = "File" };
        }

        var extension = Path.GetExtension(name).ToLowerInvariant();
        if (extension is not (".csv" or ".parquet"))
        {
            throw new Refusal("document.kind", ".csv .parquet") { Field = "File" };
        }

        var start = new byte[4096];
        var parquet = false;
        var read = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        parquet = start.AsSpan().StartsWith("PAR1"u8);
        var text = !parquet && !start.AsSpan(0, read).Contains((byte)0);
        return (extension, parquet, text) switch
        {
            (".parquet", true, _) => "application/vnd.apache.parquet",
            (".csv", _, true) => "text/csv",
            _ => throw new Refusal("document.content", extension) { Field = "File" },
        };
    }

    private async Task Check(ImportWish wish, CancellationToken ct)
    {
        if (wish.Format is not ("native" or "focus"))
        {
            throw new Refusal("usage.format", wish.Format) { Field = "Format" };
        }

        if (wish.CreateFor is { } number && await partners.ByNumber(number, ct) is null)
        {
            throw new Refusal("usage.no-partner", number) { Field = "Partner" };
        }
    }

    /// <summary>Whether this id came before; with anything else than now it is refused.</summary>
    private async Task<bool> Taken(Guid id, string hash, string wish, CancellationToken ct)
    {
        await using var command = unit.Command("select sha256 = $2 and wish = $3::jsonb from billing.usage_file where id = $1", id, hash, wish);
        return await command.ExecuteScalarAsync(ct) switch
        {
            null => false,
            true => true,
            _ => throw new Refusal("idempotency.other-content"),
        };
    }
}
