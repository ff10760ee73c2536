using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Network.Published;

/// <summary>A partner signs an agreement with the vendor's entity of today; it stands among its agreements then.</summary>
public sealed class SignAgreement(NetworkDb db, SigningEntities entities, Numbers numbers, BusinessDay businessDay)
{
    /// <summary>Signs it; a version that was signed before stays as it is. Saved with the caller's unit of work.</summary>
    public async Task Run(Guid partner, string code, string version, LocalText name, Actor by, CancellationToken ct = default)
    {
        if (await db.Agreements.AnyAsync(a => a.PartnerId == partner && a.Code == code && a.Version == version, ct))
        {
            return;
        }

        db.Agreements.Add(new()
        {
            PartnerId = partner,
            Code = code,
            Version = version,
            NameZh = name.Zh,
            NameEn = name.En,
            ContractNumber = await numbers.Next("AG", ct),
            SigningEntity = entities.Present.Name,
            SignedBy = by.Account,
            SignedByName = by.Name,
            SignedAt = businessDay.Now,
        });
    }
}
