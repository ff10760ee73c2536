using Microsoft.EntityFrameworkCore;
using PartnerCenter.Benefits.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Benefits;

/// <summary>The vendor's operations issue an approved voucher; from then on it is valid for the months of its policy (R10.2.5).</summary>
internal sealed class GrantTestVoucher(BenefitsDb db, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Issues it.</summary>
    /// <returns>False if there is none with that id.</returns>
    /// <exception cref="Refusal"><c>test-voucher.wrong-state</c>: it is not approved, or was issued before.</exception>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(BenefitsModule.Grant);
        if (await db.TestVouchers.SingleOrDefaultAsync(v => v.Id == id, ct) is not { } voucher)
        {
            return false;
        }

        voucher.Grant(businessDay.Today, rulebook.Version<TestVoucherTerms>(TestVoucherTerms.Rule, voucher.Policy).Months);
        db.Publish(TestVoucherNews.Of(voucher));
        await db.Save(by, "benefits.grant", ct);
        return true;
    }
}
