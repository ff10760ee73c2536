using System.Globalization;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Database;

/// <summary>Numbers that people read and say, such as RV-2026-000123: counted up within a year, never used twice.</summary>
public sealed class Numbers(UnitOfWork unit, BusinessDay businessDay)
{
    /// <summary>The next number of a series. A unit that is not saved leaves no gap.</summary>
    /// <param name="prefix">Two or three capital letters.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<string> Next(string prefix, CancellationToken ct = default)
    {
        var series = $"{prefix}-{businessDay.Today.Year}";
        await using var command = unit.Command("""
            insert into platform.number values ($1, 1) on conflict (series) do update set last = platform.number.last + 1 returning last
            """, series);
        var last = (long)(await command.ExecuteScalarAsync(ct))!;
        return string.Create(CultureInfo.InvariantCulture, $"{series}-{last:000000}");
    }
}
