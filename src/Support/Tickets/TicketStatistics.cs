using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>Figures of the tickets of one category that were raised in one month; they add up.</summary>
/// <param name="Month">The month.</param>
/// <param name="Category">The code of the category.</param>
/// <param name="Raised">How many were raised.</param>
/// <param name="Open">How many of them are not closed or solved.</param>
/// <param name="Overdue">How many are overdue now.</param>
/// <param name="Judged">How many had their first response, or should have had it.</param>
/// <param name="InTime">How many had it in time.</param>
/// <param name="Rated">How many askers said how content they are.</param>
/// <param name="Satisfaction">The sum of what they said, 1 to 5 each.</param>
internal sealed record TicketFigures(
    Month Month, string Category, int Raised, int Open, int Overdue, int Judged, int InTime, int Rated, int Satisfaction)
{
    /// <summary>The share of first responses in time, in percent; null where there was none to judge.</summary>
    public decimal? InTimePercent => Judged == 0 ? null : 100m * InTime / Judged;

    /// <summary>The mean satisfaction; null where nobody said.</summary>
    public decimal? SatisfactionMean => Rated == 0 ? null : (decimal)Satisfaction / Rated;

    /// <summary>Several together, under the first one's month and category.</summary>
    public static TicketFigures Sum(IReadOnlyCollection<TicketFigures> some) => new(
        some.First().Month, some.First().Category, some.Sum(f => f.Raised), some.Sum(f => f.Open), some.Sum(f => f.Overdue),
        some.Sum(f => f.Judged), some.Sum(f => f.InTime), some.Sum(f => f.Rated), some.Sum(f => f.Satisfaction));
}

/// <summary>How the vendor's support does, by category and month in which tickets were raised.</summary>
internal sealed class TicketStatistics(SupportDb db, BusinessDay businessDay)
{
    /// <summary>Months that are shown, this one included.</summary>
    private const int Months = 12;

    /// <summary>The figures of the last twelve months, by month and category.</summary>
    public async Task<List<TicketFigures>> Run(Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Statistics);
        var now = businessDay.Now;
        var from = Month.Of(businessDay.Month.FirstDay.AddMonths(1 - Months)).Start;
        var rows = await db.Tickets.Where(t => t.RaisedAt >= from).GroupBy(t => new { t.Month, t.Category }).Select(g => new TicketFigures(
            g.Key.Month,
            g.Key.Category,
            g.Count(),
            g.Count(t => t.State != TicketState.Solved && t.State != TicketState.Closed),
            g.Count(t => t.DueAt < now),
            g.Count(t => t.FirstAnsweredAt != null || t.FirstResponseDueAt < now),
            g.Count(t => t.FirstAnsweredAt <= t.FirstResponseDueAt),
            g.Count(t => t.Satisfaction != null),
            g.Sum(t => t.Satisfaction ?? 0))).ToListAsync(ct);
        return [.. rows.OrderByDescending(r => r.Month).ThenBy(r => r.Category, StringComparer.Ordinal)];
    }
}
