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
    public Task<Stream> Read(string key, CancellationToken ct = default) => File.Exists(PathOf(key))
        ? Task.FromResult<Stream>(File.OpenRead(PathOf(key)))
        : throw new FileNotFoundException($"The folder {folder} has no {key}.", key);

    /// <summary>Where a file lies on this machine.</summary>
    public string PathOf(string key) => Path.GetFullPath(Path.Combine(folder, key));
}
