using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Orders.Discounts;

/// <summary>What discount the vendor grants.</summary>
/// <param name="Customer">The customer's number.</param>
/// <param name="Factor">As written: above 0 and below 1, at most four decimals; 0.85 leaves 85 %.</param>
/// <param name="Services">Codes of service types, apart by spaces or commas; none for all.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day, included.</param>
public sealed record DiscountForm(string? Customer, string? Factor, string? Services, DateOnly? From, DateOnly? To);

/// <summary>The vendor grants a customer a discount, or ends one.</summary>
internal sealed class GrantDiscount(OrdersDb db, CustomerAccounts customers, Numbers numbers, Notifier notifier, BusinessDay businessDay)
{
    public const string Notice = "orders.discount";

    private static readonly char[] Apart = [' ', ',', '，', ';', '\r', '\n', '\t'];

    /// <summary>Grants it.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="Refusal"><c>funds.no-customer</c>, <c>orders.factor</c>, <c>orders.discount-days</c>.</exception>
    public async Task<string> Run(DiscountForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Grant);
        var number = Input.Text(form.Customer, "Customer");
        if (!decimal.TryParse(form.Factor, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            || factor is <= 0 or >= 1 || decimal.Round(factor, 4) != factor)
        {
            throw new Refusal("orders.factor") { Field = "Factor" };
        }

        var (from, to) = (Input.Chosen(form.From, "From"), Input.Chosen(form.To, "To"));
        if (from < businessDay.Today || to < from)
        {
            throw new Refusal("orders.discount-days") { Field = "From" };
        }

        var customer = await customers.ByNumber(number, ct) ?? throw new Refusal("funds.no-customer", number) { Field = "Customer" };
        var discount = new Discount
        {
            Id = Guid.CreateVersion7(),
            Number = await numbers.Next("CD", ct),
            CustomerId = customer.Id,
            CustomerName = customer.Name,
            Factor = factor,
            Services = [.. (form.Services ?? "").Split(Apart, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(50)],
            From = from,
            To = to,
            GrantedAt = businessDay.Now,
            GrantedBy = by.Name,
        };
        db.Discounts.Add(discount);
        await notifier.TellCustomer(customer.Id, new(
            Notice, new("您有新的商务折扣", "You have a discount"), new($"{discount.Number}：{factor:0.####}，{from:yyyy-MM-dd} 至 {to:yyyy-MM-dd}", $"{discount.Number}: {factor:0.####}, {from:yyyy-MM-dd} to {to:yyyy-MM-dd}"),
            "/customer/catalogue"), ct);
        await db.Save(by, "orders.grant-discount", ct);
        return discount.Number;
    }

    /// <summary>Ends it with yesterday: orders of today have it no more.</summary>
    /// <returns>False if there is none.</returns>
    public async Task<bool> End(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Grant);
        if (await db.Discounts.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } discount)
        {
            return false;
        }

        discount.End(businessDay.Today.AddDays(-1));
        await db.Save(by, "orders.end-discount", ct);
        return true;
    }
}

/// <summary>A master says whether a sub account whose money it does not keep inherits its discounts (R12.1.9.25).</summary>
internal sealed class SetSubAccountPolicy(OrdersDb db, CustomerAccounts customers)
{
    /// <summary>Says it.</summary>
    /// <returns>False if it is no sub account of the actor's.</returns>
    /// <exception cref="Refusal"><c>orders.custody-inherits</c>: one whose money it keeps inherits anyway.</exception>
    public async Task<bool> Run(Guid sub, bool inherits, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        if ((await customers.SubsOf(by.CustomerId, ct)).Find(one => one.Id == sub) is not { } found)
        {
            return false;
        }

        if (found.Custody)
        {
            throw new Refusal("orders.custody-inherits");
        }

        var policy = await db.SubAccountPolicies.SingleOrDefaultAsync(p => p.SubId == sub, ct);
        if (policy is null)
        {
            db.SubAccountPolicies.Add(policy = new() { SubId = sub, MasterId = by.CustomerId });
        }

        policy.InheritsDiscounts = inherits;
        await db.Save(by, "orders.sub-account-policy", ct);
        return true;
    }
}
