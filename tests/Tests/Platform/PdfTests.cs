using PartnerCenter.Platform.Exports;
using UglyToad.PdfPig;

namespace PartnerCenter.Tests.Platform;

public class PdfTests
{
    [Fact]
    public void A_six_page_Chinese_statement_stays_below_200_KB_and_copies_right()
    {
        using var output = new MemoryStream();
        using (var pages = new PdfPages(output, "伙伴账单"))
        {
            pages.Heading("伙伴账单 2024-09");
            pages.Table([new("客户", 3), new("金额", 2, true)], Enumerable.Range(0, 200).Select(n => (IReadOnlyList<string>)[$"龙腾云计算骉淼{n}有限公司", $"{n * 1234.56:N2}"]));
        }

        using var document = PdfDocument.Open(output.ToArray());
        var text = string.Concat(document.GetPages().Select(page => page.Text));
        Assert.True(document.NumberOfPages >= 4);
        Assert.InRange(output.Length, 1, 200 * 1024);
        Assert.Contains("龙腾云计算骉淼199有限公司", text, StringComparison.Ordinal);
        Assert.Contains("245,677.44", text, StringComparison.Ordinal);
    }
}
