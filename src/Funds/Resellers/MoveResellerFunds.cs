using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Funds.Resellers;

/// <summary>A distributor tops up its reseller's balance from its own, as often as it likes.</summary>
public sealed class FundReseller(UnitOfWork unit, Ledger ledger, ResellerAccounts resellers, Partners partners, Notifier notifier)
{
    /// <summary>What the reseller is told of.</summary>
    public const string Notice = "funds.reseller";

    /// <summary>Funds it.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="reseller">A present reseller of the actor's partner.</param>
    /// <param name="amount">As written by a person: above zero, at most two decimals.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the partner has no such reseller today.</returns>
    /// <exception cref="Refusal"><c>funds.balance-too-low</c>, and refusals of the amount.</exception>
    public async Task<bool> Run(Guid id, Guid reseller, string? amount, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.Resellers);
        var money = Money.ParsePayable(amount, Currency.Cny, "Amount");
        if (!await resellers.Has(reseller, by, ct))
        {
            return false;
        }

        await using var wide = await unit.AcrossWalls(ct);
        var both = await partners.Of([by.PartnerId, reseller], ct);
        ledger.PostBetween(id, TransferKind.ResellerFunding, by.PartnerId, reseller, money, Memo(both, by.PartnerId, reseller), by);
        await notifier.TellPartner(reseller, FundsModule.See, new(
            Notice,
            new("总经销商已拨款", "Your distributor has funded you"),
            new($"{money.Amount:#,##0.00} 元", $"{money.Amount:#,##0.00} CNY"),
            "/portal/funds"), ct);
        await unit.Save(by, "funds.fund-reseller", ct);
        return true;
    }

    /// <summary>One memo for both statements: who gave and who got.</summary>
    internal static string Memo(Dictionary<Guid, PartnerView> both, Guid giver, Guid taker) => $"{both[giver].CompanyName} → {both[taker].CompanyName}";
}

/// <summary>
/// A distributor takes back what its reseller has left of the distributor's money; what the reseller topped up itself, or earned, stays.
/// </summary>
public sealed class ReclaimFromReseller(UnitOfWork unit, Ledger ledger, ResellerAccounts resellers, MoneyOrigins origins, Partners partners, Notifier notifier)
{
    /// <summary>Reclaims; parameters and answers as for <see cref="FundReseller.Run"/>.</summary>
    /// <exception cref="Refusal"><c>funds.source-too-low</c>: less is left of the distributor's money; <c>funds.balance-too-low</c>.</exception>
    public async Task<bool> Run(Guid id, Guid reseller, string? amount, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.Resellers);
        var money = Money.ParsePayable(amount, Currency.Cny, "Amount");
        if (!await resellers.Has(reseller, by, ct))
        {
            return false;
        }

        await using var wide = await unit.AcrossWalls(ct);
        var both = await partners.Of([by.PartnerId, reseller], ct);
        await origins.TakeFrom(id, reseller, by.PartnerId, null, ct);
        ledger.PostBetween(id, TransferKind.ResellerReclaim, reseller, by.PartnerId, money, FundReseller.Memo(both, reseller, by.PartnerId), by);
        await notifier.TellPartner(reseller, FundsModule.See, new(
            FundReseller.Notice,
            new("总经销商已回收", "Your distributor has taken money back"),
            new($"{money.Amount:#,##0.00} 元", $"{money.Amount:#,##0.00} CNY"),
            "/portal/funds"), ct);
        await unit.Save(by, "funds.reclaim-from-reseller", ct);
        return true;
    }
}
