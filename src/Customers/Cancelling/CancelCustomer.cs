using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Customers.Cancelling;

/// <summary>
/// A customer cancels its account (注销): it signs in no more, and partners that it ever had see its name blank (R12.1.9.23). Its orders, bills
/// and money stay in the books, and what it was called in the audit trail.
/// </summary>
internal sealed class CancelCustomer(
    CustomersDb db, IEnumerable<ICustomerCancellationGuard> guards, Accounts accounts, ConfirmationCodes codes, BusinessDay businessDay)
{
    /// <summary>The operation that verification codes are for; their thing is the customer.</summary>
    public const string Operation = "customers.cancel";

    /// <summary>Everything that stands in the way, at once.</summary>
    public async Task<IReadOnlyList<Obstacle>> Obstacles(Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Own);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var obstacles = new List<Obstacle>();
        foreach (var guard in guards)
        {
            obstacles.AddRange(await guard.Before(by.CustomerId, ct));
        }

        return obstacles;
    }

    /// <summary>Cancels it.</summary>
    /// <param name="agreed">That it cannot be taken back.</param>
    /// <param name="code">The verification code that it had sent.</param>
    /// <param name="by">The customer.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>association.agree</c>, <c>customer.cannot-cancel</c> with everything in the way, those of the code.</exception>
    public async Task Run(bool agreed, string? code, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Own);
        if (!agreed)
        {
            throw new Refusal("association.agree") { Field = "Agreed" };
        }

        if (await Obstacles(by, ct) is { Count: > 0 } obstacles)
        {
            throw new Refusal("customer.cannot-cancel", string.Join(" ", obstacles.Select(obstacle => obstacle.Problem)));
        }

        await codes.Take(by.Account, Operation, by.CustomerId.ToString(), code, ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var customer = await db.Customers.SingleAsync(c => c.Id == by.CustomerId, ct);
        db.Publish(new CustomerCancelled(customer.Id, customer.Name));
        customer.Cancel(by.Account, businessDay.Now);
        await accounts.CloseCustomer(customer.Id, ct);
        await db.Save(by, "customers.cancel", ct);
    }
}
