using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders;

/// <summary>An order as pages and API show it; amounts in CNY.</summary>
public sealed record OrderRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>OR-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>The orders that it belongs with.</summary>
    public Guid? Combination { get; init; }

    /// <summary>The customer.</summary>
    public required Guid Customer { get; init; }

    /// <summary>Its name when it ordered.</summary>
    public required string CustomerName { get; init; }

    /// <summary>What it does.</summary>
    public required OrderKind Kind { get; init; }

    /// <summary>By period or by use.</summary>
    public required PurchaseType Purchase { get; init; }

    /// <summary>The product's code.</summary>
    public required string Product { get; init; }

    /// <summary>Its name in Chinese.</summary>
    public required string ProductZh { get; init; }

    /// <summary>Its name in English.</summary>
    public required string ProductEn { get; init; }

    /// <summary>Its service type.</summary>
    public required string Service { get; init; }

    /// <summary>For how many months.</summary>
    public required int Months { get; init; }

    /// <summary>How many.</summary>
    public required int Quantity { get; init; }

    /// <summary>The resource that it is about, or began.</summary>
    public Guid? Resource { get; init; }

    /// <summary>The first day that it pays for.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The first day that it pays for no more.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Before the discount.</summary>
    public required decimal ListPrice { get; init; }

    /// <summary>The discount's factor; 1 without one.</summary>
    public required decimal Factor { get; init; }

    /// <summary>The discount.</summary>
    public Guid? Discount { get; init; }

    /// <summary>What is to be paid, or comes back if it is negative.</summary>
    public required decimal Amount { get; init; }

    /// <summary>What a voucher paid.</summary>
    public required decimal Voucher { get; init; }

    /// <summary>The payment's id for the voucher.</summary>
    public Guid? VoucherUse { get; init; }

    /// <summary>How it stands.</summary>
    public required OrderState State { get; init; }

    /// <summary>From where it was paid.</summary>
    public PaidFrom? PaidFrom { get; init; }

    /// <summary>When it was placed, UTC.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string PlacedBy { get; init; }

    /// <summary>When it is cancelled if nobody pays, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was paid, cancelled or done, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>By whom.</summary>
    public string? EndedBy { get; init; }

    /// <summary>The product's name.</summary>
    public LocalText ProductName => new(ProductZh, ProductEn);
}

/// <summary>Orders of a combination, and what it is.</summary>
public sealed record CombinationRow(Guid Id, string Number, CombinationKind Kind, string? Name, DateTimeOffset PlacedAt);

/// <summary>Which orders are asked for; null does not narrow.</summary>
/// <param name="State">How they stand.</param>
/// <param name="Search">Part of the number, of the customer's or the product's name.</param>
/// <param name="Customer">Of this customer.</param>
/// <param name="From">Placed at this instant or later.</param>
/// <param name="Before">Placed before this instant.</param>
/// <param name="Purchase">By period or by use.</param>
/// <param name="Service">Of this service type.</param>
public sealed record OrderFilter(
    OrderState? State = null, string? Search = null, Guid? Customer = null, DateTimeOffset? From = null, DateTimeOffset? Before = null,
    PurchaseType? Purchase = null, string? Service = null);

/// <summary>
/// Orders: a customer's own; of a partner those that its customers placed as such; the vendor's people see all.
/// </summary>
public sealed class OrderLists(OrdersDb db, CustomerAccounts customers)
{
    private static readonly Sorting<OrderRow> Columns = new()
    {
        { "number", row => row.Number, true }, { "customer", row => row.CustomerName }, { "product", row => row.Product }, { "kind", row => row.Kind },
        { "amount", row => row.Amount }, { "state", row => row.State }, { "placed", row => row.PlacedAt },
    };

    /// <summary>Orders as ordered by a column, the newest first unless told.</summary>
    public async Task<List<OrderRow>> Of(Actor by, OrderFilter filter, string? sort, int skip, int limit, CancellationToken ct = default) =>
        await Columns.Apply(Filtered(await Seen(by, ct), filter), sort).Skip(skip).Take(limit).ToListAsync(ct);

    /// <summary>How many there are.</summary>
    public async Task<int> Count(Actor by, OrderFilter filter, CancellationToken ct = default) => await Filtered(await Seen(by, ct), filter).CountAsync(ct);

