using Microsoft.EntityFrameworkCore;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Network;

/// <summary>The outcome of a joining review takes effect in the transaction of the decision.</summary>
internal sealed class DecideJoining(NetworkDb db, JoinNetwork joining) : IHandleNow<ReviewEnded>
{
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition != JoiningTerms.Review)
        {
            return;
        }

        var partner = await db.Partners.SingleAsync(p => p.Id == happened.Subject, ct);
        if (happened.Approved)
        {
            await joining.Admit(partner, null, ct);
        }
        else
        {
            partner.Reject();
        }
    }
}
