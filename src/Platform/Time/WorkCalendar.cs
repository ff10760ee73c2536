using System.Text.Json;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Time;

/// <summary>The official working-day calendar: the years that ship with the product, and those imported since.</summary>
public sealed class WorkCalendar(Databases databases, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The calendar in force. Years without data count Monday to Friday and are provisional.</summary>
    public Workdays Workdays { get; private set; } = Of(Shipped());

    /// <summary>Reads the imported years.</summary>
    public async Task Load(CancellationToken ct = default)
    {
        var years = Shipped().ToDictionary(year => year.Year);
        await using var command = databases.Unwalled.CreateCommand("select days::text from platform.holiday_year");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var year = JsonSerializer.Deserialize<HolidayYear>(reader.GetString(0), Json)!;
            years[year.Year] = year;
        }

        Workdays = Of(years.Values);
    }

    /// <summary>Imports a year in the layout of holiday-cn, in place of what was known of it.</summary>
    /// <returns>The year.</returns>
    /// <exception cref="Refusal"><c>holidays.unreadable</c> or <c>holidays.other-year</c>: a day lies outside the file's year.</exception>
    public async Task<int> Import(string json, CancellationToken ct = default)
    {
        HolidayYear year;
        try
        {
            year = JsonSerializer.Deserialize<HolidayYear>(json, Json)!;
        }
        catch (JsonException problem)
        {
            throw new Refusal("holidays.unreadable", problem.Message);
        }

        // The notice of a year may already name days at the turn to the next one.
        if (year.Days is not { Count: > 0 } || year.Days.Any(day => Math.Abs(day.Date.Year - year.Year) > 1))
        {
            throw new Refusal("holidays.other-year", year.Year);
        }

        await using var command = databases.Unwalled.CreateCommand("""
            insert into platform.holiday_year values ($1, $2::jsonb, 'import', $3)
            on conflict (year) do update set days = excluded.days, source = excluded.source, imported_at = excluded.imported_at
            """);
        command.Parameters.Add(new() { Value = year.Year });
        command.Parameters.Add(new() { Value = json });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await command.ExecuteNonQueryAsync(ct);
        await Load(ct);
        return year.Year;
    }

    private static IEnumerable<HolidayYear> Shipped()
    {
        var assembly = typeof(WorkCalendar).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".holidays.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return JsonSerializer.Deserialize<HolidayYear>(stream, Json)!;
        }
    }

    private static Workdays Of(IEnumerable<HolidayYear> years)
    {
        var days = new Dictionary<DateOnly, bool>();
        var published = new HashSet<int>();
        foreach (var year in years.OrderBy(year => year.Year))
        {
            published.Add(year.Year);
            year.Days.ForEach(day => days[day.Date] = day.IsOffDay);
        }

        return new(days, published);
    }

    private sealed record HolidayYear(int Year, List<Holiday> Days);

    private sealed record Holiday(DateOnly Date, bool IsOffDay);
}
