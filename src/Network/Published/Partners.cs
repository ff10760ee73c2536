using Microsoft.EntityFrameworkCore;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Network.Published;

/// <summary>A company has become a partner.</summary>
public sealed record PartnerJoined(Guid Partner, string Number, string CompanyName, Guid Account) : IEvent;

/// <summary>A partner as other modules see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">P-2026-000001.</param>
/// <param name="CompanyName">Its company.</param>
/// <param name="LegalEntity">The legal entity that it belongs to.</param>
/// <param name="JoinedOn">The day on which it joined, at GMT+08:00.</param>
public sealed record PartnerView(Guid Id, string Number, string CompanyName, Guid LegalEntity, DateOnly JoinedOn);

/// <summary>Partners, for later modules.</summary>
public sealed class Partners(NetworkDb db)
{
    /// <summary>An active partner by id, or null.</summary>
    public Task<PartnerView?> Find(Guid id, CancellationToken ct = default) =>
        Views(Active.Where(p => p.Id == id)).SingleOrDefaultAsync(ct);

    /// <summary>An active partner by number, or null.</summary>
    public Task<PartnerView?> ByNumber(string number, CancellationToken ct = default) =>
        Views(Active.Where(p => p.Number == number)).SingleOrDefaultAsync(ct);

    /// <summary>Some active partners, by id.</summary>
    public Task<Dictionary<Guid, PartnerView>> Of(IReadOnlyCollection<Guid> partners, CancellationToken ct = default) =>
        Views(Active.Where(p => partners.Contains(p.Id))).ToDictionaryAsync(p => p.Id, ct);

    /// <summary>All active partners by number.</summary>
    public Task<List<PartnerView>> All(CancellationToken ct = default) => Views(Active.OrderBy(p => p.Number)).ToListAsync(ct);

    /// <summary>The account of the ecosystem manager that a partner is given to; null if there is none.</summary>
    public Task<Guid?> ManagerOf(Guid id, CancellationToken ct = default) => Active.Where(p => p.Id == id).Select(p => p.ManagerId).SingleOrDefaultAsync(ct);

    private IQueryable<Partner> Active => db.Partners.AsNoTracking().Where(p => p.State == PartnerState.Active);

    private static IQueryable<PartnerView> Views(IQueryable<Partner> partners) =>
        partners.Select(p => new PartnerView(p.Id, p.Number, p.CompanyName, p.LegalEntityId!.Value, p.JoinedOn!.Value));
}
