using PartnerCenter.Kernel;

namespace PartnerCenter.Network.Published;

/// <summary>What may stand in the way of cancelling a partner account; implemented by the modules that know of it.</summary>
public interface ICancellationGuard
{
    /// <summary>Every reason against it; none if there is none.</summary>
    Task<IReadOnlyList<LocalText>> Why(Guid partner, CancellationToken ct);
}
