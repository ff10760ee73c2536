using Microsoft.Extensions.Configuration;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace PartnerCenter.Platform.Documents;

/// <summary>Any S3-compatible bucket.</summary>
public sealed class BucketStorage(IMinioClient client, string bucket) : IFileStorage
{
    /// <summary>From the settings Endpoint, AccessKey, SecretKey, Bucket, Region and Secure.</summary>
    public static BucketStorage Of(IConfiguration settings) => new(
        new MinioClient()
            .WithEndpoint(settings["Endpoint"])
            .WithCredentials(settings["AccessKey"], settings["SecretKey"])
            .WithSSL(settings.GetValue("Secure", true))
            .WithRegion(settings["Region"] ?? "us-east-1")
            .Build(),
        settings["Bucket"]!);

    /// <inheritdoc/>
    public async Task Write(string key, Stream content, CancellationToken ct = default)
    {
        try
        {
            await client.PutObjectAsync(
                new PutObjectArgs().WithBucket(bucket).WithObject(key).WithStreamData(content).WithObjectSize(content.Length), ct);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            throw new IOException($"The bucket {bucket} did not take {key}: {problem.Message}", problem);
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> Read(string key, CancellationToken ct = default)
    {
        // Files may be larger than the memory: this one lies on disk until it is closed.
        var copy = new FileStream(
            Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.part"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
            1 << 16, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            await client.GetObjectAsync(
                new GetObjectArgs().WithBucket(bucket).WithObject(key).WithCallbackStream((stream, stop) => stream.CopyToAsync(copy, stop)), ct);
            copy.Position = 0;
            return copy;
        }
        catch (Exception problem)
        {
            await copy.DisposeAsync();
            throw problem switch
            {
                OperationCanceledException => problem,
                ObjectNotFoundException => new FileNotFoundException($"The bucket {bucket} has no {key}.", key),
                _ => new IOException($"The bucket {bucket} did not give {key}: {problem.Message}", problem),
            };
        }
    }
}
