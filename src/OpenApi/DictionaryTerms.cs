using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.OpenApi;

/// <summary>A unit of money or usage; types are those of the wire.</summary>
internal sealed record MeasureUnit(int Id, LocalText Name, string Abbreviation, int Type);

/// <summary>One unit is so many of the other.</summary>
internal sealed record Conversion(int Type, int Unit, int Reference, long Ratio);

/// <summary>Units and how they convert (R15.0). Deciding day: today.</summary>
internal sealed record UnitTerms(IReadOnlyList<MeasureUnit> Units, IReadOnlyList<Conversion> Conversions) : ITerms
{
    public const string Rule = "openapi.units";

    private const int Duration = 2;

    /// <summary>How many seconds a unit of time is; null for any other unit.</summary>
    public long? SecondsOf(int unit)
    {
        var second = Units.FirstOrDefault(one => one is { Type: Duration, Abbreviation: "s" })?.Id;
        if (unit == second)
        {
            return 1;
        }

        return Conversions.Where(one => one.Type == Duration && one.Reference == second)
            .Select(one => one.Unit == unit ? one.Ratio : Conversions.FirstOrDefault(other => other.Unit == one.Unit && other.Reference == unit) is { } part ? one.Ratio / part.Ratio : (long?)null)
            .FirstOrDefault(seconds => seconds is not null);
    }

    public IEnumerable<string> Problems()
    {
        foreach (var twice in Units.GroupBy(unit => unit.Id).Where(group => group.Count() > 1))
        {
            yield return $"units: {twice.Key} stands there twice";
        }

        foreach (var conversion in Conversions.Where(c => c.Ratio < 1 || Units.All(u => u.Id != c.Unit) || Units.All(u => u.Id != c.Reference)))
        {
            yield return $"conversions: {conversion.Unit} to {conversion.Reference} needs two known units and a ratio of 1 or more";
        }
    }
}

/// <summary>A county or district.</summary>
internal sealed record County(string Code, string Name);

/// <summary>A city with its counties.</summary>
internal sealed record City(string Code, string Name, IReadOnlyList<County> Counties);

/// <summary>A province with its cities.</summary>
internal sealed record Province(string Code, string Name, IReadOnlyList<City> Cities);

/// <summary>The places of the mainland (R15.0). Deciding day: today.</summary>
internal sealed record PlaceTerms(IReadOnlyList<Province> Provinces) : ITerms
{
    public const string Rule = "openapi.places";

    public IEnumerable<string> Problems()
    {
        var cities = Provinces.SelectMany(province => province.Cities).ToList();
        // A city without counties stands in its own list of counties.
        var counties = cities.SelectMany(city => city.Counties).Select(county => county.Code);
        var twices = Provinces.Select(province => province.Code).Concat(cities.Select(city => city.Code)).GroupBy(code => code).Concat(counties.GroupBy(code => code));
        foreach (var twice in twices.Where(group => group.Count() > 1))
        {
            yield return $"provinces: {twice.Key} stands there twice";
        }
    }
}
