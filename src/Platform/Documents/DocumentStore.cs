using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Documents;

/// <summary>Keeps documents and hands them to whoever may have them.</summary>
public sealed class DocumentStore(PlatformDb db, IFileStorage storage, Rulebook.Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Takes an upload under a name that is safe everywhere; saved with the unit of work that it is taken in.</summary>
    /// <exception cref="Refusal">
    /// At the field: it is empty, too large, of a kind that is not taken, or not fit to be handed on (<see cref="FileKinds"/>); or
    /// <c>document.daily</c>: the account has uploaded as much today as one may.
    /// </exception>
    public Task<Document> Upload(string name, Stream content, Actor by, string field, CancellationToken ct = default) =>
        UploadFor(by.Partner ?? Guid.Empty, name, content, by, field, ct);

    /// <summary>The same by one of the vendor's people for a partner, whose document it is.</summary>
    /// <exception cref="Refusal">As for <see cref="Upload"/>.</exception>
    public async Task<Document> UploadFor(Guid partner, string name, Stream content, Actor by, string field, CancellationToken ct = default)
    {
        using var copy = new MemoryStream(content.CanSeek ? (int)Math.Min(content.Length, FileKinds.MaxBytes + 1) : 0);
        await CopyUpTo(content, copy, FileKinds.MaxBytes + 1, ct);
        var plain = FileNames.Clean(name);
        var type = FileKinds.Check(plain, new(copy.GetBuffer(), 0, (int)copy.Length), field);
        await CheckDay(copy.Length, by, field, ct);
        return await Keep(partner, by.Account, plain, type, copy, isUpload: true, ct);
    }

    /// <summary>Keeps a file that the product made.</summary>
    public Task<Document> Keep(Guid partner, Guid account, string name, string contentType, Stream content, CancellationToken ct = default) =>
        Keep(partner, account, name, contentType, content, isUpload: false, ct);

    private async Task<Document> Keep(
        Guid partner, Guid account, string name, string contentType, Stream content, bool isUpload, CancellationToken ct)
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
            IsUpload = isUpload,
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

    /// <summary>One upload of an account after the other, so that many at once are not each the first of the day.</summary>
    private async Task CheckDay(long bytes, Actor by, string field, CancellationToken ct)
    {
        var today = businessDay.Today;
        var terms = rulebook.On<UploadTerms>(UploadTerms.Rule, today).Terms;
        await using var alone = db.Unit.Command("select pg_advisory_xact_lock(hashtextextended($1, 7321))", $"uploads/{by.Account}");
        await alone.ExecuteNonQueryAsync(ct);
        var start = BusinessDay.StartOf(today);
        var sizes = await db.Documents.Where(d => d.IsUpload && d.UploadedBy == by.Account && d.UploadedAt >= start).Select(d => d.Size).ToListAsync(ct);
        if (sizes.Count >= terms.FilesPerDay || sizes.Sum() + bytes > terms.MebibytesPerDay * 1024L * 1024)
        {
            throw new Refusal("document.daily", terms.FilesPerDay, terms.MebibytesPerDay) { Field = field };
        }
    }

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
