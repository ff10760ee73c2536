using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>Leaves a partner's people the permissions of their programmes' menus: what is not on the menu cannot be opened (R12.1.9.17).</summary>
internal sealed class MenuFilter(ProgramsDb db, Rulebook rulebook, BusinessDay businessDay) : IPermissionFilter
{
    public async Task<IReadOnlySet<string>> Filter(Guid? partner, IReadOnlySet<string> permissions, CancellationToken ct)
    {
        if (partner is null)
        {
            return permissions;
        }

        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        var joined = await db.Memberships.Where(m => m.PartnerId == partner && m.State == MembershipState.Active)
            .Select(m => m.Program).ToListAsync(ct);
        var menu = terms.BasicMenu.Concat(joined.SelectMany(program => terms[program].Menu)).ToHashSet();
        return permissions.Where(menu.Contains).ToHashSet();
    }
}
