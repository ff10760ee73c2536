using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Network.Published;

/// <summary>An entity of the vendor that signs with partners (签约主体).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Currency">The currency in which it settles, by its ISO 4217 code (R6.2.5); null if it is not on the list.</param>
public sealed record SigningEntity(string Name, string? Currency);

/// <summary>Which of the vendor's entities signed with whom.</summary>
public sealed class SigningEntities(NetworkDb db, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>The one that signs new agreements today.</summary>
    public SigningEntity Present => Named(Terms.Signs);

    private SigningEntityTerms Terms => rulebook.On<SigningEntityTerms>(SigningEntityTerms.Rule, businessDay.Today).Terms;

    /// <summary>The one of a partner: that of its latest agreement; null if it has signed none.</summary>
    public async Task<SigningEntity?> Of(Guid partner, CancellationToken ct = default)
    {
        var name = await db.Agreements.AsNoTracking().Where(a => a.PartnerId == partner).OrderByDescending(a => a.SignedAt)
            .ThenByDescending(a => a.ContractNumber).Select(a => a.SigningEntity).FirstOrDefaultAsync(ct);
        return name is null ? null : Named(name);
    }

    /// <summary>An entity by its name, with its currency if it is on the list.</summary>
    public SigningEntity Named(string name) => Terms.Entities.FirstOrDefault(entity => entity.Name == name) ?? new(name, null);
}
