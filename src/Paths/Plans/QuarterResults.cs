using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Paths.Persistence;

namespace PartnerCenter.Paths.Plans;

/// <summary>What the last quarterly reviews came to, for those who decide on certification and re-review (R2.4).</summary>
internal sealed class QuarterResults(PathsDb db)
{
    private const int Quarters = 4;

    /// <summary>A comment with the results of a partner's last four closed reviews after it: revenue against its goal.</summary>
    public async Task<string> After(string comment, Guid partner, CancellationToken ct = default)
    {
        var closed = await db.QuarterReviews.AsNoTracking().Where(r => r.PartnerId == partner && r.State == QuarterState.Closed)
            .Join(db.Goals, r => new { r.LockId, r.Quarter }, g => new { g.LockId, g.Quarter }, (r, g) => new { r.Year, r.Quarter, r.Revenue, Goal = g.Revenue })
            .OrderByDescending(r => r.Year).ThenByDescending(r => r.Quarter).Take(Quarters).ToListAsync(ct);
        if (closed.Count == 0)
        {
            return comment;
        }

        var results = closed.Select(r => string.Create(
            CultureInfo.InvariantCulture, $"{r.Year} Q{r.Quarter} {(r.Goal > 0 ? (r.Revenue!.Value / r.Goal).ToString("0%", CultureInfo.InvariantCulture) : "–")}"));
        return $"{comment} QBR: {string.Join(", ", results)}".TrimStart();
    }
}
