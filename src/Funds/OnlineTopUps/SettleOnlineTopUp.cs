using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PartnerCenter.Funds.OnlineTopUps.Gateway;
using PartnerCenter.Funds.Own;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Funds.Statements;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Funds.OnlineTopUps;

/// <summary>
/// What the gateway says of a payment, told by itself or asked: paid, it is on the balance, once however often it is said. Another amount or
/// currency than was asked for is refused.
/// </summary>
internal sealed partial class SettleOnlineTopUp(
    FundsDb db, IPaymentGateway gateway, Ledger ledger, MoneyOrigins origins, Notifier notifier, Rulebook rulebook, BusinessDay businessDay,
    ILogger<SettleOnlineTopUp> log)
{
    /// <summary>Settles it.</summary>
    /// <returns>False if there is no such payment.</returns>
    /// <exception cref="Refusal"><c>funds.payment-differs</c>: another amount or currency.</exception>
    public async Task<bool> Run(PaymentNews news, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        await db.Unit.InTurn($"online top-up {news.Id}", ct);
        if (await db.OnlineTopUps.SingleOrDefaultAsync(one => one.Id == news.Id, ct) is not { } topUp)
        {
            return false;
        }

        switch (news.State)
        {
            case "paid" when topUp.State is not (OnlineTopUpState.Paid or OnlineTopUpState.Refunded):
                await Paid(topUp, news, ct);
                await db.Save(Actor.System, "funds.settle-online-top-up", ct);
                break;
            case "cancelled" when topUp.State == OnlineTopUpState.Open:
                topUp.End(OnlineTopUpState.Cancelled, null, businessDay.Now);
                await db.Save(Actor.System, "funds.cancel-online-top-up", ct);
                break;
        }

        return true;
    }

    private async Task Paid(OnlineTopUp topUp, PaymentNews news, CancellationToken ct)
    {
        if (news.Currency != Currency.Cny.Code || !decimal.TryParse(news.Amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount != topUp.Amount)
        {
            Differs(topUp.Number, topUp.Amount, news.Amount, news.Currency);
            throw new Refusal("funds.payment-differs", topUp.Number);
        }

        var late = topUp.State != OnlineTopUpState.Open || businessDay.Now >= topUp.ExpiresAt;
        if (late && rulebook.On<ChannelTerms>(ChannelTerms.Rule, topUp.OnDay).Terms.Late == LatePayment.Refund)
        {
            if (topUp.State == OnlineTopUpState.Open)
            {
                topUp.End(OnlineTopUpState.Expired, null, businessDay.Now);
            }

            topUp.End(OnlineTopUpState.Refunded, news.Payer, businessDay.Now);
            await gateway.Refund(topUp.Id, ct);
            return;
        }

        topUp.End(OnlineTopUpState.Paid, news.Payer, businessDay.Now);
        if (topUp.PartnerId is { } partner)
        {
            var source = topUp.Wallet ? MoneySource.Wallet : MoneySource.NetBank;
            await origins.Bring(topUp.Id, partner, new(source, topUp.Wallet ? news.Payer ?? "" : null, topUp.Entity), ct);
            ledger.PostAs(topUp.Id, TransferKind.TopUp, partner, null, Money.Cny(topUp.Amount), topUp.Number, topUp.RequestedBy, topUp.RequestedByName);
            await notifier.TellPartner(partner, FundsModule.See, BookReceipt.Arrived(topUp.Amount, "/portal/funds"), ct);
        }
        else
        {
            ledger.PostAs(
                topUp.Id, TransferKind.OwnTopUp, Guid.Empty, topUp.CustomerId, Money.Cny(topUp.Amount), topUp.Number, topUp.RequestedBy, topUp.RequestedByName);
            await notifier.TellCustomer(topUp.CustomerId!.Value, BookReceipt.Arrived(topUp.Amount, "/customer/funds") with { Event = RecordOwnTopUp.Notice }, ct);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The gateway says that of {Number}, {Asked} CNY, {Paid} {Currency} were paid; nothing was booked")]
    private partial void Differs(string number, decimal asked, string? paid, string? currency);
}

/// <summary>Every five minutes: the gateway is asked about payments that stay open; those that nobody pays in time expire.</summary>
internal sealed class AskGateway(FundsDb db, IPaymentGateway gateway, SettleOnlineTopUp settle, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "funds.ask-gateway";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        foreach (var id in await db.OnlineTopUps.Where(one => one.State == OnlineTopUpState.Open).OrderBy(one => one.RequestedAt).Select(one => one.Id).ToListAsync(ct))
        {
            try
            {
                if (await gateway.Ask(id, ct) is { State: not "open" } news)
                {
                    await settle.Run(news, ct);
                    continue;
                }
            }
            catch (Refusal)
            {
                // It differs, and that is on record: it stays open until its time is over.
                await db.Unit.Forget(ct);
            }

            if (await db.OnlineTopUps.SingleAsync(one => one.Id == id, ct) is { State: OnlineTopUpState.Open } topUp && businessDay.Now >= topUp.ExpiresAt)
            {
                topUp.End(OnlineTopUpState.Expired, null, businessDay.Now);
                await db.Save(Actor.System, "funds.expire-online-top-up", ct);
            }
        }
    }
}
