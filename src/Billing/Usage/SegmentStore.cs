using System.Globalization;
using System.Security.Cryptography;
using DuckDB.NET.Data;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Documents;

namespace PartnerCenter.Billing.Usage;

/// <summary>A sealed file of lines of one month and bucket.</summary>
internal sealed record Segment(Guid Id, Month Month, short Bucket, string Path, long Rows, decimal Payable, string Sha256);

/// <summary>Where segments lie: in the product's file storage, with a copy on this machine's disk for reading in place.</summary>
internal sealed class SegmentStore(IFileStorage storage, IConfiguration configuration)
{
    /// <summary>How many buckets partners are spread over. It stays for good: it is part of where lines lie.</summary>
    public const short Buckets = 16;

    private static readonly System.Collections.Concurrent.ConcurrentBag<DuckDBConnection> Warm = [];

    private readonly string cache = System.IO.Path.GetFullPath(System.IO.Path.Combine(configuration["Data"] ?? ".data", "cache"));

    /// <summary>The bucket of a partner.</summary>
    public static short BucketOf(Guid partner)
    {
        Span<byte> bytes = stackalloc byte[16];
        partner.TryWriteBytes(bytes);
        return (short)(SHA256.HashData(bytes)[0] % Buckets);
    }

    /// <summary>A folder for work that is thrown away.</summary>
    public string WorkFolder(Guid id) => System.IO.Path.Combine(cache, "work", id.ToString("n", CultureInfo.InvariantCulture));

    /// <summary>Puts a finished file into the storage.</summary>
    public async Task<string> Seal(string file, string key, CancellationToken ct)
    {
        string hash;
        await using (var content = File.OpenRead(file))
        {
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
            content.Position = 0;
            await storage.Write(key, content, ct);
        }

        return hash;
    }

    /// <summary>A path on this machine where a segment can be read.</summary>
    public async Task<string> Local(Segment segment, CancellationToken ct = default)
    {
        if (storage is DiskStorage disk)
        {
            return disk.PathOf(segment.Path);
        }

        var copy = System.IO.Path.Combine(cache, segment.Path);
        if (!File.Exists(copy))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            var draft = $"{copy}.{Guid.NewGuid():n}";
            await using (var file = File.Create(draft))
            await using (var content = await storage.Read(segment.Path, ct))
            {
                await content.CopyToAsync(file, ct);
                file.Position = 0;
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)) != segment.Sha256)
                {
                    throw new IOException($"{segment.Path} is not what was sealed: its hash in the manifest is another.");
                }
            }

            File.Move(draft, copy, overwrite: true);
        }

        return copy;
    }

    /// <summary>A connection that reads Parquet files and keeps nothing.</summary>
    public static DuckDBConnection Connect(string memoryLimit = "400MB", int threads = 2)
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"set memory_limit = '{memoryLimit}'; set threads = {threads}; set temp_directory = '{System.IO.Path.GetTempPath()}'";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>A warm connection that remembers the footers of files it has read; segments never change. Dispose gives it back.</summary>
    public static Reading Rent()
    {
        if (!Warm.TryTake(out var connection))
        {
            connection = Connect("200MB", threads: 1);
            using var command = connection.CreateCommand();
            command.CommandText = "set parquet_metadata_cache = true";
            command.ExecuteNonQuery();
        }

        return new(connection);
    }

    /// <summary>A warm connection in use.</summary>
    public readonly record struct Reading(DuckDBConnection Connection) : IDisposable
    {
        public void Dispose() => Warm.Add(Connection);
    }

    /// <summary>A list of files in SQL.</summary>
    public static string List(IEnumerable<string> files) =>
        $"read_parquet([{string.Join(", ", files.Select(file => $"'{file.Replace("'", "''", StringComparison.Ordinal)}'"))}])";
}
