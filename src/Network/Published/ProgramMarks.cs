using PartnerCenter.Kernel;

namespace PartnerCenter.Network.Published;

/// <summary>What a list of a company's accounts says of the programmes of one.</summary>
/// <param name="Programs">Their names.</param>
/// <param name="EarnsIncentives">Whether one of them has incentives.</param>
/// <param name="LosesCustomerIdentity">Whether one of them keeps it from buying for itself.</param>
public sealed record ProgramMark(IReadOnlyList<LocalText> Programs, bool EarnsIncentives, bool LosesCustomerIdentity);

/// <summary>Tells the programmes of accounts; implemented by the module that owns them.</summary>
public interface IProgramMarks
{
    /// <summary>The marks by partner; who is in no programme need not be there. The caller has crossed the walls.</summary>
    Task<IReadOnlyDictionary<Guid, ProgramMark>> Of(IReadOnlyCollection<Guid> partners, CancellationToken ct);
}
