using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>The vendor marks a distributor's account as one that develops resellers only (仅拓渠), or takes the mark away (R12.1.9.18).</summary>
internal sealed class MarkChannelOnly(ProgramsDb db)
{
    /// <summary>Sets the mark.</summary>
    /// <exception cref="Refusal">
    /// <c>programs.no-membership</c>: the account is no distributor. <c>programs.channel-account</c>: another account of the company is
    /// marked; there is one, for it shows the score card (R5.2.5).
    /// </exception>
    public async Task Run(Guid partner, bool channelOnly, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Admit);
        var membership = await db.Memberships.SingleOrDefaultAsync(
            m => m.PartnerId == partner && m.Program == PartnerProgram.Distributor && m.State == MembershipState.Active, ct)
            ?? throw new Refusal("programs.no-membership");
        if (channelOnly && await OtherIsMarked(membership, ct))
        {
            throw new Refusal("programs.channel-account");
        }

        membership.ChannelOnly = channelOnly;
        await db.Save(by, "programs.mark-channel-only", ct);
    }

    private async Task<bool> OtherIsMarked(Membership membership, CancellationToken ct)
    {
        await db.Unit.InTurn($"channel account of {membership.LegalEntityId}", ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await db.Memberships.AnyAsync(
            m => m.LegalEntityId == membership.LegalEntityId && m.Id != membership.Id && m.ChannelOnly && m.State == MembershipState.Active, ct);
    }
}
