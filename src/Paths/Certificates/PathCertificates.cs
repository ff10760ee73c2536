using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Paths.Certificates;

/// <summary>What a visitor learns about a certificate: nothing personal.</summary>
internal sealed record PathCertificateView(
    string Number, string CompanyName, LocalText Path, LocalText Stage, string? Title, DateOnly IssuedOn, DateOnly ValidUntil, bool Valid);

/// <summary>Certificates of identity on a path: the document, and the check that anybody can make.</summary>
internal sealed class PathCertificates(PathsDb db, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>The certificates of the actor's partner, the newest first.</summary>
    public Task<List<PathCertificateRow>> Mine(Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.See);
        return Views(db.Certificates.Where(c => c.PartnerId == by.PartnerId), ct);
    }

    /// <summary>Those of a member, for the vendor.</summary>
    public Task<List<PathCertificateRow>> OfMember(Guid member, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        return Views(db.Certificates.Where(c => c.MemberId == member), ct);
    }

    /// <summary>The certificate behind a verify code, or null.</summary>
    public async Task<PathCertificateView?> Verify(string code, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.VerifyCode == code, ct) is { } certificate ? View(certificate) : null;
    }

    /// <summary>A certificate of the actor's partner as PDF, or null if it has none of that number.</summary>
    public async Task<(string Name, byte[] Pdf)?> Pdf(string number, Actor by, Func<string, string> verifyLink, CancellationToken ct = default)
    {
        by.Need(PathsModule.See);
        if (await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number && c.PartnerId == by.Partner, ct) is not { } certificate)
        {
            return null;
        }

        var view = View(certificate);
        using var output = new MemoryStream();
        using (var pages = new PdfPages(output, view.Number, landscape: true, BusinessDay.StartOf(view.IssuedOn)))
        {
            pages.Border();
            pages.Space(50);
            pages.Centered($"{view.Path.Zh} {view.Stage.Zh}证书", 30, accent: true);
            pages.Centered($"{view.Path.En} · {view.Stage.En}", 16);
            pages.Space(36);
            pages.Centered(view.CompanyName, 24);
            pages.Space(12);
            pages.Centered(view.Title ?? "", 14);
            pages.Centered($"{view.IssuedOn:yyyy-MM-dd}  –  {view.ValidUntil:yyyy-MM-dd}", 12);
            pages.Space(16);
            pages.QrCode(QrCode.Modules(verifyLink(certificate.VerifyCode)), 110, $"{view.Number} · 扫码验证 / scan to verify");
        }

        return ($"{view.Number}.pdf", output.ToArray());
    }

    private static async Task<List<PathCertificateRow>> Views(IQueryable<PathCertificate> certificates, CancellationToken ct) =>
        (await certificates.AsNoTracking().OrderByDescending(c => c.Number).ToListAsync(ct)).ConvertAll(PathCertificateRow.Of);

    private PathCertificateView View(PathCertificate certificate) => new(
        certificate.Number, certificate.CompanyName, rulebook.On<PathTerms>(PathTerms.Rule, businessDay.Today).Terms[certificate.Path].Name,
        Words.Of(certificate.Stage), certificate.Title, certificate.IssuedOn, certificate.ValidUntil,
        certificate.State == PathCertificateState.Active && businessDay.Today <= certificate.ValidUntil);
}
