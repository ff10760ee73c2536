using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Customers;

/// <summary>Which of the partner's people looks after a customer.</summary>
internal sealed class Assignment : IPartnerRow
{
    public Guid PartnerId { get; init; }

    public Guid CustomerId { get; init; }

    /// <summary>The account manager.</summary>
    public Guid AccountId { get; set; }
}

/// <summary>The administrator gives a customer to an account manager (客户经理), who then sees it (R7.1.4b).</summary>
public sealed class AssignCustomer(CustomersDb db, CustomerLists lists, PartnerAccounts accounts)
{
    /// <summary>Assigns, or takes the customer from its manager.</summary>
    /// <param name="customer">A present customer of the actor's partner.</param>
    /// <param name="manager">A member with the account manager role; null for nobody.</param>
    /// <param name="by">The administrator.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the partner has no such customer.</returns>
    /// <exception cref="Refusal"><c>customers.no-manager</c>, at Manager.</exception>
    public async Task<bool> Run(Guid customer, Guid? manager, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Assign);
        if (await lists.Find(customer, by, ct) is null)
        {
            return false;
        }

        if (manager is { } account && (await accounts.Find(by.PartnerId, account, ct))?.Roles.Contains(Role.AccountManager) != true)
        {
            throw new Refusal("customers.no-manager") { Field = "Manager" };
        }

        var known = await db.Assignments.SingleOrDefaultAsync(a => a.PartnerId == by.PartnerId && a.CustomerId == customer, ct);
        switch (manager, known)
        {
            case (null, not null):
                db.Assignments.Remove(known);
                break;
            case ({ } now, not null):
                known.AccountId = now;
                break;
            case ({ } now, null):
                db.Assignments.Add(new() { PartnerId = by.PartnerId, CustomerId = customer, AccountId = now });
                break;
        }

        await db.Save(by, "customers.assign", ct);
        return true;
    }

    /// <summary>The account manager of a customer, and all that could be one.</summary>
    public async Task<(Guid? Manager, List<PartnerAccount> Managers)> Choices(Guid customer, Actor by, CancellationToken ct = default)
    {
        var manager = await db.Assignments.Where(a => a.PartnerId == by.PartnerId && a.CustomerId == customer)
            .Select(a => (Guid?)a.AccountId).SingleOrDefaultAsync(ct);
        return (manager, [.. (await accounts.Members(by.PartnerId, ct)).Where(a => a.Roles.Contains(Role.AccountManager) && !a.Disabled)]);
    }
}
