using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Paths.Finder;

/// <summary>Whether a partner wants to be found, and with what (R10.1.9). Who has no entry is not found.</summary>
internal sealed class FinderEntry : IPartnerRow
{
    public Guid PartnerId { get; init; }

    /// <summary>Whether it is listed, as long as it has role certification.</summary>
    public bool Listed { get; set; }

    /// <summary>Whether its public contact and site are shown.</summary>
    public bool ShowsContact { get; set; }

    public required string ChangedBy { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>What an entry shows, and is found by.</summary>
internal enum ShownKind
{
    /// <summary>A region that the partner serves, by its code.</summary>
    Region,

    /// <summary>A capability tag, by its code; shown as long as the partner has it.</summary>
    Tag,

    /// <summary>A solution, by its id; shown as long as it is certified.</summary>
    Solution,
}

/// <summary>One thing that an entry shows.</summary>
internal sealed class ShownThing : IPartnerRow
{
    public Guid PartnerId { get; init; }

    public ShownKind Kind { get; init; }

    public required string Value { get; init; }
}
