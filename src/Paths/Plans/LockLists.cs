using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Paths.Plans;

/// <summary>A plan or list as lists show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number.</param>
/// <param name="CompanyName">The partner's company.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Year">Of which year.</param>
/// <param name="State">How it stands.</param>
/// <param name="LockedOn">Since when it is locked.</param>
/// <param name="ValidUntil">The last day on which a locked one counts.</param>
public sealed record LockRow(
    Guid Id, string Number, string CompanyName, LockKind Kind, int Year, LockState State, DateOnly? LockedOn, DateOnly ValidUntil)
{
    internal static LockRow Of(MutualLock one) =>
        new(one.Id, one.Number, one.CompanyName, one.Kind, one.Year, one.State, one.LockedOn, one.ValidUntil);
}

/// <summary>What a plan wants of a quarter, as pages and API show it.</summary>
/// <param name="Quarter">1 to 4.</param>
/// <param name="Revenue">Revenue.</param>
/// <param name="Customers">Customers won.</param>
/// <param name="Specialists">Specialists certified.</param>
/// <param name="Solutions">Solutions certified.</param>
public sealed record GoalRow(int Quarter, decimal Revenue, int Customers, int Specialists, int Solutions);

/// <summary>A step of its history.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Comment">What was said.</param>
public sealed record LockStepRow(DateTimeOffset At, string By, LockStepKind Kind, string Comment);

/// <summary>A plan or list with all that stands in it.</summary>
/// <param name="Row">What lists show of it.</param>
/// <param name="Direction">Where both sides want to go.</param>
/// <param name="Resources">What each side puts in.</param>
/// <param name="Actions">What is done.</param>
/// <param name="Goals">Goals by quarter, of a plan.</param>
/// <param name="Companies">The companies of a customer list.</param>
/// <param name="Steps">Its history, the oldest first.</param>
public sealed record LockView(
    LockRow Row, string Direction, string Resources, string Actions, IReadOnlyList<GoalRow> Goals, IReadOnlyList<string> Companies,
    IReadOnlyList<LockStepRow> Steps);

/// <summary>Plans and customer lists, for the partner's administrator and for the ecosystem manager; nobody else sees them.</summary>
internal sealed class LockLists(PathsDb db, Rulebook rulebook, BusinessDay businessDay)
{
    private static readonly Platform.Ui.Sorting<MutualLock> Columns = new()
    {
        { "state", one => one.State == LockState.Sent, true }, { "number", one => one.Number }, { "company", one => one.CompanyName },
        { "kind", one => one.Kind }, { "year", one => one.Year }, { "locked", one => one.LockedOn },
    };

    /// <summary>The years that can be begun today.</summary>
    public int[] Years => rulebook.On<PlanTerms>(PlanTerms.Rule, businessDay.Today).Terms.Years(businessDay.Today);

    /// <summary>Those of the actor's partner on its present path, the newest year first.</summary>
    public async Task<List<LockRow>> Mine(Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        return (await db.Locks.AsNoTracking().Where(l => l.PartnerId == by.PartnerId && db.Members.Any(m => m.Id == l.MemberId && m.LeftOn == null))
            .OrderByDescending(l => l.Year).ThenBy(l => l.Kind).ToListAsync(ct)).ConvertAll(LockRow.Of);
    }

    /// <summary>One of the actor's partner, or null.</summary>
    public Task<LockView?> Own(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        return View(db.Locks.Where(l => l.Id == id && l.PartnerId == by.PartnerId), ct);
    }

    /// <summary>Those of the partners that the manager has, once they were sent: those that wait for it first.</summary>
    public async Task<List<LockRow>> OfPartners(Actor by, string? sort = null, int skip = 0, int limit = int.MaxValue, CancellationToken ct = default)
    {
        by.Need(PathsModule.Agree);
        return (await Columns.Apply(db.Locks.AsNoTracking().Where(l => l.State != LockState.Draft), sort).Slice(skip, limit).ToListAsync(ct))
            .ConvertAll(LockRow.Of);
    }

    /// <summary>One of these, or null.</summary>
    public Task<LockView?> OfPartner(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Agree);
        return View(db.Locks.Where(l => l.Id == id && l.State != LockState.Draft), ct);
    }

    private async Task<LockView?> View(IQueryable<MutualLock> locks, CancellationToken ct)
    {
        if (await locks.AsNoTracking().SingleOrDefaultAsync(ct) is not { } one)
        {
            return null;
        }

        return new(
            LockRow.Of(one), one.Direction, one.Resources, one.Actions,
            await db.Goals.AsNoTracking().Where(g => g.LockId == one.Id).OrderBy(g => g.Quarter)
                .Select(g => new GoalRow(g.Quarter, g.Revenue, g.Customers, g.Specialists, g.Solutions)).ToListAsync(ct),
            await db.ListedCustomers.AsNoTracking().Where(c => c.LockId == one.Id).OrderBy(c => c.Position).Select(c => c.Company).ToListAsync(ct),
            await db.LockSteps.AsNoTracking().Where(s => s.LockId == one.Id).OrderBy(s => s.Id)
                .Select(s => new LockStepRow(s.At, s.By, s.Kind, s.Comment)).ToListAsync(ct));
    }
}

/// <summary>Locked plans and lists count for the path that they were locked on, until 31 January of the next year (R4.3.3, R4.3.7).</summary>
internal sealed class LockEvidence(PathsDb db) : IPathEvidence
{
    public async Task<IReadOnlyList<PathEvidenceItem>> Of(Guid partner, CancellationToken ct) =>
        (await db.Locks.AsNoTracking().Where(l => l.PartnerId == partner && l.State == LockState.Locked
            && db.Members.Any(m => m.Id == l.MemberId && m.LeftOn == null)).OrderBy(l => l.Number).ToListAsync(ct))
        .ConvertAll(one => new PathEvidenceItem(
            one.Id, one.Kind == LockKind.BusinessPlan ? EvidenceKind.BusinessPlanLock : EvidenceKind.CustomerListLock, EvidenceProgress.None, null,
            one.Number, Platform.Ui.PageBase.T($"{one.Year} 年{Words.Of(one.Kind).Zh}", $"{Words.Of(one.Kind).En} {one.Year}"),
            one.CountsFrom, one.ValidUntil, $"/portal/plans/{one.Id}"));
}
