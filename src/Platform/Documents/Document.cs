using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Platform.Documents;

/// <summary>A file that somebody uploaded or the product made. Its content lies under its hash and never changes.</summary>
public sealed class Document : IPartnerRow
{
    /// <summary>Its id: unguessable, but no right by itself.</summary>
    public Guid Id { get; init; }

    /// <summary>The partner that it belongs to; <see cref="Guid.Empty"/> for the vendor's own.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>Its name when it is downloaded.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required string ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>Hash of its content, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The account that uploaded it.</summary>
    public Guid UploadedBy { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset UploadedAt { get; init; }

    /// <summary>Whether somebody brought it, rather than the product making it.</summary>
    public bool IsUpload { get; init; }
}
