using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Close;

/// <summary>Reads settled lines on a connection of its own.</summary>
internal sealed class SettledLines(SegmentDoor door, ResellerLines resellers, UnitOfWork unit) : ISettledLines
{
    public async Task Read(Guid partner, Month month, Action<SettledLine> action, CancellationToken ct)
    {
        using var connection = SegmentStore.Connect("200MB", threads: 1);
        await door.Settled(connection, partner, month, action, ct);
        if (!unit.Reach.Covers(partner))
        {
            return;
        }

        // The resellers' lines lie behind their own walls; what they add to the distributor's performance is its own to see.
        await using var wide = await unit.AcrossWalls(ct);
        await resellers.Read(connection, partner, month, (in line) => action(line), ct);
    }
}
