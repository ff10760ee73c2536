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
public sealed record QuotaFilter(string? Search = null, VoucherSort? Sort = null, bool Open = false, Guid? Partner = null)
{
    /// <summary>These.</summary>
    public IReadOnlyCollection<Guid>? Ids { get; init; }

    /// <summary>Out of this quota.</summary>
    public Guid? Source { get; init; }

    /// <summary>Given between these instants.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Given { get; init; }

    /// <summary>With a first day between these, both included.</summary>
    public (DateOnly? From, DateOnly? To) Begins { get; init; }

    /// <summary>With a last day between these, both included.</summary>
    public (DateOnly? From, DateOnly? To) Ends { get; init; }

    /// <summary>Only those in force (true) or no more (false): expired or taken back.</summary>
    public bool? InForce { get; init; }
}

/// <summary>Which entries are asked for; null does not narrow.</summary>
/// <param name="Kinds">Of these kinds.</param>
/// <param name="Quota">In this quota.</param>
/// <param name="Other">To or from this one.</param>
public sealed record EntryFilter(IReadOnlyCollection<EntryKind>? Kinds = null, Guid? Quota = null, Guid? Other = null)
{
    /// <summary>To or from this partner.</summary>
    public Guid? OtherPartner { get; init; }

    /// <summary>Of quotas of this sort.</summary>
    public VoucherSort? Sort { get; init; }

    /// <summary>Of these vouchers.</summary>
    public IReadOnlyCollection<Guid>? Vouchers { get; init; }

    /// <summary>Of this customer.</summary>
    public Guid? Customer { get; init; }

    /// <summary>Between these instants.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) At { get; init; }
}

/// <summary>Quotas as pages and API show them.</summary>
public sealed class QuotaLists(VouchersDb db, Partners partners, Memberships memberships, BusinessDay businessDay)
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

    /// <summary>Those that the vendor has given, whichever company's they are; what a sandbox has nobody gave.</summary>
    public Task<List<QuotaRow>> Given(Actor by, QuotaFilter filter, string? sort, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Issue);
        var companies = db.Database.SqlQuery<Guid>($"select id as \"Value\" from network.pub_partner");
        return List(db.Quotas.Where(row => row.GiverId == null && companies.Contains(row.PartnerId)), filter, sort, skip, limit, ct);
    }

    /// <summary>What went into the actor's quotas and out of them, the newest first.</summary>
    public Task<List<QuotaEntryRow>> Entries(Actor by, EntryFilter filter, int skip, int limit, CancellationToken ct = default) =>
        Entries(by, filter).OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Skip(skip).Take(limit).ToListAsync(ct);

    /// <summary>How many of them there are, all pages.</summary>
    public Task<int> CountEntries(Actor by, EntryFilter filter, CancellationToken ct = default) => Entries(by, filter).CountAsync(ct);

    /// <summary>How many quotas there are, all pages: of the actor's partner, or of those that it has given to its resellers.</summary>
    public Task<int> Count(Actor by, QuotaFilter filter, bool isShared, CancellationToken ct = default)
    {
        by.Need(isShared ? VouchersModule.Share : VouchersModule.See);
        return Fitting(db.Quotas.Where(row => isShared ? row.GiverId == by.PartnerId : row.PartnerId == by.PartnerId), filter).CountAsync(ct);
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

    /// <summary>The names of resellers that are or were a distributor's, by what it has given them.</summary>
    public async Task<Dictionary<Guid, string>> Names(IReadOnlyCollection<Guid> resellers, Actor by, CancellationToken ct = default)
    {
        by.Need(VouchersModule.Share);
        var known = await db.Quotas.Where(row => row.GiverId == by.PartnerId && resellers.Contains(row.PartnerId)).Select(row => row.PartnerId).Distinct().ToListAsync(ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        return (await partners.Of(known, ct)).ToDictionary(pair => pair.Key, pair => pair.Value.CompanyName);
    }

    private Task<List<QuotaRow>> List(
        IQueryable<QuotaRow> rows, QuotaFilter filter, string? sort, int skip, int limit, CancellationToken ct) =>
        Columns.Apply(Fitting(rows, filter), sort).Skip(skip).Take(limit).ToListAsync(ct);

    private IQueryable<QuotaRow> Fitting(IQueryable<QuotaRow> rows, QuotaFilter filter)
    {
        var (search, today, (from, to), begins, ends) = (filter.Search?.Trim() ?? "", businessDay.Today, filter.Given, filter.Begins, filter.Ends);
        rows = search.Length == 0 ? rows : rows.Where(row => row.Number.Contains(search) || row.CustomerName!.Contains(search));
        rows = rows.Where(row => (filter.Sort == null || row.Sort == filter.Sort) && (filter.Partner == null || row.PartnerId == filter.Partner)
            && (filter.Source == null || row.SourceId == filter.Source)
            && (from == null || row.GivenAt >= from) && (to == null || row.GivenAt <= to)
            && (begins.From == null || row.ValidFrom >= begins.From) && (begins.To == null || row.ValidFrom <= begins.To)
            && (ends.From == null || row.ValidTo >= ends.From) && (ends.To == null || row.ValidTo <= ends.To));
        rows = filter.Ids is not { } ids ? rows : rows.Where(row => ids.Contains(row.Id));
        rows = filter.InForce is not { } inForce ? rows : rows.Where(row => (row.State == QuotaState.Given && today <= row.ValidTo) == inForce);
        return !filter.Open ? rows
            : rows.Where(row => row.State == QuotaState.Given && row.Remaining > 0 && row.ValidFrom <= today && today <= row.ValidTo);
    }

    private IQueryable<QuotaEntryRow> Entries(Actor by, EntryFilter filter)
    {
        by.Need(VouchersModule.See);
        var (from, to) = filter.At;
        var rows = db.Entries.Where(row => row.PartnerId == by.PartnerId && (filter.Quota == null || row.QuotaId == filter.Quota)
            && (filter.Other == null || row.OtherQuotaId == filter.Other) && (filter.OtherPartner == null || row.OtherPartnerId == filter.OtherPartner)
            && (filter.Customer == null || row.CustomerId == filter.Customer) && (from == null || row.At >= from) && (to == null || row.At <= to)
            && (filter.Sort == null || db.Quotas.Any(quota => quota.Id == row.QuotaId && quota.Sort == filter.Sort)));
        rows = filter.Kinds is not { } kinds ? rows : rows.Where(row => kinds.Contains(row.Kind));
        return filter.Vouchers is not { } vouchers ? rows : rows.Where(row => row.VoucherId != null && vouchers.Contains(row.VoucherId.Value));
    }
}
