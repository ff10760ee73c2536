using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;
using PartnerCenter.Programs.Special;

namespace PartnerCenter.Programs;

/// <summary>
/// Leaves a partner's people the permissions of their programmes' menus: what is not on the menu cannot be opened (R12.1.9.17), nor can
/// what channel-only accounts lack (R12.1.9.18).
/// </summary>
internal sealed class MenuFilter(ProgramsDb db, SpecialPrograms specials, Rulebook rulebook, BusinessDay businessDay) : IPermissionFilter
{
    public async Task<IReadOnlySet<string>> Filter(Guid? partner, IReadOnlySet<string> permissions, CancellationToken ct)
    {
        if (partner is null)
        {
            return permissions;
        }

        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        var joined = await db.Memberships.Where(m => m.PartnerId == partner && m.State == MembershipState.Active)
            .Select(m => new { m.Program, m.ChannelOnly }).ToListAsync(ct);
        var menu = terms.BasicMenu
            .Concat(joined.SelectMany(m => m.ChannelOnly ? terms[m.Program].Menu.Except(terms.NotChannelOnly) : terms[m.Program].Menu)).ToHashSet();
        var special = rulebook.On<SpecialProgramTerms>(SpecialProgramTerms.Rule, businessDay.Today).Terms;
        menu.UnionWith((await specials.Of(partner.Value, businessDay.Today, ct)).SelectMany(code => special.Find(code)?.Menu ?? []));
        return permissions.Where(menu.Contains).ToHashSet();
    }
}
