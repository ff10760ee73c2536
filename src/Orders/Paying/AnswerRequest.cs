using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Published;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Orders.Paying;

/// <summary>A partner pays what its customer asked it to pay, from its own balance, or says no (伙伴代付, R12.4.9).</summary>
internal sealed class AnswerRequest(
    OrdersDb db, OrderPayment payment, PayOrders paying, Associations associations, CustomerAccounts customers, Confirmations confirmations,
    Notifier notifier, BusinessDay businessDay)
{
    /// <summary>Pays. The request's id is the payment's: a repeat changes nothing.</summary>
    /// <param name="id">The request.</param>
    /// <param name="code">The verification code for this request, if the partner asks for one (R12.1.2.2b).</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the partner has no such request of a customer that its person sees.</returns>
    /// <exception cref="Refusal">
    /// <c>payment-request.wrong-state</c>, <c>order.wrong-state</c>, <c>orders.expired</c>, <c>funds.balance-too-low</c>, those of the code.
    /// </exception>
    public async Task<bool> Pay(Guid id, string? code, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.PayFor);
        if (await Find(id, by, ct) is not { } request)
        {
            return false;
        }

        await db.Unit.InTurn(OrdersModule.Turn(request.CustomerId), ct);
        // Somebody else may have answered while one waited for the turn.
        await db.Entry(request).ReloadAsync(ct);
        if (await paying.Repeats(id, request.Orders, ct))
        {
            return true;
        }

        if (await associations.Now(by.PartnerId, request.CustomerId, ct) is not { } now)
        {
            return false;
        }

        request.End(PaymentRequestState.Paid, by.Name, businessDay.Now);
        await confirmations.Need(OrdersModule.PayFor, id, code, by, ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var orders = (await paying.OfCustomer(request.CustomerId, request.Orders, ct))!;
        await payment.Run(id, orders, PaidFrom.Partner, now, [], by, ct);
        await Tell(request, ct);
        await db.Save(by, "orders.pay-for", ct);
        return true;
    }

    /// <summary>Says no.</summary>
    /// <returns>As <see cref="Pay"/>.</returns>
    /// <exception cref="Refusal"><c>payment-request.wrong-state</c>, those of the answer.</exception>
    public async Task<bool> Decline(Guid id, string? answer, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.PayFor);
        if (await Find(id, by, ct) is not { } request)
        {
            return false;
        }

        request.End(PaymentRequestState.Declined, by.Name, businessDay.Now, Input.Text(answer, "Answer"));
        await Tell(request, ct);
        await db.Save(by, "orders.decline-request", ct);
        return true;
    }

    private async Task<PaymentRequest?> Find(Guid id, Actor by, CancellationToken ct)
    {
        var request = await db.Requests.SingleOrDefaultAsync(r => r.Id == id && r.PartnerId == by.PartnerId, ct);
        return request is not null && (await customers.Seen(by, ct))?.Contains(request.CustomerId) != false ? request : null;
    }

    private Task Tell(PaymentRequest request, CancellationToken ct) => notifier.TellCustomer(request.CustomerId, new(
        AskPartner.Notice, new($"伙伴支付：{Words.Of(request.State).Zh}", $"Payment by your partner: {Words.Of(request.State).En}"),
        new($"{request.Number}：{request.Amount:#,##0.00} 元。{request.Answer}", $"{request.Number}: {request.Amount:#,##0.00} CNY. {request.Answer}"),
        "/customer/orders"), ct);
}
