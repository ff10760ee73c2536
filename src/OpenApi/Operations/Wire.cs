using System.Globalization;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Values as the wire writes them.</summary>
internal static class Wire
{
    /// <summary>The unit of money: yuan.</summary>
    public const int Yuan = 1;

    /// <summary>An instant, UTC, to the second.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An amount with two decimals at least, as a number.</summary>
    public static decimal Number(decimal amount) => amount + 0.00m;

    /// <summary>An amount with two decimals, as a text.</summary>
    public static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>An amount in the unit and currency that all amounts have.</summary>
    public const string Currency = "CNY";
}
