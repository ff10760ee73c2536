using Microsoft.EntityFrameworkCore;
using PartnerCenter.Benefits.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Benefits;

/// <summary>The outcome of an application's review takes effect in the transaction of the decision.</summary>
internal sealed class DecideTestVoucher(BenefitsDb db, TestVoucherBudget budget, PathStages stages, Rulebook rulebook) : IHandleNow<ReviewEnded>
{
    /// <exception cref="Refusal"><c>benefits.over-cap-now</c>: with what is approved already it would exceed the cap (R4.1.10).</exception>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition != ApplyForTestVoucher.Review)
        {
            return;
        }

        var voucher = await db.TestVouchers.SingleAsync(v => v.Id == happened.Subject, ct);
        if (!happened.Approved)
        {
            voucher.End(TestVoucherState.Rejected);
            return;
        }

        await budget.InTurn(voucher.LegalEntityId, ct);
        var terms = rulebook.Version<TestVoucherTerms>(TestVoucherTerms.Rule, voucher.Policy);
        var cap = terms.Cap(await stages.Of(voucher.PartnerId, ct));
        var used = await budget.Sum(voucher.LegalEntityId, voucher.Year, [TestVoucherState.Approved, TestVoucherState.Granted], ct);
        if (used + voucher.Amount > cap)
        {
            throw new Refusal("benefits.over-cap-now", cap, used);
        }

        voucher.End(TestVoucherState.Approved);
    }
}
