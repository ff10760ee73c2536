using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;

namespace PartnerCenter.Network.Published;

/// <summary>What a partner shows of itself.</summary>
/// <param name="Partner">Which.</param>
/// <param name="Logo">The document of its logo.</param>
/// <param name="Introduction">What it does.</param>
/// <param name="Contact">How the public reaches it.</param>
/// <param name="Website">Its site.</param>
/// <param name="Ticket">The ticket on which it was changed last.</param>
/// <param name="ChangedBy">By whom.</param>
/// <param name="ChangedAt">When, UTC.</param>
public sealed record CompanyProfileView(
    Guid Partner, Guid? Logo, LocalText Introduction, string Contact, string? Website, string Ticket, string ChangedBy, DateTimeOffset ChangedAt);

/// <summary>What partners show of themselves (R6.1.4).</summary>
public sealed class CompanyProfiles(NetworkDb db)
{
    /// <summary>A partner's, or null; of partners that the reader may see.</summary>
    public async Task<CompanyProfileView?> Of(Guid partner, CancellationToken ct = default) => (await Of([partner], ct)).GetValueOrDefault(partner);

    /// <summary>Those of several, by partner.</summary>
    public async Task<Dictionary<Guid, CompanyProfileView>> Of(IReadOnlyCollection<Guid> partners, CancellationToken ct = default) =>
        await db.Profiles.AsNoTracking().Where(p => partners.Contains(p.PartnerId))
            .Select(p => new CompanyProfileView(
                p.PartnerId, p.LogoId, new(p.IntroductionZh, p.IntroductionEn), p.Contact, p.Website, p.Ticket, p.ChangedBy, p.ChangedAt))
            .ToDictionaryAsync(p => p.Partner, ct);
}
