using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Orders;

/// <summary>
/// Orders and an association that changes: what is unpaid or on its way back stands in its way (R12.1.2.9), and afterwards refunds of what
/// was paid in it go where its mode sends them (R12.4.24). Requests for the partner's payment end with it.
/// </summary>
internal sealed class OrderStake(OrdersDb db, BusinessDay businessDay) : IAssociationStake, ICustomerCancellationGuard, IHandleNow<AssociationChanged>
{
    public async Task<Stake> Of(AssociationChanged change, CancellationToken ct)
    {
        // Orders that the customer placed before this partner had it are in the way as well.
        await using var wide = await db.Unit.AcrossWalls(ct);
        return new(await Unsettled(change.Customer, ct), Effects(change));
    }

    /// <summary>Also what it still uses stands against cancelling its account.</summary>
    public async Task<IReadOnlyList<Obstacle>> Before(Guid customer, CancellationToken ct)
    {
        var obstacles = await Unsettled(customer, ct);
        if (await db.Resources.CountAsync(r => r.CustomerId == customer && r.State == ResourceState.Active, ct) is > 0 and var active)
        {
            obstacles.Add(new(new($"您有 {active} 个使用中的资源。", $"{active} resources are in use."),
                new("请先在“我的资源”退订。", "Unsubscribe them under My resources first.")));
        }

        return obstacles;
    }

    private async Task<List<Obstacle>> Unsettled(Guid customer, CancellationToken ct)
    {
        var unpaid = await db.Orders.Where(o => o.CustomerId == customer && o.State == OrderState.Unpaid).Select(o => o.Kind).ToListAsync(ct);
        var refunds = await db.Refunds.CountAsync(r => r.CustomerId == customer && r.State == RefundState.Pending, ct);
        var obstacles = new List<Obstacle>();
        if (unpaid.Count(kind => kind == OrderKind.Usage) is > 0 and var owed)
        {
            obstacles.Add(new(new($"客户有 {owed} 笔按需欠费。", $"The customer owes {owed} charges of pay-per-use."),
                new("请客户在“我的订单”结清欠费。", "The customer pays them under My orders.")));
        }

        if (unpaid.Count(kind => kind != OrderKind.Usage) is > 0 and var waiting)
        {
            obstacles.Add(new(new($"客户有 {waiting} 笔待支付订单。", $"The customer has {waiting} unpaid orders."),
                new("请客户在“我的订单”支付或取消。", "The customer pays or cancels them under My orders.")));
        }

        if (refunds > 0)
        {
            obstacles.Add(new(new($"客户有 {refunds} 笔退款未到账。", $"{refunds} refunds of the customer have not arrived."),
                new("退款约 1 个工作日到账，请到账后再试。", "They arrive within about a working day; try again then.")));
        }

        return obstacles;
    }

    public async Task Handle(AssociationChanged happened, CancellationToken ct)
    {
        foreach (var request in await db.Requests
            .Where(r => r.CustomerId == happened.Customer && r.PartnerId == happened.Partner && r.State == PaymentRequestState.Asked).ToListAsync(ct))
        {
            request.End(PaymentRequestState.Withdrawn, happened.ByName, businessDay.Now);
        }
    }

    private static List<LocalText> Effects(AssociationChanged change) => change.From == AssociationMode.Resale
        ? [new("此前以伙伴拨款或伙伴代付支付的订单，退款退至伙伴账户。", "Refunds of orders that the partner's money paid go to the partner from then on.")]
        :
        [
            new("此前客户自行支付的订单，退款退至客户账户；伙伴代付的，退款退至伙伴账户。",
                "Refunds of what the customer paid itself still go to its own balance, those of what the partner paid to the partner."),
        ];
}
