using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Programs.Published;
using PartnerCenter.Vouchers.Persistence;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers.Quotas;

/// <summary>A quota as pages and API show it; amounts in CNY.</summary>
public sealed record QuotaRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>VQ-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid PartnerId { get; init; }

    /// <summary>The distributor that gave it; null for the vendor.</summary>
    public Guid? GiverId { get; init; }

    /// <summary>The distributor's quota that it came out of.</summary>
    public Guid? SourceId { get; init; }

    /// <summary>What is issued out of it.</summary>
    public required VoucherSort Sort { get; init; }

    /// <summary>How much it was.</summary>
    public required decimal Amount { get; init; }

    /// <summary>What is left of it.</summary>
    public required decimal Remaining { get; init; }

    /// <summary>The only customer that it is for; null for all.</summary>
    public Guid? CustomerId { get; init; }

    /// <summary>That customer's name.</summary>
    public string? CustomerName { get; init; }

    /// <summary>For which purchases.</summary>
    public required PurchaseTypes Purchase { get; init; }

    /// <summary>For which products; none for all.</summary>
    public required string[] Products { get; init; }

    /// <summary>Whether it is for new customers' periods.</summary>
    public required bool Acquisition { get; init; }

    /// <summary>Whether vouchers out of it exclude authorised discounts.</summary>
    public required bool ExcludesDiscounts { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day, included.</summary>
    public required DateOnly ValidTo { get; init; }

    /// <summary>Why it was given.</summary>
    public required string Reason { get; init; }

    /// <summary>How it stands.</summary>
    public required QuotaState State { get; init; }

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>When anything last went in or out, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>Something that went into a quota or out of it.</summary>
public sealed record QuotaEntryRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The quota.</summary>
    public required Guid QuotaId { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid PartnerId { get; init; }

    /// <summary>Why.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>CNY; below zero for out.</summary>
    public required decimal Amount { get; init; }

    /// <summary>What was left then.</summary>
    public required decimal After { get; init; }

    /// <summary>The voucher concerned.</summary>
    public Guid? VoucherId { get; init; }

    /// <summary>Its customer.</summary>
    public Guid? CustomerId { get; init; }

    /// <summary>The quota on the other side.</summary>
    public Guid? OtherQuotaId { get; init; }

    /// <summary>Whose that is.</summary>
    public Guid? OtherPartnerId { get; init; }

    /// <summary>Words.</summary>
    public required string Remark { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string ActorName { get; init; }
}

/// <summary>Which quotas are asked for; null does not narrow.</summary>
/// <param name="Search">Part of a number or of a customer's name.</param>
/// <param name="Sort">What is issued out of it.</param>
/// <param name="Open">Only those that something can be given on of today.</param>
/// <param name="Partner">Whose.</param>
internal sealed record QuotaFilter(string? Search = null, VoucherSort? Sort = null, bool Open = false, Guid? Partner = null);

/// <summary>Quotas as pages and API show them.</summary>
internal sealed class QuotaLists(VouchersDb db, Partners partners, Memberships memberships, BusinessDay businessDay)
{
    private static readonly Sorting<QuotaRow> Columns = new()
    {
        { "given", row => row.GivenAt, true }, { "number", row => row.Number }, { "sort", row => row.Sort }, { "amount", row => row.Amount },
        { "left", row => row.Remaining }, { "valid", row => row.ValidTo }, { "customer", row => row.CustomerName }, { "state", row => row.State },
    };

    /// <summary>Those of the actor's partner.</summary>
    public Task<List<QuotaRow>> Of(Actor by, QuotaFilter filter, string? sort, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(VouchersModule.See);
        return List(db.Quotas.Where(row => row.PartnerId == by.PartnerId), filter, sort, skip, limit, ct);
    }

    /// <summary>Those that the actor's partner has given to its resellers.</summary>
    public Task<List<QuotaRow>> Shared(Actor by, QuotaFilter filter, string? sort, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Share);
        return List(db.Quotas.Where(row => row.GiverId == by.PartnerId), filter, sort, skip, limit, ct);
    }

    /// <summary>Those that the vendor has given, whoever's they are.</summary>
    public Task<List<QuotaRow>> Given(Actor by, QuotaFilter filter, string? sort, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Issue);
        return List(db.Quotas.Where(row => row.GiverId == null), filter, sort, skip, limit, ct);
    }

    /// <summary>What went into the actor's quotas and out of them, the newest first.</summary>
    public Task<List<QuotaEntryRow>> Entries(Actor by, Guid? quota, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(VouchersModule.See);
        return db.Entries.Where(row => row.PartnerId == by.PartnerId && (quota == null || row.QuotaId == quota))
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Skip(skip).Take(limit).ToListAsync(ct);
    }

    /// <summary>One of the actor's partner's, or null.</summary>
    public Task<QuotaRow?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(VouchersModule.See);
        return db.Quotas.SingleOrDefaultAsync(row => row.Id == id && row.PartnerId == by.PartnerId, ct);
    }

    /// <summary>A distributor's present resellers, by name.</summary>
    public async Task<List<PartnerView>> Resellers(Actor by, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Share);
        var now = await memberships.ResellersOf(by.PartnerId, businessDay.Today, ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        return [.. (await partners.Of(now, ct)).Values.OrderBy(reseller => reseller.CompanyName, StringComparer.Ordinal)];
    }

    /// <summary>The companies whose quotas are on a list that the reader sees: their names lie behind the walls.</summary>
    public async Task<Dictionary<Guid, PartnerView>> Owners(IEnumerable<QuotaRow> rows, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await partners.Of([.. rows.Select(row => row.PartnerId).Distinct()], ct);
    }

    private Task<List<QuotaRow>> List(
        IQueryable<QuotaRow> rows, QuotaFilter filter, string? sort, int skip, int limit, CancellationToken ct)
    {
        var (search, today) = (filter.Search?.Trim() ?? "", businessDay.Today);
        rows = search.Length == 0 ? rows : rows.Where(row => row.Number.Contains(search) || row.CustomerName!.Contains(search));
        rows = rows.Where(row => (filter.Sort == null || row.Sort == filter.Sort) && (filter.Partner == null || row.PartnerId == filter.Partner));
        rows = !filter.Open ? rows
            : rows.Where(row => row.State == QuotaState.Given && row.Remaining > 0 && row.ValidFrom <= today && today <= row.ValidTo);
        return Columns.Apply(rows, sort).Skip(skip).Take(limit).ToListAsync(ct);
    }
}
