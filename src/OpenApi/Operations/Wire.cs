using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Values as the wire writes them.</summary>
internal static class Wire
{
    /// <summary>The unit of money: yuan.</summary>
    public const int Yuan = 1;

    /// <summary>An instant, UTC, to the second.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The first instant of a day.</summary>
    public static string Begin(DateOnly day) => Time(BusinessDay.StartOf(day));

    /// <summary>The last second of a day.</summary>
    public static string End(DateOnly day) => Time(BusinessDay.StartOf(day.AddDays(1)).AddSeconds(-1));

    /// <summary>The day of an instant; null for none.</summary>
    public static DateOnly? Day(DateTimeOffset? at) => at is { } instant ? BusinessDay.Of(instant) : null;

    /// <summary>A quota's sort as a number.</summary>
    public static int QuotaType(VoucherSort sort) => sort == VoucherSort.Voucher ? 0 : 1;

    /// <summary>The sort of such a number; null for none.</summary>
    public static VoucherSort? QuotaSort(int? type) => type is { } one ? one == 0 ? VoucherSort.Voucher : VoucherSort.CashCoupon : null;

    /// <summary>An amount with two decimals at least, as a number.</summary>
    public static decimal Number(decimal amount) => amount + 0.00m;

    /// <summary>An amount with two decimals, as a text.</summary>
    public static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A discount's factor, as a text.</summary>
    public static string Factor(decimal factor) => factor.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>The first day that begins at an instant or later; null for none.</summary>
    public static DateOnly? FirstFrom(DateTimeOffset? at) => at is { } instant && Day(at) is { } day ? BusinessDay.StartOf(day) < instant ? day.AddDays(1) : day : null;

    /// <summary>An amount in the unit and currency that all amounts have.</summary>
    public const string Currency = "CNY";
}
