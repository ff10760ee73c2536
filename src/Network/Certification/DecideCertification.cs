using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Network.Certification;

/// <summary>The outcome of either review takes effect in the transaction of the decision; one that was replaced meanwhile stays so.</summary>
internal sealed class DecideCertification(NetworkDb db, SupplierRecords suppliers, BusinessDay businessDay) : IHandleNow<ReviewEnded>
{
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition is not (CertificationTerms.Review or CertificationTerms.LetterReview)
            || await db.Certifications.SingleAsync(c => c.Id == happened.Subject, ct) is not { State: CertificationState.ManualReview } certification)
        {
            return;
        }

        certification.Decide(happened.Approved, businessDay.Now);
        if (happened.Approved && happened.Definition == CertificationTerms.LetterReview)
        {
            await suppliers.Follow(certification, happened.DecidedBy, ct);
        }

        db.Publish(CertificationMoved.Of(certification));
    }
}
