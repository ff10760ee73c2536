using Microsoft.EntityFrameworkCore;
using PartnerCenter.Benefits.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Benefits;

/// <summary>What a company may have in test vouchers this year, in CNY.</summary>
/// <param name="Year">The year.</param>
/// <param name="Policy">The version of the policy in force.</param>
/// <param name="Standing">Where the partner stands on its path; null if it is on none.</param>
/// <param name="Cap">What the stage entitles to.</param>
/// <param name="Committed">What is applied for or approved, and not issued yet.</param>
/// <param name="Granted">What is issued.</param>
internal sealed record Entitlement(int Year, string Policy, PathStanding? Standing, decimal Cap, decimal Committed, decimal Granted)
{
    /// <summary>What can still be applied for; never below nothing, also when the cap has fallen.</summary>
    public decimal Left => Math.Max(0, Cap - Committed - Granted);
}

/// <summary>
/// The cap belongs to the company, not to a solution nor to one of its accounts (R4.1.10): what all its accounts have applied for and
/// been granted counts. Whoever changes that does so in turn, so that two at once cannot exceed it together.
/// </summary>
internal sealed class TestVoucherBudget(BenefitsDb db, Partners partners, PathStages stages, Rulebook rulebook, BusinessDay businessDay)
{
    public Dated<TestVoucherTerms> Policy => rulebook.On<TestVoucherTerms>(TestVoucherTerms.Rule, businessDay.Today);

    /// <summary>What the actor's company may have.</summary>
    public async Task<Entitlement> Mine(Actor by, CancellationToken ct = default)
    {
        by.Need(BenefitsModule.See);
        var partner = await partners.Find(by.PartnerId, ct) ?? throw new Refusal("access.no-partner");
        return await Of(partner, ct);
    }

    /// <summary>What a partner's company may have.</summary>
    internal async Task<Entitlement> Of(PartnerView partner, CancellationToken ct)
    {
        var (policy, year, standing) = (Policy, businessDay.Today.Year, await stages.Of(partner.Id, ct));
        return new(
            year, policy.Version, standing, policy.Terms.Cap(standing),
            await Sum(partner.LegalEntity, year, [TestVoucherState.InReview, TestVoucherState.Approved], ct),
            await Sum(partner.LegalEntity, year, [TestVoucherState.Granted], ct));
    }

    /// <summary>Waits until nobody else spends of the same company's cap.</summary>
    internal Task InTurn(Guid legalEntity, CancellationToken ct) => db.Unit.InTurn($"test vouchers of {legalEntity}", ct);

    /// <summary>What a company's vouchers in some states come to, over all its accounts.</summary>
    internal async Task<decimal> Sum(Guid legalEntity, int year, TestVoucherState[] states, CancellationToken ct)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await db.TestVouchers.Where(v => v.LegalEntityId == legalEntity && v.Year == year && states.Contains(v.State)).SumAsync(v => v.Amount, ct);
    }
}
