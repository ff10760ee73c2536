using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Tests.Platform;

public sealed class SortingTests
{
    private static readonly Sorting<(string Name, int Size)> Columns = new()
    {
        { "size", row => row.Size, true },
        { "name", row => row.Name },
    };

    [Theory]
    [InlineData(null, "b3 c2 a1 d1")]
    [InlineData("", "b3 c2 a1 d1")]
    [InlineData("size", "a1 d1 c2 b3")]
    [InlineData("-size", "b3 c2 a1 d1")]
    [InlineData("name", "a1 b3 c2 d1")]
    [InlineData("-name", "d1 c2 b3 a1")]
    [InlineData("nothing; drop table", "b3 c2 a1 d1")]
    public void A_list_is_ordered_by_a_column_of_its_own_and_by_nothing_else(string? sort, string expected) =>
        Assert.Equal(expected, string.Join(' ', Columns.Apply([("a", 1), ("b", 3), ("d", 1), ("c", 2)], sort).Select(row => $"{row.Name}{row.Size}")));
}
