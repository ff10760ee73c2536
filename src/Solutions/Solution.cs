using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Solutions;

/// <summary>Something that a partner has built on the cloud (方案): what it does, for whom, on which services.</summary>
internal sealed class Solution : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public required string CompanyName { get; init; }

    public string Name { get; private set; } = "";

    public string Purpose { get; private set; } = "";

    /// <summary>The code of an industry.</summary>
    public string Industry { get; private set; } = "";

    /// <summary>The codes of the key and high-order services that it is built on.</summary>
    public string[] Services { get; private set; } = [];

    /// <summary>The day on which it was launched as a baseline solution led by the partner, as the vendor's people know it.</summary>
    public DateOnly? LaunchedOn { get; private set; }

    /// <summary>The ecosystem special whose technical certification it has, and since when.</summary>
    public string? Special { get; private set; }

    public DateOnly? SpecialOn { get; private set; }

    public DateTimeOffset DescribedAt { get; init; }

    public void Describe(string name, string purpose, string industry, string[] services) =>
        (Name, Purpose, Industry, Services) = (name, purpose, industry, services);

    public void Launch(DateOnly on) => LaunchedOn = on;

    public void PassSpecial(string special, DateOnly on) => (Special, SpecialOn) = (special, on);
}

/// <summary>A document that shows something of a solution.</summary>
internal sealed class SolutionMaterial : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid SolutionId { get; init; }

    public MaterialKind Kind { get; init; }

    public Guid DocumentId { get; init; }

    public required string Name { get; init; }

    public DateTimeOffset AddedAt { get; init; }
}
