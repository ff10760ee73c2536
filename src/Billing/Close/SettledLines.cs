using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;

namespace PartnerCenter.Billing.Close;

/// <summary>Reads settled lines on a connection of its own.</summary>
internal sealed class SettledLines(SegmentDoor door) : ISettledLines
{
    public async Task Read(Guid partner, Month month, Action<SettledLine> action, CancellationToken ct)
    {
        using var connection = SegmentStore.Connect("200MB", threads: 1);
        await door.Settled(connection, partner, month, action, ct);
    }
}
