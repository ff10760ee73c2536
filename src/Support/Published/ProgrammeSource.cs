using PartnerCenter.Kernel;

namespace PartnerCenter.Support.Published;

/// <summary>The programmes whose partners an announcement can be meant for. Implemented by the module that owns memberships.</summary>
public interface IProgrammeSource
{
    /// <summary>All of them: names by code.</summary>
    IReadOnlyDictionary<string, LocalText> All { get; }

    /// <summary>The codes of those that a partner is in today.</summary>
    Task<IReadOnlyCollection<string>> Of(Guid partner, CancellationToken ct);
}
