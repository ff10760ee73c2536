using Microsoft.Extensions.Configuration;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace PartnerCenter.Platform.Documents;

/// <summary>Where the bytes of documents lie, each under a key that is never written twice with other content.</summary>
public interface IFileStorage
{
    /// <summary>Writes a file whole, or not at all.</summary>
    Task Write(string key, Stream content, CancellationToken ct = default);

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    Task<Stream> Read(string key, CancellationToken ct = default);
}

/// <summary>A folder on disk: the embedded default.</summary>
public sealed class DiskStorage(string folder) : IFileStorage
{
    /// <inheritdoc/>
    public async Task Write(string key, Stream content, CancellationToken ct = default)
    {
        var path = Path.Combine(folder, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():n}";
        await using (var file = File.Create(draft))
        {
            await content.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <inheritdoc/>
    public Task<Stream> Read(string key, CancellationToken ct = default) => Task.FromResult<Stream>(File.OpenRead(PathOf(key)));

    /// <summary>Where a file lies on this machine.</summary>
    public string PathOf(string key) => Path.GetFullPath(Path.Combine(folder, key));
}

/// <summary>Any S3-compatible bucket.</summary>
public sealed class BucketStorage(IMinioClient client, string bucket) : IFileStorage
{
    /// <summary>From the settings Endpoint, AccessKey, SecretKey, Bucket and Secure.</summary>
    public static BucketStorage Of(IConfiguration settings) => new(
        new MinioClient()
            .WithEndpoint(settings["Endpoint"])
            .WithCredentials(settings["AccessKey"], settings["SecretKey"])
            .WithSSL(settings.GetValue("Secure", true))
            .WithRegion(settings["Region"] ?? "us-east-1")
            .Build(),
        settings["Bucket"]!);

    /// <inheritdoc/>
    public async Task Write(string key, Stream content, CancellationToken ct = default) => await client.PutObjectAsync(
        new PutObjectArgs().WithBucket(bucket).WithObject(key).WithStreamData(content).WithObjectSize(content.Length), ct);

    /// <inheritdoc/>
    public async Task<Stream> Read(string key, CancellationToken ct = default)
    {
        var copy = new MemoryStream();
        try
        {
            await client.GetObjectAsync(
                new GetObjectArgs().WithBucket(bucket).WithObject(key).WithCallbackStream((stream, stop) => stream.CopyToAsync(copy, stop)), ct);
        }
        catch (ObjectNotFoundException)
        {
            throw new FileNotFoundException(key);
        }
        catch (MinioException problem)
        {
            throw new IOException($"The bucket {bucket} did not give {key}: {problem.Message}", problem);
        }

        copy.Position = 0;
        return copy;
    }
}