    /// <summary>Orders by number, the newest first, from below a number on.</summary>
    public async Task<List<OrderRow>> After(Actor by, OrderFilter filter, string? below, int limit, CancellationToken ct = default)
    {
        var rows = Filtered(await Seen(by, ct), filter);
        return await (below is null ? rows : rows.Where(row => row.Number.CompareTo(below) < 0)).OrderByDescending(row => row.Number).Take(limit).ToListAsync(ct);
    }

    /// <summary>One, or null.</summary>
    public async Task<OrderRow?> Find(Guid id, Actor by, CancellationToken ct = default) =>
        await Rows(await Seen(by, ct)).SingleOrDefaultAsync(row => row.Id == id, ct);

    /// <summary>Some of them, by number.</summary>
    public async Task<List<OrderRow>> Some(IReadOnlyCollection<Guid> ids, Actor by, CancellationToken ct = default) =>
        await Rows(await Seen(by, ct)).Where(row => ids.Contains(row.Id)).OrderBy(row => row.Number).ToListAsync(ct);

    /// <summary>A combination of somebody's orders, with all of them; null if there is none.</summary>
    public async Task<(CombinationRow Row, List<OrderRow> Orders)?> Combination(Guid id, Actor by, CancellationToken ct = default)
    {
        var orders = await Rows(await Seen(by, ct)).Where(row => row.Combination == id).OrderBy(row => row.Number).ToListAsync(ct);
        if (orders.Count == 0)
        {
            return null;
        }

        var row = await db.Combinations.AsNoTracking().Where(c => c.Id == id)
            .Select(c => new CombinationRow(c.Id, c.Number, c.Kind, c.Name, c.PlacedAt)).SingleAsync(ct);
        return (row, orders);
    }

    private static IQueryable<OrderRow> Filtered(IQueryable<Order> orders, OrderFilter filter)
    {
        var rows = orders;
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            rows = rows.Where(o => o.Number.Contains(filter.Search) || o.CustomerName.Contains(filter.Search) || o.ProductZh.Contains(filter.Search) || o.ProductEn.Contains(filter.Search));
        }

        rows = rows.Where(o => (filter.State == null || o.State == filter.State) && (filter.Customer == null || o.CustomerId == filter.Customer));
        rows = rows.Where(o => (filter.From == null || o.PlacedAt >= filter.From) && (filter.Before == null || o.PlacedAt < filter.Before));
        return Rows(rows.Where(o => (filter.Purchase == null || o.Purchase == filter.Purchase) && (filter.Service == null || o.Service == filter.Service)));
    }

    private async Task<IQueryable<Order>> Seen(Actor by, CancellationToken ct)
    {
        var orders = db.Orders.AsNoTracking();
        if (by.Customer is { } customer)
        {
            by.Need(OrdersModule.Own);
            return orders.Where(o => o.CustomerId == customer);
        }

        if (by.Partner is { } partner)
        {
            by.Need(OrdersModule.See);
            var seen = await customers.Seen(by, ct);
            orders = orders.Where(o => o.PartnerId == partner);
            return seen is null ? orders : orders.Where(o => seen.Contains(o.CustomerId));
        }

        by.Need(OrdersModule.Oversee);
        return orders;
    }

    private static IQueryable<OrderRow> Rows(IQueryable<Order> orders) => orders.Select(o => new OrderRow
    {
        Id = o.Id,
        Number = o.Number,
        Combination = o.CombinationId,
        Customer = o.CustomerId,
        CustomerName = o.CustomerName,
        Kind = o.Kind,
        Purchase = o.Purchase,
        Product = o.Product,
        ProductZh = o.ProductZh,
        ProductEn = o.ProductEn,
        Service = o.Service,
        Months = o.Months,
        Quantity = o.Quantity,
        Resource = o.ResourceId,
        From = o.From,
        Until = o.Until,
        ListPrice = o.ListPrice,
        Factor = o.Factor,
        Discount = o.DiscountId,
        Amount = o.Amount,
        Voucher = o.Voucher,
        VoucherUse = o.VoucherUse,
        State = o.State,
        PaidFrom = o.PaidFrom,
        PlacedAt = o.PlacedAt,
        PlacedBy = o.PlacedBy,
        ExpiresAt = o.ExpiresAt,
        EndedAt = o.EndedAt,
        EndedBy = o.EndedBy,
    });
}
