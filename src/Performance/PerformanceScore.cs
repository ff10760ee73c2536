using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Performance;

/// <summary>A partner's performance of the year so far, for its score card: closed months only; CNY.</summary>
internal sealed class PerformanceScore(UnitOfWork unit) : IScoreSource
{
    public string Code => "performance";

    public LocalText Name { get; } = new("本年度业绩 (CNY)", "Performance this year (CNY)");

    public async Task<decimal> Value(Guid partner, int year, CancellationToken ct)
    {
        await using var command = unit.Command(
            "select coalesce(sum(amount), 0) from performance.summary where partner_id = $1 and month >= $2 and month < $3",
            partner, new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1));
        return (decimal)(await command.ExecuteScalarAsync(ct))!;
    }
}
