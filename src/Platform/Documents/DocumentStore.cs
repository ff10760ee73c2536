using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Documents;

/// <summary>Keeps documents and hands them to whoever may have them.</summary>
public sealed class DocumentStore(PlatformDb db, IFileStorage storage, BusinessDay businessDay)
{
    /// <summary>Takes an upload; saved with the unit of work that it is taken in.</summary>
    /// <exception cref="Refusal">It is empty, too large, of a kind that is not taken, or not what its name says (<see cref="FileKinds"/>).</exception>
    public async Task<Document> Upload(string name, Stream content, Actor by, string field, CancellationToken ct = default)
    {
        using var copy = new MemoryStream();
        await CopyUpTo(content, copy, FileKinds.MaxBytes + 1, ct);
        var start = copy.GetBuffer().AsSpan(0, (int)Math.Min(copy.Length, 16));
        var plain = Path.GetFileName(name.Replace('\\', '/'));
        var type = FileKinds.Check(plain, start, copy.Length, field);
        return await Keep(by.Partner ?? Guid.Empty, by.Account, plain, type, copy, ct);
    }

    /// <summary>Keeps a file that the product made.</summary>
    public async Task<Document> Keep(
        Guid partner, Guid account, string name, string contentType, Stream content, CancellationToken ct = default)
    {
        content.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        content.Position = 0;
        await storage.Write(Key(sha256), content, ct);
        var document = new Document
        {
            Id = Guid.NewGuid(),
            PartnerId = partner,
            Name = name,
            ContentType = contentType,
            Size = content.Length,
            Sha256 = sha256,
            UploadedBy = account,
            UploadedAt = businessDay.Now,
        };
        db.Documents.Add(document);
        return document;
    }

    /// <summary>A document for its partner's people, its uploader, or vendor staff; null for anybody else.</summary>
    public async Task<(Document Document, Stream Content)?> Open(Guid id, Actor by, CancellationToken ct = default)
    {
        var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
        var may = document is not null && (document.UploadedBy == by.Account || by.Kind is ActorKind.Vendor or ActorKind.System
            || (document.PartnerId != Guid.Empty && document.PartnerId == by.Partner));
        return may ? (document!, await storage.Read(Key(document!.Sha256), ct)) : null;
    }

    /// <summary>Names of documents by id.</summary>
    public Task<Dictionary<Guid, string>> Names(IEnumerable<Guid> ids, CancellationToken ct = default) =>
        db.Documents.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, ct);

    private static string Key(string sha256) => $"documents/{sha256[..2]}/{sha256}";

    private static async Task CopyUpTo(Stream from, MemoryStream to, long most, CancellationToken ct)
    {
        var buffer = new byte[81920];
        for (int read; to.Length < most && (read = await from.ReadAsync(buffer, ct)) > 0;)
        {
            to.Write(buffer, 0, read);
        }
    }
}
