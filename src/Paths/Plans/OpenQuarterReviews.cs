using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Paths.Plans;

/// <summary>What happened to a quarter's review.</summary>
public enum QuarterStep
{
    /// <summary>It has opened.</summary>
    [Words("已开始，请填报完成情况", "opened: say what was achieved")]
    Opened,

    /// <summary>The partner has said what was achieved.</summary>
    [Words("伙伴已填报", "the partner has reported")]
    Reported,

    /// <summary>The meeting has its time.</summary>
    [Words("会议已安排", "the meeting is scheduled")]
    Scheduled,

    /// <summary>It is closed.</summary>
    [Words("已完成", "closed")]
    Closed,
}

/// <summary>A quarter's review has moved.</summary>
/// <param name="Partner">Whose.</param>
/// <param name="Review">Which.</param>
/// <param name="CompanyName">The partner's company.</param>
/// <param name="Year">Of which year.</param>
/// <param name="Quarter">Of which quarter.</param>
/// <param name="Step">What happened.</param>
public sealed record QuarterMoved(Guid Partner, Guid Review, string CompanyName, int Year, int Quarter, QuarterStep Step) : IEvent
{
    internal static QuarterMoved Of(QuarterReview review, QuarterStep step) =>
        new(review.PartnerId, review.Id, review.CompanyName, review.Year, review.Quarter, step);
}

/// <summary>
/// Every night: for each partner on a path whose plan was locked before the last quarter ended, and is locked now, that quarter's review
/// opens once (R2.4). The last one of a year opens in January, when the plan still counts.
/// </summary>
internal sealed class OpenQuarterReviews(PathsDb db, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "paths.open-quarter-reviews";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var today = businessDay.Today;
        var firstDay = new DateOnly(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1);
        var lastDay = firstDay.AddDays(-1);
        var (year, quarter) = (lastDay.Year, lastDay.Month / 3);
        var due = await db.Locks.Where(l => l.Kind == LockKind.BusinessPlan && l.Year == year && l.State == LockState.Locked && l.FirstLockedOn <= lastDay
            && db.Members.Any(m => m.Id == l.MemberId && m.LeftOn == null)
            && !db.QuarterReviews.Any(r => r.LockId == l.Id && r.Quarter == quarter)).ToListAsync(ct);
        foreach (var plan in due)
        {
            var review = new QuarterReview
            {
                PartnerId = plan.PartnerId,
                LockId = plan.Id,
                CompanyName = plan.CompanyName,
                Year = year,
                Quarter = quarter,
                OpenedOn = today,
            };
            db.QuarterReviews.Add(review);
            db.Publish(QuarterMoved.Of(review, QuarterStep.Opened));
        }

        await db.Save(Actor.System, Type, ct);
    }
}

/// <summary>Tells the side that has to do something, or has to know.</summary>
internal sealed class TellQuarter(Notifier notifier, Partners partners) : IHandleLater<QuarterMoved>
{
    public const string Notice = "paths.quarter-review";

    public Task Handle(QuarterMoved happened, CancellationToken ct)
    {
        var step = Words.Of(happened.Step);
        var title = new LocalText($"{happened.Year} 年第 {happened.Quarter} 季度业务回顾", $"Business review of {happened.Year} Q{happened.Quarter}");
        return happened.Step == QuarterStep.Reported
            ? notifier.TellManager(partners, happened.Partner, new(
                Notice, title, new($"{happened.CompanyName}：{step.Zh}", $"{happened.CompanyName}: {step.En}"), $"/console/quarter-reviews/{happened.Review}"), ct)
            : notifier.TellPartner(happened.Partner, PathsModule.Manage, new(Notice, title, step, $"/portal/quarter-reviews/{happened.Review}"), ct);
    }
}
