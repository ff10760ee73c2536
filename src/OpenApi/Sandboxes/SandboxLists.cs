using Microsoft.EntityFrameworkCore;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.OpenApi.Sandboxes;

/// <summary>A partner's sandbox as its people see it.</summary>
/// <param name="Id">Its id: the domain id of calls.</param>
/// <param name="ResaleCustomer">A resale customer in it.</param>
/// <param name="ReferralCustomer">A referral customer.</param>
/// <param name="Order">The number of an order that the resale customer has not paid.</param>
/// <param name="Resource">The number of something that it has bought by period.</param>
/// <param name="Quota">A voucher quota.</param>
/// <param name="MadeAt">When it was made, UTC.</param>
/// <param name="MadeBy">By whom.</param>
internal sealed record SandboxView(
    Guid Id, Guid ResaleCustomer, Guid ReferralCustomer, string Order, string Resource, Guid Quota, DateTimeOffset MadeAt, string MadeBy);

/// <summary>The sandboxes that are open.</summary>
internal sealed class SandboxLists(OpenApiDb db)
{
    /// <summary>That of the actor's partner; null if it has none.</summary>
    public Task<SandboxView?> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        var partner = by.PartnerId;
        return db.Sandboxes.AsNoTracking().Where(s => s.PartnerId == partner && s.EndedAt == null)
            .Select(s => new SandboxView(s.Id, s.ResaleCustomerId, s.ReferralCustomerId, s.OrderNumber, s.ResourceNumber, s.QuotaId, s.MadeAt, s.MadeBy))
            .SingleOrDefaultAsync(ct);
    }

    /// <summary>Whether a sandbox is that of a partner and not over. The caller has crossed the walls.</summary>
    public Task<bool> IsOpen(Guid sandbox, Guid partner, CancellationToken ct = default) =>
        db.Sandboxes.AnyAsync(s => s.Id == sandbox && s.PartnerId == partner && s.EndedAt == null, ct);
}
