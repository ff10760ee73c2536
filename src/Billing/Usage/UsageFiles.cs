using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Usage;

/// <summary>How far an uploaded file is.</summary>
public enum UsageFileState
{
    /// <summary>Its job has not begun.</summary>
    [Words("等待导入", "Waiting")]
    Waiting,

    /// <summary>Its lines are being read and sealed.</summary>
    [Words("导入中", "Importing")]
    Importing,

    /// <summary>Imported, all of it or the good lines.</summary>
    [Words("已导入", "Imported")]
    Imported,

    /// <summary>This very file was imported before; nothing was done.</summary>
    [Words("之前已导入", "Imported before")]
    Known,

    /// <summary>It has bad lines, and nothing was imported.</summary>
    [Words("有错误行，未导入", "Bad lines, not imported")]
    Rejected,

    /// <summary>It cannot be read at all.</summary>
    [Words("无法读取", "Cannot be read")]
    Refused,

    /// <summary>The import failed and is parked among the jobs.</summary>
    [Words("导入失败", "Failed")]
    Failed,
}

/// <summary>An uploaded file and what became of it.</summary>
internal sealed record UsageFile(
    Guid Id, string FileName, string Format, bool AcceptValid, string? CreateFor, long Size, UsageFileState State, long Rows, long Imported,
    long Rejected, Guid? RejectsId, string? Refusal, IReadOnlyList<string> Facts, string UploadedBy, DateTimeOffset UploadedAt,
    DateTimeOffset? EndedAt)
{
    /// <summary>Whether nothing more will happen to it by itself.</summary>
    public bool Ended => State is not (UsageFileState.Waiting or UsageFileState.Importing);
}

/// <summary>Uploaded files, for the vendor.</summary>
internal sealed class UsageFiles(UnitOfWork unit)
{
    /// <summary>One file, or null.</summary>
    public async Task<UsageFile?> Find(Guid id, CancellationToken ct = default) => (await List("where f.id = $1", id, ct)).SingleOrDefault();

    /// <summary>The latest files.</summary>
    public Task<List<UsageFile>> Latest(int limit, CancellationToken ct = default) => List("order by f.uploaded_at desc, f.id limit $1", limit, ct);

    private async Task<List<UsageFile>> List(string rest, object value, CancellationToken ct)
    {
        await using var command = unit.Command($"""
            select f.id, f.file_name, f.wish->>'Format', (f.wish->>'AcceptValid')::boolean, f.wish->>'CreateFor', f.size,
                case when f.refusal is not null then 'Refused'
                    when f.known then 'Known'
                    when f.ended_at is not null and f.rejected > 0 and f.imported = 0 then 'Rejected'
                    when f.ended_at is not null then 'Imported'
                    when j.state = 'failed' then 'Failed'
                    when j.state = 'running' then 'Importing'
                    else 'Waiting' end,
                case when f.ended_at is null then j.done else f.rows end, f.imported, f.rejected, f.rejects_id, f.refusal, f.facts,
                f.uploaded_by, f.uploaded_at, f.ended_at
            from billing.usage_file f join platform.job j on j.id = f.job_id {rest}
            """, value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var files = new List<UsageFile>();
        while (await reader.ReadAsync(ct))
        {
            files.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetInt64(5), Enum.Parse<UsageFileState>(reader.GetString(6)), reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9),
                reader.IsDBNull(10) ? null : reader.GetGuid(10), reader.IsDBNull(11) ? null : reader.GetString(11),
                reader.GetFieldValue<string[]>(12), reader.GetString(13), reader.GetFieldValue<DateTimeOffset>(14),
                reader.IsDBNull(15) ? null : reader.GetFieldValue<DateTimeOffset>(15)));
        }

        return files;
    }
}
