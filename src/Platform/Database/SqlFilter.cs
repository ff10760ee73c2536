using System.Globalization;
using System.Text;

namespace PartnerCenter.Platform.Database;

/// <summary>What of a list is wanted, as conditions of plain SQL: only those that narrow it, so that each has a plan of its own.</summary>
/// <param name="condition">What holds of every row.</param>
/// <param name="values">What <c>$1</c>, <c>$2</c>, … in it stand for.</param>
public sealed class SqlFilter(string condition, params object[] values)
{
    private readonly StringBuilder text = new(condition);
    private readonly List<object?> all = [.. values];

    /// <summary>The values, in the order of their numbers.</summary>
    public object?[] Values => [.. all];

    /// <summary>Narrows it.</summary>
    /// <param name="condition">With <c>{0}</c>, <c>{1}</c>, … for the values; never anything that somebody entered.</param>
    /// <param name="of">The values.</param>
    public SqlFilter And(string condition, params object[] of)
    {
        text.Append(" and ").AppendFormat(CultureInfo.InvariantCulture, condition, [.. of.Select((_, n) => $"${all.Count + n + 1}")]);
        all.AddRange(of);
        return this;
    }

    /// <summary>The conditions.</summary>
    public override string ToString() => text.ToString();
}
