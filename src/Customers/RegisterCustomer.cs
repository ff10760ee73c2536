using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>What a customer gives for an account of its own.</summary>
public sealed record CustomerRegistration(bool IsEnterprise, string? Name, string? Mobile, string? Email, string? Password);

/// <summary>A person or company becomes a customer of the vendor's by itself, without a partner: a direct account (R12.4.31).</summary>
public sealed class RegisterCustomer(
    CustomersDb db, Accounts accounts, RegistrationLimit limit, Numbers numbers, BusinessDay businessDay, Vault vault)
{
    /// <summary>Makes customer and account.</summary>
    /// <param name="wish">What it gives.</param>
    /// <param name="device">What it visits with; null when the house enters it.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// A field is wrong, the address is taken, or the password is too weak; <c>customers.too-many-registrations</c>.
    /// </exception>
    public async Task<Guid> Run(CustomerRegistration wish, Device? device = null, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        await limit.Count(device, ct);
        var (id, mobile) = (Guid.CreateVersion7(), Input.Mobile(wish.Mobile, nameof(wish.Mobile)));
        var customer = new Customer
        {
            Id = id,
            Number = await numbers.Next("C", ct),
            Kind = wish.IsEnterprise ? CustomerKind.Enterprise : CustomerKind.Person,
            Name = Input.Text(wish.Name, nameof(wish.Name)),
            Mobile = vault.Seal(mobile, Customer.MobileColumn.Place, id),
            Email = Input.Email(wish.Email, nameof(wish.Email)),
            CreatedAt = businessDay.Now,
        };
        db.Customers.Add(customer);
        var account = await accounts.AddCustomer(customer.Id, customer.Name, customer.Email, mobile, wish.Password, ct);
        await db.Save(new(account, customer.Name, ActorKind.Customer, null, customer.Id, new HashSet<string>()), "customers.register", ct);
        return customer.Id;
    }
}

/// <summary>A sub account as its master sees it.</summary>
internal sealed record SubAccountRow(string Number, string Name, string? Email, bool Custody, DateTimeOffset CreatedAt);

/// <summary>An enterprise gives a part of itself an account of its own, with or without keeping its money (企业主/子, R12.1.2.12).</summary>
internal sealed class SubAccounts(CustomersDb db, Accounts accounts, Numbers numbers, Notifier notifier, BusinessDay businessDay, Vault vault)
{
    /// <summary>Adds one and sends its link to set a password.</summary>
    /// <exception cref="Refusal"><c>customer.no-master</c>: only an enterprise that is no sub account itself has them; field refusals.</exception>
    public async Task Add(string? name, string? email, string? mobile, bool custody, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Own);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var master = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == by.CustomerId, ct);
        if (master is not { Kind: CustomerKind.Enterprise, MasterId: null })
        {
            throw new Refusal("customer.no-master");
        }

        var (id, number) = (Guid.CreateVersion7(), Input.Mobile(mobile, "Mobile"));
        var customer = new Customer
        {
            Id = id,
            Number = await numbers.Next("C", ct),
            Name = Input.Text(name, "Name"),
            Mobile = vault.Seal(number, Customer.MobileColumn.Place, id),
            Email = Input.Email(email, "Email"),
            MasterId = master.Id,
            Custody = custody,
            CreatedAt = businessDay.Now,
        };
        db.Customers.Add(customer);
        var token = await accounts.AddCustomerByLink(customer.Id, customer.Name, customer.Email, number, ct);
        await notifier.Mail(customer.Email, "设置您的密码 / Set your password", $"""
            {master.Name} 为 {customer.Name} 开通了企业子账号。请在 7 天内打开下面的链接设置密码。
            {master.Name} has opened a sub account for {customer.Name}. Open this link within 7 days and set a password.

            {site}/set-password/{token}
            """, ct);
        await db.Save(by, "customers.add-sub-account", ct);
    }

    /// <summary>The actor itself, and its sub accounts by number.</summary>
    public async Task<(bool IsMaster, List<SubAccountRow> Subs)> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Own);
        var self = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == by.CustomerId, ct);
        var subs = await db.Customers.AsNoTracking().Where(c => c.MasterId == by.CustomerId).OrderBy(c => c.Number)
            .Select(c => new SubAccountRow(c.Number, c.Name, c.Email, c.Custody, c.CreatedAt)).ToListAsync(ct);
        return (self is { Kind: CustomerKind.Enterprise, MasterId: null }, subs);
    }
}
