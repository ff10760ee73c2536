using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Network.Company;

/// <summary>An account of a company, as its other accounts see it: nothing of its business.</summary>
/// <param name="Number">P-2026-000001.</param>
/// <param name="IsOwn">Whether it is the one that asks.</param>
/// <param name="IsMain">Whether it is the company's main account: its first that was not cancelled.</param>
/// <param name="EarnsIncentives">Whether it is in a programme with incentives.</param>
/// <param name="IsCustomer">Whether it can buy from the vendor for itself (R5.1.4).</param>
/// <param name="Programs">Its programmes.</param>
/// <param name="JoinedOn">Since when.</param>
/// <param name="State">How it stands.</param>
public sealed record CompanyAccount(
    string Number, bool IsOwn, bool IsMain, bool EarnsIncentives, bool IsCustomer, IReadOnlyList<LocalText> Programs, DateOnly? JoinedOn, string State);

/// <summary>Data of the licence in force, or on its way.</summary>
public sealed record LicenseView(
    string Name, string Capital, DateOnly FoundedOn, string Term, string LegalPerson, string Address, string Postcode, string Scope,
    LicenseState State, DateTimeOffset SentAt, string SentBy);

/// <summary>
/// What the accounts of one legal entity know of each other (R6.1.1). They lie behind each other's walls: these reads cross them on
/// purpose, for accounts of the actor's own legal entity and nothing else.
/// </summary>
internal sealed class CompanyAccounts(NetworkDb db, IEnumerable<IProgramMarks> programs)
{
    /// <summary>The accounts, the main one first.</summary>
    public async Task<List<CompanyAccount>> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.SeeCompany);
        var own = by.PartnerId;
        var entity = await Entity(own, ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var accounts = await db.Partners.AsNoTracking().Where(p => p.LegalEntityId != null && p.LegalEntityId == entity)
            .OrderBy(p => p.JoinedOn).ThenBy(p => p.AppliedAt).ThenBy(p => p.Number).ToListAsync(ct);
        var marks = new Dictionary<Guid, ProgramMark>();
        foreach (var source in programs)
        {
            foreach (var (partner, mark) in await source.Of([.. accounts.Select(p => p.Id)], ct))
            {
                marks[partner] = mark;
            }
        }

        var main = accounts.Find(p => p.State == PartnerState.Active)?.Id;
        return accounts.ConvertAll(p =>
        {
            var mark = marks.GetValueOrDefault(p.Id) ?? new([], false, false);
            return new CompanyAccount(p.Number, p.Id == own, p.Id == main, mark.EarnsIncentives, !mark.LosesCustomerIdentity, mark.Programs, p.JoinedOn, Words.Of(p.State).ToString());
        });
    }

    /// <summary>Whether an account is the main one: the first of its legal entity.</summary>
    public async Task<bool> IsMain(Partner partner, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await db.Partners.Where(p => p.LegalEntityId == partner.LegalEntityId && p.LegalEntityId != null && p.State == PartnerState.Active)
            .OrderBy(p => p.JoinedOn).ThenBy(p => p.AppliedAt).ThenBy(p => p.Number).Select(p => p.Id).FirstOrDefaultAsync(ct) == partner.Id;
    }

    /// <summary>The licence's data in force and what is in review or was rejected last, of the actor's company.</summary>
    public async Task<(LicenseView? InForce, LicenseView? Latest)> License(Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.SeeCompany);
        var entity = await Entity(by.PartnerId, ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var all = await db.Licenses.AsNoTracking().Where(l => l.LegalEntityId == entity)
            .OrderByDescending(l => l.SentAt).ThenByDescending(l => l.Id)
            .Select(l => new LicenseView(l.Name, l.Capital, l.FoundedOn, l.Term, l.LegalPerson, l.Address, l.Postcode, l.Scope, l.State, l.SentAt, l.SentBy))
            .ToListAsync(ct);
        var latest = all.FirstOrDefault();
        return (all.Find(l => l.State == LicenseState.Approved), latest is { State: LicenseState.Approved } ? null : latest);
    }

    /// <summary>The legal entity of an account, asked before the walls are crossed: of an account behind them it is nobody's.</summary>
    private Task<Guid?> Entity(Guid partner, CancellationToken ct) =>
        db.Partners.Where(p => p.Id == partner).Select(p => p.LegalEntityId).SingleOrDefaultAsync(ct);
}
