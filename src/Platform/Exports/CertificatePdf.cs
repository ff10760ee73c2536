using PartnerCenter.Kernel;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Platform.Exports;

/// <summary>A certificate as a document of one page, with the code by which anybody checks it.</summary>
/// <param name="Number">Its number, also the name of the file.</param>
/// <param name="Title">What it certifies: large in Chinese, smaller in English.</param>
/// <param name="CompanyName">Whom.</param>
/// <param name="About">A line below the company; may be empty.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day; null for one that does not end.</param>
public sealed record CertificatePdf(string Number, LocalText Title, string CompanyName, string About, DateOnly From, DateOnly? Until)
{
    /// <summary>The file, the same for the same certificate.</summary>
    /// <param name="verifyLink">Where its QR code leads.</param>
    public (string Name, byte[] Pdf) Write(string verifyLink)
    {
        using var output = new MemoryStream();
        using (var pages = new PdfPages(output, Number, landscape: true, BusinessDay.StartOf(From)))
        {
            pages.Border();
            pages.Space(50);
            pages.Centered(Title.Zh, 30, accent: true);
            pages.Centered(Title.En, 16);
            pages.Space(36);
            pages.Centered(CompanyName, 24);
            pages.Space(12);
            pages.Centered(About, 14);
            pages.Centered($"{From:yyyy-MM-dd}  –  {Until:yyyy-MM-dd}".TrimEnd(), 12);
            pages.Space(16);
            pages.QrCode(QrCode.Modules(verifyLink), 110, $"{Number} · 扫码验证 / scan to verify");
        }

        return ($"{Number}.pdf", output.ToArray());
    }
}
