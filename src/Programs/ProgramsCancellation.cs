using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>
/// Accounts that were ever a solution provider or a distributor are kept for good, also after the programme lapsed (R5.1.12, R5.2.8); a
/// reseller's once it has left or lapsed is not (R5.3.8). Special programmes are left first.
/// </summary>
internal sealed class ProgramsCancellation(ProgramsDb db) : ICancellationGuard
{
    private static readonly LocalText Special = new("请先退出共拓与专项计划。", "Leave the co-sell and special programmes first.");

    public async Task<IReadOnlyList<LocalText>> Why(Guid partner, CancellationToken ct)
    {
        var memberships = await db.Memberships.AsNoTracking().Where(m => m.PartnerId == partner).ToListAsync(ct);
        var special = await db.SpecialMemberships.AnyAsync(m => m.PartnerId == partner && m.State == MembershipState.Active, ct);
        return [.. memberships.Select(Reason).Append(special ? Special : null).OfType<LocalText>().Distinct()];
    }

    private static LocalText? Reason(Membership membership) => (membership.Program, membership.State) switch
    {
        (PartnerProgram.SolutionProvider, _) => new("解决方案提供商账号不支持注销，计划失效后也不支持。", "A solution provider's account cannot be cancelled, not even after the programme has lapsed."),
        (PartnerProgram.Distributor, _) => new("总经销商账号不支持注销，计划失效后也不支持。", "A distributor's account cannot be cancelled, not even after the programme has lapsed."),
        (PartnerProgram.Reseller, MembershipState.Active) => new("请先退出云经销商计划。", "Leave the cloud reseller programme first."),
        _ => null,
    };
}
