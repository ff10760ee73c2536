using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Customers.Freezes;

/// <summary>A freeze as pages and API show it.</summary>
/// <param name="Reason">Why.</param>
/// <param name="FrozenAt">Since when, UTC.</param>
/// <param name="FrozenBy">By whom.</param>
/// <param name="EndedAt">Until when; null while it lasts.</param>
/// <param name="EndedBy">By whom.</param>
/// <param name="EndReason">Why it ended; null where the association did.</param>
public sealed record FreezeRow(string Reason, DateTimeOffset FrozenAt, string FrozenBy, DateTimeOffset? EndedAt, string? EndedBy, string? EndReason);

/// <summary>Freezes of a customer: of a partner its own, of a customer those that it was told of.</summary>
public sealed class FreezeLists(CustomersDb db, CustomerLists lists)
{
    private const int Most = 50;

    /// <summary>Of a present customer of the actor's partner, the newest first; null if it has none such.</summary>
    public async Task<List<FreezeRow>?> Of(Guid customer, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.See);
        return await lists.Find(customer, by, ct) is null ? null : await Rows(db.Freezes.Where(f => f.CustomerId == customer && f.PartnerId == by.PartnerId), ct);
    }

    /// <summary>The customer's own, the newest first.</summary>
    public Task<List<FreezeRow>> Own(Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Own);
        return Rows(db.Freezes.Where(f => f.CustomerId == by.CustomerId), ct);
    }

    private static Task<List<FreezeRow>> Rows(IQueryable<Freeze> freezes, CancellationToken ct) => freezes.AsNoTracking().OrderByDescending(f => f.FrozenAt).ThenByDescending(f => f.Id).Take(Most)
        .Select(f => new FreezeRow(f.Reason, f.FrozenAt, f.FrozenBy, f.EndedAt, f.EndedBy, f.EndReason)).ToListAsync(ct);
}
