using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.Tests.Kernel;

public class TimeTests(TestServer server)
{
    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2026-02-13", 3, "2026-02-25")] // Saturday 14 is worked, 15 to 23 are off
    [InlineData("2026-09-30", 3, "2026-10-10")]
    [InlineData("2025-09-30", 3, "2025-10-11")]
    [InlineData("2024-02-08", 3, "2024-02-19")]
    [InlineData("2024-02-28", 2, "2024-03-01")] // over a leap day
    public async Task Working_days_follow_the_official_calendar(string from, int days, string expected)
    {
        await using var world = await World.New(server);
        var workdays = world.Services.GetRequiredService<WorkCalendar>().Workdays;

        Assert.Equal(Day(expected), workdays.After(Day(from), days));
    }

    [Fact]
    public async Task A_year_without_an_official_calendar_is_provisional_until_it_is_imported()
    {
        await using var world = await World.New(server);
        var calendar = world.Services.GetRequiredService<WorkCalendar>();
        Assert.True(calendar.Workdays.IsProvisional(Day("2026-12-30"), Day("2027-01-05")));
        Assert.False(calendar.Workdays.IsProvisional(Day("2026-01-01"), Day("2026-12-31")));
        Assert.Equal(Day("2027-01-01"), calendar.Workdays.After(Day("2026-12-31"), 1));

        await calendar.Import("""{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}""");

        Assert.False(calendar.Workdays.IsProvisional(Day("2026-12-30"), Day("2027-01-05")));
        Assert.Equal(Day("2027-01-04"), calendar.Workdays.After(Day("2026-12-31"), 1));
    }

    [Theory]
    [InlineData("not json", "holidays.unreadable")]
    [InlineData("""{"year": 2027, "days": []}""", "holidays.other-year")]
    [InlineData("""{"year": 2027, "days": [{"date": "2030-01-01", "isOffDay": true}]}""", "holidays.other-year")]
    public async Task A_calendar_that_cannot_be_right_is_refused(string json, string code)
    {
        await using var world = await World.New(server);
        var calendar = world.Services.GetRequiredService<WorkCalendar>();

        Assert.Equal(code, (await Assert.ThrowsAsync<Refusal>(() => calendar.Import(json))).Code);
    }

    [Theory]
    [InlineData("2024-08-31T15:59:59Z", "2024-08")]
    [InlineData("2024-08-31T16:00:00Z", "2024-09")]
    [InlineData("2024-09-30T15:59:59Z", "2024-09")]
    [InlineData("2024-12-31T16:00:00Z", "2025-01")]
    public void Months_are_cut_at_GMT_plus_8(string instant, string month) =>
        Assert.Equal(month, Month.Of(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)).ToString());

    [Theory]
    [InlineData(PeriodLength.Month, "2024M8", "2024-08", "2024-08", "2023M8")]
    [InlineData(PeriodLength.Quarter, "2024Q3", "2024-07", "2024-09", "2023Q3")]
    [InlineData(PeriodLength.Year, "2024Y", "2024-01", "2024-12", "2023Y")]
    public void Periods_know_their_months_and_the_year_before(PeriodLength length, string name, string first, string last, string before)
    {
        var period = Period.Containing(new Month(2024, 8), length);

        Assert.Equal((name, first, last, before), (period.ToString(), period.First.ToString(), period.Last.ToString(), period.YearBefore.ToString()));
    }
}
