using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs.Special;

/// <summary>The ecosystem manager takes a partner out of a special programme on its wish, which it utters offline; it may join again.</summary>
internal sealed class EndSpecialMembership(ProgramsDb db, BusinessDay businessDay)
{
    /// <summary>Ends it.</summary>
    /// <exception cref="Refusal"><c>programs.no-membership</c>, those of the reason.</exception>
    public async Task Run(Guid partner, string code, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Admit);
        var words = Input.Text(reason, "Reason");
        var membership = await db.SpecialMemberships.SingleOrDefaultAsync(
            m => m.PartnerId == partner && m.Program == code && m.State == MembershipState.Active, ct)
            ?? throw new Refusal("programs.no-membership");
        membership.Leave(businessDay.Today, words);
        await db.Save(by, "programs.leave-special", ct);
    }
}
