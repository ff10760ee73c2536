using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Funds.Alerts;

/// <summary>A partner wants to hear when its balance falls below a threshold (余额预警, R12.1.3.11).</summary>
internal sealed class BalanceAlert : IPartnerRow
{
    public Guid PartnerId { get; init; }

    /// <summary>CNY, whole cents.</summary>
    public decimal Threshold { get; set; }

    /// <summary>Whether it was told since the balance was last above.</summary>
    public bool Told { get; set; }
}

/// <summary>Sets the threshold, or takes it away.</summary>
public sealed class SetBalanceAlert(FundsDb db)
{
    /// <summary>Sets it.</summary>
    /// <param name="threshold">As written: above zero, at most two decimals; nothing for no alert.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">Those of the amount, at Threshold.</exception>
    public async Task Run(string? threshold, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.Alert);
        await db.Unit.InTurn($"the balance alert of {by.PartnerId}", ct);
        var known = await db.Alerts.SingleOrDefaultAsync(alert => alert.PartnerId == by.PartnerId, ct);
        if (string.IsNullOrWhiteSpace(threshold))
        {
            db.Alerts.RemoveRange(known is null ? [] : [known]);
        }
        else
        {
            var amount = Money.ParsePayable(threshold, Currency.Cny, "Threshold").Amount;
            if (known is null)
            {
                db.Alerts.Add(known = new() { PartnerId = by.PartnerId });
            }

            (known.Threshold, known.Told) = (amount, false);
        }

        await db.Save(by, "funds.set-alert", ct);
    }

    /// <summary>The threshold, CNY; null without one.</summary>
    public Task<decimal?> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.Alert);
        var partner = by.PartnerId;
        return db.Alerts.Where(alert => alert.PartnerId == partner).Select(alert => (decimal?)alert.Threshold).SingleOrDefaultAsync(ct);
    }
}

/// <summary>Every five minutes: who has fallen below is told once, and again only after having been above.</summary>
internal sealed class WatchBalances(FundsDb db, Ledger ledger, Notifier notifier) : IJob<Occurrence>
{
    public const string Type = "funds.watch-balances";
    public const string Notice = "funds.balance-low";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        foreach (var alert in await db.Alerts.ToListAsync(ct))
        {
            var balance = (await ledger.Balance(alert.PartnerId, null, Currency.Cny, ct)).Amount;
            if (balance < alert.Threshold == alert.Told)
            {
                continue;
            }

            alert.Told = !alert.Told;
            if (alert.Told)
            {
                await notifier.TellPartner(alert.PartnerId, FundsModule.See, new(
                    Notice,
                    new("账户余额低于预警值", "The balance is low"),
                    new($"余额 {balance:#,##0.00} 元，低于预警值 {alert.Threshold:#,##0.00} 元，请及时充值。",
                        $"The balance is CNY {balance:#,##0.00}, below {alert.Threshold:#,##0.00}. Top it up in time."),
                    "/portal/funds"), ct);
            }
        }

        await db.Save(Actor.System, "funds.watch-balances", ct);
    }
}
