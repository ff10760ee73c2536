using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>The vendor extends the certificate of a partner that passed the annual assessment by one year (R5.1.6).</summary>
internal sealed class RenewMembership(ProgramsDb db, BusinessDay businessDay)
{
    /// <summary>How long before its last day a certificate may be extended: from December on.</summary>
    private const int DaysBefore = 62;

    /// <summary>Extends it.</summary>
    /// <exception cref="Refusal"><c>programs.no-membership</c>, <c>programs.too-early</c>.</exception>
    public async Task Run(Guid partner, PartnerProgram program, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Admit);
        var membership = await db.Memberships.SingleOrDefaultAsync(
            m => m.PartnerId == partner && m.Program == program && m.State == MembershipState.Active, ct)
            ?? throw new Refusal("programs.no-membership");
        if (businessDay.Today < membership.ValidUntil.AddDays(-DaysBefore))
        {
            throw new Refusal("programs.too-early", membership.ValidUntil);
        }

        membership.ValidUntil = membership.ValidUntil.AddYears(1);
        await db.Save(by, "programs.renew", ct);
    }
}
