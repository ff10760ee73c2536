using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Orders.Paying;

/// <summary>
/// A customer asks its partner to pay orders. Customers of a solution provider can in both modes; those of a reseller in resale alone
/// (R12.4.9).
/// </summary>
internal sealed class AskPartner(
    OrdersDb db, PayOrders paying, Associations associations, Memberships memberships, Numbers numbers, Notifier notifier, BusinessDay businessDay)
{
    public const string Notice = "orders.payment-request";

    /// <summary>Why the customer cannot ask; null if it can.</summary>
    public async Task<Refusal?> WhyNot(Guid customer, CancellationToken ct = default)
    {
        if (await associations.OfCustomer(customer, ct) is not { } now)
        {
            return new("association.none");
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var programs = (await memberships.Of(now.Partner, businessDay.Today, ct)).Select(m => m.Program).ToList();
        return programs.Contains(PartnerProgram.SolutionProvider) || now.Mode == AssociationMode.Resale ? null : new("orders.reseller-referral");
    }

    /// <summary>Asks.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="orders">Orders of the customer, not paid; those of a combination all.</param>
    /// <param name="reason">Words for the partner; may be left out.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if one of them is not the customer's.</returns>
    /// <exception cref="Refusal">
    /// <c>association.none</c>, <c>orders.reseller-referral</c>, <c>orders.combined</c>, <c>orders.asked-already</c>, <c>order.wrong-state</c>.
    /// </exception>
    public async Task<bool> Run(Guid id, IReadOnlyList<Guid> orders, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        var words = string.IsNullOrWhiteSpace(reason) ? null : Input.Text(reason, "Reason");
        await db.Unit.InTurn(OrdersModule.Turn(by.CustomerId), ct);
        if (await db.Requests.AnyAsync(r => r.Id == id, ct))
        {
            return true;
        }

        if (await WhyNot(by.CustomerId, ct) is { } why)
        {
            throw why;
        }

        if (await paying.OfCustomer(by.CustomerId, orders, ct) is not { } found)
        {
            return false;
        }

        if (found.Find(order => order.State != OrderState.Unpaid) is { } done)
        {
            throw new Refusal("order.wrong-state", done.State, OrderState.Completed);
        }

        var ids = found.Select(order => order.Id).ToList();
        if (await db.Requests.AnyAsync(r => r.State == PaymentRequestState.Asked && r.Orders.Any(o => ids.Contains(o)), ct))
        {
            throw new Refusal("orders.asked-already");
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var now = (await associations.OfCustomer(by.CustomerId, ct))!;
        var request = new PaymentRequest
        {
            Id = id,
            Number = await numbers.Next("PQ", ct),
            PartnerId = now.Partner,
            CustomerId = by.CustomerId,
            CustomerName = now.Name,
            Orders = [.. ids],
            Amount = found.Sum(order => order.Amount),
            Reason = words,
            AskedAt = businessDay.Now,
        };
        db.Requests.Add(request);
        await notifier.TellPartner(now.Partner, OrdersModule.PayFor, new(
            Notice, new("客户申请伙伴支付", "A customer asks you to pay"),
            new($"{now.Name}：{request.Amount:#,##0.00} 元（{request.Number}）", $"{now.Name}: {request.Amount:#,##0.00} CNY ({request.Number})"),
            $"/portal/payment-requests/{id}"), ct);
        await db.Save(by, "orders.ask-partner", ct);
        return true;
    }

    /// <summary>Takes it back.</summary>
    /// <returns>False if the customer has asked for no such thing.</returns>
    /// <exception cref="Refusal"><c>payment-request.wrong-state</c>.</exception>
    public async Task<bool> Withdraw(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        if (await db.Requests.SingleOrDefaultAsync(r => r.Id == id && r.CustomerId == by.CustomerId, ct) is not { } request)
        {
            return false;
        }

        request.End(PaymentRequestState.Withdrawn, by.Name, businessDay.Now);
        await db.Save(by, "orders.withdraw-request", ct);
        return true;
    }
}
