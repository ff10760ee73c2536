using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers.Published;

/// <summary>What a sandbox has to issue vouchers from: nobody at the vendor gives it, and nothing is behind it.</summary>
public sealed class TrialQuota(UnitOfWork unit, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
{
    private readonly QuotaBook quotas = new(unit, businessDay);

    /// <summary>Gives it for a year, without limits, and saves.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="amount">CNY.</param>
    /// <param name="by">Who acts in it.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">It is no sandbox that the actor is in.</exception>
    public async Task<Guid> Give(Guid sandbox, decimal amount, Actor by, CancellationToken ct = default)
    {
        if (by.Sandbox != sandbox)
        {
            throw new InvalidOperationException("Quotas of partners are the vendor's to give.");
        }

        var limits = VoucherLimits.Read(LimitsForm.None, rulebook.On<VoucherTerms>(VoucherTerms.Rule, businessDay.Today).Terms.MostProducts);
        var (id, today) = (Guid.CreateVersion7(), businessDay.Today);
        var quota = new Quota(
            id, await numbers.Next("VQ", ct), sandbox, null, null, VoucherSort.Voucher, amount, amount, null, null, limits, today, today.AddYears(1), QuotaState.Given);
        await quotas.Open(quota, "sandbox", new(by.Account, by.Name), ct);
        await unit.Save(by, "vouchers.give-quota", ct);
        return id;
    }
}
