using Microsoft.EntityFrameworkCore;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Paths.Plans;

/// <summary>A quarter's review as pages and API show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Plan">The plan that it measures.</param>
/// <param name="CompanyName">The partner's company.</param>
/// <param name="Year">Of which year.</param>
/// <param name="Quarter">1 to 4.</param>
/// <param name="State">How it stands.</param>
/// <param name="OpenedOn">Since when.</param>
/// <param name="Goal">What the plan wants of the quarter.</param>
/// <param name="Revenue">What was achieved; null while nothing was reported.</param>
/// <param name="Customers">Customers won.</param>
/// <param name="Specialists">Specialists certified.</param>
/// <param name="Solutions">Solutions certified.</param>
/// <param name="Remark">What the partner says.</param>
/// <param name="ReportedBy">Who reported.</param>
/// <param name="ReportedAt">When, UTC.</param>
/// <param name="MeetingAt">When both sides meet.</param>
/// <param name="MeetingLink">Where.</param>
/// <param name="Comment">What the manager says.</param>
/// <param name="Minutes">The minutes, a document.</param>
/// <param name="ClosedBy">Who closed it.</param>
/// <param name="ClosedAt">When, UTC.</param>
public sealed record QuarterView(
    Guid Id, Guid Plan, string CompanyName, int Year, int Quarter, QuarterState State, DateOnly OpenedOn, GoalRow Goal, decimal? Revenue, int? Customers,
    int? Specialists, int? Solutions, string? Remark, string? ReportedBy, DateTimeOffset? ReportedAt, DateTimeOffset? MeetingAt, string? MeetingLink,
    string? Comment, Guid? Minutes, string? ClosedBy, DateTimeOffset? ClosedAt);

/// <summary>Quarters' reviews, for the partner's administrator and the ecosystem manager.</summary>
internal sealed class QuarterLists(PathsDb db)
{
    /// <summary>Those of the actor's partner, the newest first.</summary>
    public Task<List<QuarterView>> Mine(Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        return Views(db.QuarterReviews.Where(r => r.PartnerId == by.PartnerId)).ToListAsync(ct);
    }

    /// <summary>One of them, or null.</summary>
    public Task<QuarterView?> Own(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        return Views(db.QuarterReviews.Where(r => r.Id == id && r.PartnerId == by.PartnerId)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Those of the partners that the manager has, the newest first.</summary>
    public Task<List<QuarterView>> OfPartners(Actor by, int skip = 0, int limit = int.MaxValue, CancellationToken ct = default)
    {
        by.Need(PathsModule.Agree);
        return Views(db.QuarterReviews.OrderByDescending(r => r.Year).ThenByDescending(r => r.Quarter).ThenBy(r => r.CompanyName).Slice(skip, limit))
            .ToListAsync(ct);
    }

    /// <summary>One of these, or null.</summary>
    public Task<QuarterView?> OfPartner(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Agree);
        return Views(db.QuarterReviews.Where(r => r.Id == id)).SingleOrDefaultAsync(ct);
    }

    private IQueryable<QuarterView> Views(IQueryable<QuarterReview> reviews) =>
        from r in reviews.AsNoTracking()
        join g in db.Goals on new { r.LockId, r.Quarter } equals new { g.LockId, g.Quarter }
        orderby r.Year descending, r.Quarter descending, r.CompanyName
        select new QuarterView(
            r.Id, r.LockId, r.CompanyName, r.Year, r.Quarter, r.State, r.OpenedOn, new GoalRow(g.Quarter, g.Revenue, g.Customers, g.Specialists, g.Solutions),
            r.Revenue, r.Customers, r.Specialists, r.Solutions, r.Remark, r.ReportedBy, r.ReportedAt, r.MeetingAt, r.MeetingLink, r.Comment, r.MinutesId,
            r.ClosedBy, r.ClosedAt);
}
