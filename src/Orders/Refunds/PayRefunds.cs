using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Orders.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Orders.Refunds;

/// <summary>Every five minutes: refunds that have been on their way long enough arrive, each where the association of that moment sends it.</summary>
internal sealed class PayRefunds(OrdersDb db, Ledger ledger, Associations associations, Notifier notifier, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "orders.pay-refunds";
    public const string Notice = "orders.refund";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var now = businessDay.Now;
        foreach (var id in await db.Refunds.Where(r => r.State == RefundState.Pending && r.DueAt <= now).OrderBy(r => r.Number).Select(r => r.Id).ToListAsync(ct))
        {
            await db.Unit.InTurn($"refund {id}", ct);
            var refund = await db.Refunds.SingleAsync(r => r.Id == id, ct);
            if (refund.State == RefundState.Pending)
            {
                await Pay(refund, ct);
                await db.Save(Actor.System, "orders.pay-refund", ct);
            }
        }
    }

    private async Task Pay(Refund refund, CancellationToken ct)
    {
        refund.Direct(await associations.OfCustomer(refund.CustomerId, ct)).Arrive(businessDay.Now);
        db.Publish(new OrderMoved(refund.PartnerId, refund.OrderId, refund.OrderNumber, refund.CustomerId, OrderStep.Refunded, refund.Amount));
        var (id, amount, memo) = (CommandId.Part(refund.Id, 0), Money.Cny(refund.Amount), $"{refund.Number} · {refund.OrderNumber} · {refund.CustomerName}");
        switch (refund.Destination)
        {
            case Destination.Own:
                ledger.PostOwn(id, TransferKind.OwnRefund, refund.CustomerId, amount, memo, Actor.System);
                break;
            case Destination.Allocation:
                ledger.Post(id, TransferKind.AllocationRefund, refund.PartnerId!.Value, refund.CustomerId, amount, memo, Actor.System);
                break;
            default:
                ledger.Post(id, TransferKind.PartnerRefund, refund.PartnerId!.Value, null, amount, memo, Actor.System);
                await notifier.TellPartner(refund.PartnerId.Value, OrdersModule.See, Message(refund, "/portal/refunds"), ct);
                break;
        }

        await notifier.TellCustomer(refund.CustomerId, Message(refund, "/customer/refunds"), ct);
    }

    private static Message Message(Refund refund, string link) => new(
        Notice, new("退款已到账", "A refund has arrived"),
        new($"{refund.OrderNumber}：{refund.Amount:#,##0.00} 元，{Words.Of(refund.Destination).Zh}", $"{refund.OrderNumber}: {refund.Amount:#,##0.00} CNY, {Words.Of(refund.Destination).En}"),
        link);
}
