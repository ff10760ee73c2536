using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Vouchers.Persistence;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>A customer's voucher as pages and API show it; amounts in CNY.</summary>
public sealed record CustomerVoucherRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>CV-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>What it is.</summary>
    public required VoucherSort Sort { get; init; }

    /// <summary>The partner that issued it; null for the vendor.</summary>
    public Guid? IssuerId { get; init; }

    /// <summary>The quota that it came out of; null for the vendor's.</summary>
    public Guid? QuotaId { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid CustomerId { get; init; }

    /// <summary>The customer's name at issue.</summary>
    public required string CustomerName { get; init; }

    /// <summary>How much it was.</summary>
    public required decimal Face { get; init; }

    /// <summary>What is left of it.</summary>
    public required decimal Remaining { get; init; }

    /// <summary>For which purchases.</summary>
    public required PurchaseTypes Purchase { get; init; }

    /// <summary>For which products; none for all.</summary>
    public required string[] Products { get; init; }

    /// <summary>Whether it is for new customers' periods.</summary>
    public required bool Acquisition { get; init; }

    /// <summary>Whether it excludes authorised discounts.</summary>
    public required bool ExcludesDiscounts { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day, included.</summary>
    public required DateOnly ValidTo { get; init; }

    /// <summary>Why it was issued.</summary>
    public required string Reason { get; init; }

    /// <summary>How it stands.</summary>
    public required VoucherState State { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>How it stands on a day: by its state, what is left and its days.</summary>
    public VoucherStanding On(DateOnly today) =>
        State == VoucherState.Reclaimed ? VoucherStanding.Reclaimed
        : State == VoucherState.Returned ? VoucherStanding.Returned
        : Remaining == 0 ? VoucherStanding.Used
        : today > ValidTo ? VoucherStanding.Expired
        : today < ValidFrom ? VoucherStanding.NotYet
        : VoucherStanding.Usable;
}

/// <summary>How a voucher stands on a day.</summary>
public enum VoucherStanding
{
    /// <summary>It can be used.</summary>
    [Words("可使用", "Usable")]
    Usable,

    /// <summary>Its first day is to come.</summary>
    [Words("未生效", "Not yet")]
    NotYet,

    /// <summary>Nothing is left.</summary>
    [Words("已用完", "Used")]
    Used,

    /// <summary>Its last day is over.</summary>
    [Words("已过期", "Expired")]
    Expired,

    /// <summary>Whoever issued it took it back.</summary>
    [Words("已回收", "Reclaimed")]
    Reclaimed,

    /// <summary>It went back when the association changed.</summary>
    [Words("已退回", "Returned")]
    Returned,
}

/// <summary>Which vouchers are asked for; null does not narrow.</summary>
/// <param name="Search">Part of a number or of a customer's name.</param>
/// <param name="Sort">What it is.</param>
/// <param name="Standing">How it stands today.</param>
public sealed record VoucherFilter(string? Search = null, VoucherSort? Sort = null, VoucherStanding? Standing = null)
{
    /// <summary>This one.</summary>
    public Guid? Id { get; init; }

    /// <summary>One of these.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Whether stored-value cards are left out.</summary>
    public bool NoCards { get; init; }

    /// <summary>This customer's.</summary>
    public Guid? Customer { get; init; }

    /// <summary>Issued by this partner; the zero id for the vendor.</summary>
    public Guid? Issuer { get; init; }

    /// <summary>Issued between these instants.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Issued { get; init; }

    /// <summary>With a first day between these, both included.</summary>
    public (DateOnly? From, DateOnly? To) Begins { get; init; }

    /// <summary>With a last day between these, both included.</summary>
    public (DateOnly? From, DateOnly? To) Ends { get; init; }
}

/// <summary>Customers' vouchers as pages and API show them.</summary>
public sealed class CustomerVoucherLists(VouchersDb db, BusinessDay businessDay)
{
    private static readonly Sorting<CustomerVoucherRow> Columns = new()
    {
        { "issued", row => row.IssuedAt, true }, { "number", row => row.Number }, { "customer", row => row.CustomerName }, { "sort", row => row.Sort },
        { "face", row => row.Face }, { "left", row => row.Remaining }, { "valid", row => row.ValidTo },
    };

    /// <summary>Those that the actor's partner has issued.</summary>
    public Task<List<CustomerVoucherRow>> Issued(Actor by, VoucherFilter filter, string? sort, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(VouchersModule.See);
        return List(db.CustomerVouchers.Where(row => row.IssuerId == by.PartnerId), filter, sort, skip, limit, ct);
    }

    /// <summary>For the vendor those of all customers, for an ecosystem manager those of its partners' present ones.</summary>
    public async Task<List<CustomerVoucherRow>> All(Actor by, VoucherFilter filter, string? sort, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Issue);
        if (by.Reach.All)
        {
            return await List(db.CustomerVouchers, filter, sort, skip, limit, ct);
        }

        // The vendor's own vouchers are behind everybody's wall: the manager's says which customers are its.
        var customers = await db.Customers.Where(row => row.ToAt == null).Select(row => row.CustomerId).ToListAsync(ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await List(db.CustomerVouchers.Where(row => customers.Contains(row.CustomerId)), filter, sort, skip, limit, ct);
    }

    /// <summary>The customer's own. What was taken back or returned is gone: it does not see it any more (R12.1.6.11).</summary>
    public Task<List<CustomerVoucherRow>> Own(Actor by, VoucherFilter filter, string? sort, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Own);
        return List(db.CustomerVouchers.Where(row => row.CustomerId == by.CustomerId && row.State == VoucherState.Issued), filter, sort, skip, limit, ct);
    }

    /// <summary>How many a list has, all pages: of the customer's own, or of those that the actor's partner has issued.</summary>
    public Task<int> Count(Actor by, VoucherFilter filter, CancellationToken ct = default)
    {
        by.Need(by.Customer is null ? VouchersModule.See : VouchersModule.Own);
        var rows = by.Customer is { } customer
            ? db.CustomerVouchers.Where(row => row.CustomerId == customer && row.State == VoucherState.Issued)
            : db.CustomerVouchers.Where(row => row.IssuerId == by.PartnerId);
        return Fitting(rows, filter).CountAsync(ct);
    }

    private Task<List<CustomerVoucherRow>> List(
        IQueryable<CustomerVoucherRow> rows, VoucherFilter filter, string? sort, int skip, int limit, CancellationToken ct) =>
        Columns.Apply(Fitting(rows, filter), sort).Skip(skip).Take(limit).ToListAsync(ct);

    private IQueryable<CustomerVoucherRow> Fitting(IQueryable<CustomerVoucherRow> rows, VoucherFilter filter)
    {
        var (search, (from, to), begins, ends) = (filter.Search?.Trim() ?? "", filter.Issued, filter.Begins, filter.Ends);
        rows = search.Length == 0 ? rows : rows.Where(row => row.Number.Contains(search) || row.CustomerName.Contains(search));
        rows = rows.Where(row => (filter.Sort == null || row.Sort == filter.Sort) && (!filter.NoCards || row.Sort != VoucherSort.StoredValueCard)
            && (filter.Id == null || row.Id == filter.Id) && (filter.Ids == null || filter.Ids.Contains(row.Id))
            && (filter.Customer == null || row.CustomerId == filter.Customer)
            && (filter.Issuer == null || (row.IssuerId ?? Guid.Empty) == filter.Issuer)
            && (from == null || row.IssuedAt >= from) && (to == null || row.IssuedAt <= to)
            && (begins.From == null || row.ValidFrom >= begins.From) && (begins.To == null || row.ValidFrom <= begins.To)
            && (ends.From == null || row.ValidTo >= ends.From) && (ends.To == null || row.ValidTo <= ends.To));
        return Standing(rows, filter.Standing);
    }

    /// <summary>As <see cref="CustomerVoucherRow.On"/> tells them apart.</summary>
    private IQueryable<CustomerVoucherRow> Standing(IQueryable<CustomerVoucherRow> rows, VoucherStanding? standing)
    {
        var today = businessDay.Today;
        var issued = rows.Where(row => row.State == VoucherState.Issued);
        return standing switch
        {
            null => rows,
            VoucherStanding.Reclaimed => rows.Where(row => row.State == VoucherState.Reclaimed),
            VoucherStanding.Returned => rows.Where(row => row.State == VoucherState.Returned),
            VoucherStanding.Used => issued.Where(row => row.Remaining == 0),
            VoucherStanding.Expired => issued.Where(row => row.Remaining > 0 && row.ValidTo < today),
            VoucherStanding.NotYet => issued.Where(row => row.Remaining > 0 && row.ValidFrom > today),
            _ => issued.Where(row => row.Remaining > 0 && row.ValidFrom <= today && today <= row.ValidTo),
        };
    }
}
