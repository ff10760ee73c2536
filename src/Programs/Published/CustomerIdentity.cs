using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;

namespace PartnerCenter.Programs.Published;

/// <summary>
/// Whether a partner's account is a customer of the vendor's as well (客户身份): most programmes take that from their members (R5.1.4), a
/// development path does not (R6.1.6). A membership that has lapsed counts still; one that has ended does not.
/// </summary>
public sealed class CustomerIdentity(ProgramsDb db, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Why an account cannot buy from the vendor; null if it can. The account lies within the reader's walls.</summary>
    /// <returns><c>programs.no-customer-identity</c> with the programme.</returns>
    public async Task<Refusal?> Why(Guid partner, CancellationToken ct = default)
    {
        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        var joined = await db.Memberships.AsNoTracking()
            .Where(m => m.PartnerId == partner && (m.State == MembershipState.Active || m.State == MembershipState.Lapsed))
            .OrderBy(m => m.JoinedOn).Select(m => m.Program).ToListAsync(ct);
        return joined.ConvertAll(program => terms[program]).Find(program => program.LosesCustomerIdentity) is { } program
            ? new Refusal("programs.no-customer-identity", program.Name)
            : null;
    }
}
