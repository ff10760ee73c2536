using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Network.Certification;

/// <summary>A partner names the small amount that it found on its statement (R6.2.6). Every wrong one gets the same answer.</summary>
internal sealed class ConfirmAmount(NetworkDb db, ReviewDesk reviews, Rulebook rulebook, Vault vault, BusinessDay businessDay)
{
    /// <summary>Names it.</summary>
    /// <returns>How the certification stands then; null if the partner has none with that id.</returns>
    /// <exception cref="Refusal">
    /// <c>certification.amount-wrong</c> with the attempts left, at Amount; it counts although nothing else is done.
    /// <c>certification.not-paid</c>, <c>certification.wrong-state</c>, those of an amount.
    /// </exception>
    public async Task<CertificationState?> Run(Guid id, string? amount, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.Certify);
        // Guesses that arrive together are counted one after the other.
        await db.Unit.InTurn($"certification of {by.PartnerId}", ct);
        if (await db.Certifications.SingleOrDefaultAsync(c => c.Id == id && c.PartnerId == by.PartnerId, ct) is not { } certification)
        {
            return null;
        }

        var named = Money.ParsePayable(amount, new Currency(certification.Currency), "Amount");
        var attempts = rulebook.On<CertificationTerms>(CertificationTerms.Rule, businessDay.Today).Terms.Attempts;
        var check = await db.Partners.Where(p => p.Id == by.PartnerId).Select(p => p.CodeCheck).SingleAsync(ct);
        var right = certification.Confirm(named, vault, attempts, check != IdentifierCheck.Valid, businessDay.Now);
        if (certification.State == CertificationState.ManualReview)
        {
            await reviews.Open(CertificationTerms.Review, id, $"{certification.Number} · {certification.Company}", by, certification.Code, ct: ct);
        }

        if (certification.State != CertificationState.InProgress)
        {
            db.Publish(CertificationMoved.Of(certification));
        }

        await db.Save(by, "network.confirm-amount", ct);
        return right ? certification.State : throw new Refusal("certification.amount-wrong", attempts - certification.Attempts) { Field = "Amount" };
    }
}
