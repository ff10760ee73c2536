using PartnerCenter.Kernel;
using PartnerCenter.Support.Tickets;

namespace PartnerCenter.Tests.Support;

/// <summary>Working time from 9 to 18. China 2024: 1 to 7 October off; Sunday 29 September and Saturday 12 October worked.</summary>
public class WorkingHoursTests
{
    private static readonly WorkingHours Hours = new(
        new Workdays(
            Enumerable.Range(1, 7).ToDictionary(day => new DateOnly(2024, 10, day), _ => true)
                .Append(new(new(2024, 9, 29), false)).Append(new(new(2024, 10, 12), false)).ToDictionary(),
            new HashSet<int> { 2024 }),
        new(9, 0), new(18, 0));

    private static DateTimeOffset At(string local) => DateTimeOffset.Parse($"{local}+08:00", System.Globalization.CultureInfo.InvariantCulture);

    [Theory, Rule("R6.0")]
    [InlineData("2024-09-02 10:00", 4, "2024-09-02 14:00")]
    [InlineData("2024-09-02 16:00", 4, "2024-09-03 11:00")] // two hours today, two tomorrow
    [InlineData("2024-09-02 18:00", 1, "2024-09-03 10:00")] // after hours
    [InlineData("2024-09-02 06:00", 9, "2024-09-02 18:00")] // before hours; a whole day ends with it
    [InlineData("2024-09-06 17:00", 2, "2024-09-09 10:00")] // over a weekend
    [InlineData("2024-09-28 12:00", 1, "2024-09-29 10:00")] // the Sunday is worked
    [InlineData("2024-09-30 17:00", 2, "2024-10-08 10:00")] // over the holidays
    [InlineData("2024-09-30 17:00", 0, "2024-09-30 17:00")]
    public void Time_is_counted_while_people_work(string at, int hours, string until) =>
        Assert.Equal(At(until), Hours.After(At(at), TimeSpan.FromHours(hours)));

    [Theory]
    [InlineData("2024-09-02 10:00", "2024-09-02 12:30", 150)]
    [InlineData("2024-09-02 17:00", "2024-09-03 10:00", 120)]
    [InlineData("2024-09-30 17:00", "2024-10-08 09:30", 90)]
    [InlineData("2024-10-02 10:00", "2024-10-05 10:00", 0)]
    [InlineData("2024-09-03 10:00", "2024-09-02 10:00", 0)]
    public void Time_between_two_instants_is_counted_likewise(string at, string until, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Hours.Between(At(at), At(until)));
}
