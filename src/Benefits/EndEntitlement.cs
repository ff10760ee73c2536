using Microsoft.EntityFrameworkCore;
using PartnerCenter.Benefits.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Benefits;

/// <summary>
/// When a stage falls, the entitlement falls in the same transaction (R4.1.8): what was applied for and is not issued yet lapses, the
/// newest first, until the rest fits the cap again. What is issued stays until its last day.
/// </summary>
internal sealed class EndEntitlement(BenefitsDb db, TestVoucherBudget budget, Partners partners, ReviewDesk reviews, BusinessDay businessDay)
    : IHandleNow<PathStageChanged>
{
    public async Task Handle(PathStageChanged happened, CancellationToken ct)
    {
        if (happened.To > happened.From || await partners.Find(happened.Partner, ct) is not { } partner)
        {
            return;
        }

        await budget.InTurn(partner.LegalEntity, ct);
        var open = await db.TestVouchers.Where(v => v.PartnerId == partner.Id && (v.State == TestVoucherState.InReview || v.State == TestVoucherState.Approved))
            .OrderByDescending(v => v.AppliedAt).ToListAsync(ct);
        var cap = budget.Policy.Terms.Cap(new(happened.Path, happened.To, businessDay.Today));
        foreach (var year in open.GroupBy(v => v.Year))
        {
            var used = await budget.Sum(partner.LegalEntity, year.Key, TestVoucher.Counting, ct);
            foreach (var voucher in year)
            {
                if (used <= cap)
                {
                    break;
                }

                used -= voucher.Amount;
                voucher.End(TestVoucherState.Lapsed);
                await reviews.Drop(voucher.Id, Actor.System, "路径阶段变化，权益已失效 / The entitlement has ended with the stage", ct);
                db.Publish(TestVoucherNews.Of(voucher));
            }
        }
    }
}

/// <summary>An application for a test voucher keeps a partner on its path, whatever came of it (R4.4.2).</summary>
internal sealed class TestVoucherReason(BenefitsDb db) : ILeavingReason
{
    public LeavingReason Reason => LeavingReason.TestVoucher;

    public Task<bool> Holds(Guid partner, CancellationToken ct) => db.TestVouchers.AnyAsync(v => v.PartnerId == partner, ct);
}
