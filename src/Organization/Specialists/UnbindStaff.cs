using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Organization.Specialists;

/// <summary>The administrator releases somebody: not while the person is a specialist (R7.2.2).</summary>
internal sealed class UnbindStaff(OrganizationDb db, BusinessDay businessDay)
{
    /// <summary>Ends the binding.</summary>
    /// <returns>False if the person is not the partner's staff.</returns>
    /// <exception cref="Refusal"><c>organization.is-specialist</c>.</exception>
    public async Task<bool> Run(Guid account, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        var binding = await db.Bindings.SingleOrDefaultAsync(b => b.PartnerId == by.PartnerId && b.AccountId == account && b.ToAt == null, ct);
        if (binding is null)
        {
            return false;
        }

        if (await db.Specialists.AnyAsync(s => s.PartnerId == by.PartnerId && s.AccountId == account && Specialist.Standing.Contains(s.State), ct))
        {
            throw new Refusal("organization.is-specialist");
        }

        binding.ToAt = businessDay.Now;
        await db.Save(by, "organization.unbind-staff", ct);
        return true;
    }
}
