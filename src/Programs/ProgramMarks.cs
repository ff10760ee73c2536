using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>Marks a company's accounts with their programmes; one whose menu has incentives is an incentive account (R6.1.1).</summary>
internal sealed class ProgramMarks(ProgramsDb db, Rulebook rulebook, BusinessDay businessDay) : IProgramMarks
{
    private const string Claim = "incentives.claim";

    public async Task<IReadOnlyDictionary<Guid, ProgramMark>> Of(IReadOnlyCollection<Guid> partners, CancellationToken ct)
    {
        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        var joined = await db.Memberships.AsNoTracking()
            .Where(m => partners.Contains(m.PartnerId) && (m.State == MembershipState.Active || m.State == MembershipState.Lapsed))
            .Select(m => new { m.PartnerId, m.Program, m.State }).ToListAsync(ct);
        return joined.GroupBy(m => m.PartnerId, m => (Program: terms[m.Program], IsActive: m.State == MembershipState.Active)).ToDictionary(
            group => group.Key,
            group => new ProgramMark(
                [.. group.Where(m => m.IsActive).Select(m => m.Program.Name)],
                group.Any(m => m.IsActive && m.Program.Menu.Contains(Claim)),
                group.Any(m => m.Program.LosesCustomerIdentity)));
    }
}
