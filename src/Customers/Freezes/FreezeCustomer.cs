using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers.Freezes;

/// <summary>
/// A partner freezes a resale customer: it is the partner's money that the customer spends (R12.1.2.1). Until it is unfrozen the customer
/// orders nothing and pays nothing; what it has goes on, and what it uses stays due.
/// </summary>
public sealed class FreezeCustomer(CustomersDb db, CustomerLists lists, Notifier notifier, BusinessDay businessDay)
{
    /// <summary>The notification's kind.</summary>
    internal const string Notice = "customers.freeze";

    /// <summary>Freezes.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="customer">A present customer of the actor's partner.</param>
    /// <param name="reason">Why, for the customer to read.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the partner has no such customer.</returns>
    /// <exception cref="Refusal"><c>customers.freeze-referral</c>, <c>customers.frozen-already</c>, those of the field.</exception>
    public async Task<bool> Run(Guid id, Guid customer, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Freeze);
        var words = Input.Text(reason, "Reason");
        if (await lists.Find(customer, by, ct) is not { } row)
        {
            return false;
        }

        await db.Unit.InTurn($"freezes of {customer}", ct);
        if (await db.Freezes.AnyAsync(f => f.Id == id, ct))
        {
            return true;
        }

        if (row.Mode != AssociationMode.Resale)
        {
            throw new Refusal("customers.freeze-referral");
        }

        if (await db.Freezes.AnyAsync(f => f.CustomerId == customer && f.EndedAt == null, ct))
        {
            throw new Refusal("customers.frozen-already");
        }

        db.Freezes.Add(new() { Id = id, PartnerId = by.PartnerId, CustomerId = customer, Reason = words, FrozenAt = businessDay.Now, FrozenBy = by.Name });
        db.Publish(new CustomerFrozen(by.PartnerId, customer, true));
        await notifier.TellCustomer(customer, new(
            Notice, new("您的账号已被合作伙伴冻结", "Your partner has frozen your account"),
            new($"冻结期间不能下单和支付。原因：{words}", $"You cannot order or pay until it is unfrozen. Reason: {words}"), "/customer"), ct);
        await db.Save(by, "customers.freeze", ct);
        return true;
    }
}

/// <summary>A partner lets a frozen customer order and pay again.</summary>
public sealed class UnfreezeCustomer(CustomersDb db, CustomerLists lists, Notifier notifier, BusinessDay businessDay)
{
    /// <summary>Unfreezes.</summary>
    /// <returns>False if the partner has no such customer.</returns>
    /// <exception cref="Refusal"><c>customers.not-frozen</c>, those of the field.</exception>
    public async Task<bool> Run(Guid customer, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Freeze);
        var words = Input.Text(reason, "Reason");
        if (await lists.Find(customer, by, ct) is null)
        {
            return false;
        }

        var freeze = await db.Freezes.SingleOrDefaultAsync(f => f.CustomerId == customer && f.PartnerId == by.PartnerId && f.EndedAt == null, ct)
            ?? throw new Refusal("customers.not-frozen");
        freeze.End(words, by.Name, businessDay.Now);
        db.Publish(new CustomerFrozen(by.PartnerId, customer, false));
        await notifier.TellCustomer(customer, new(
            FreezeCustomer.Notice, new("您的账号已解冻", "Your account is unfrozen"),
            new($"可以继续下单和支付。说明：{words}", $"You can order and pay again. {words}"), "/customer"), ct);
        await db.Save(by, "customers.unfreeze", ct);
        return true;
    }
}

/// <summary>A freeze is its partner's: it ends with the association, and with resale.</summary>
internal sealed class EndFreeze(CustomersDb db, BusinessDay businessDay) : IHandleNow<AssociationChanged>
{
    public async Task Handle(AssociationChanged happened, CancellationToken ct)
    {
        if (await db.Freezes.SingleOrDefaultAsync(f => f.CustomerId == happened.Customer && f.PartnerId == happened.Partner && f.EndedAt == null, ct) is { } freeze)
        {
            freeze.End(null, happened.ByName, businessDay.Now);
        }
    }
}
