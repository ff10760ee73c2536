using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>
/// The ecosystem manager takes a partner out of a programme: on its own wish, which it utters offline (R5.1.11), or by delisting (摘牌).
/// An account that has left a programme never joins it again; a reseller's is of no more use (R5.3.5).
/// </summary>
internal sealed class EndMembership(ProgramsDb db, BusinessDay businessDay)
{
    /// <summary>Ends it.</summary>
    /// <exception cref="Refusal"><c>programs.no-membership</c>, <c>programs.has-resellers</c>, those of the reason.</exception>
    public async Task Run(Guid partner, PartnerProgram program, bool delisted, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Admit);
        var words = Input.Text(reason, "Reason");
        var membership = await db.Memberships.SingleOrDefaultAsync(
            m => m.PartnerId == partner && m.Program == program && (m.State == MembershipState.Active || m.State == MembershipState.Lapsed), ct)
            ?? throw new Refusal("programs.no-membership");
        if (program == PartnerProgram.Distributor && await db.Memberships.CountAsync(m => m.DistributorId == partner && m.State == MembershipState.Active, ct) is > 0 and var resellers)
        {
            throw new Refusal("programs.has-resellers", resellers);
        }

        membership.End(delisted ? MembershipState.Delisted : MembershipState.Left, businessDay.Today, words);
        await db.Save(by, delisted ? "programs.delist" : "programs.leave", ct);
    }
}
