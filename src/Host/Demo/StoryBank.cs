using PartnerCenter.Kernel;
using PartnerCenter.Network.Certification;

namespace PartnerCenter.Host.Demo;

/// <summary>The story's bank: what it has paid, by certification, so that the story's people know what stands on their statements.</summary>
internal sealed class StoryBank : Dictionary<Guid, Money>
{
    /// <summary>Pays as the embedded default does, and remembers it.</summary>
    internal sealed class Counter(StoryBank bank, MailedStatement statement) : IProbePayment
    {
        public Task<bool> Pay(ProbePayment payment, CancellationToken ct)
        {
            bank[payment.Id] = payment.Amount;
            return statement.Pay(payment, ct);
        }
    }
}
