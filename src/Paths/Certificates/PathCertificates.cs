using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Paths.Certificates;

/// <summary>What a visitor learns about a certificate: nothing personal.</summary>
internal sealed record PathCertificateView(
    string Number, string CompanyName, LocalText Path, LocalText Stage, string? Title, DateOnly IssuedOn, DateOnly ValidUntil, bool Valid, LocalText? Ended);

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
        return new CertificatePdf(
            view.Number, new($"{view.Path.Zh} {view.Stage.Zh}证书", $"{view.Path.En} · {view.Stage.En}"), view.CompanyName, view.Title ?? "",
            view.IssuedOn, view.ValidUntil).Write(verifyLink(certificate.VerifyCode));
    }

    private static async Task<List<PathCertificateRow>> Views(IQueryable<PathCertificate> certificates, CancellationToken ct) =>
        (await certificates.AsNoTracking().OrderByDescending(c => c.Number).ToListAsync(ct)).ConvertAll(PathCertificateRow.Of);

    private PathCertificateView View(PathCertificate certificate) => new(
        certificate.Number, certificate.CompanyName, rulebook.On<PathTerms>(PathTerms.Rule, businessDay.Today).Terms[certificate.Path].Name,
        Words.Of(certificate.Stage), certificate.Title, certificate.IssuedOn, certificate.ValidUntil,
        certificate.State == PathCertificateState.Active && businessDay.Today <= certificate.ValidUntil,
        certificate.State == PathCertificateState.Active ? null : Words.Of(certificate.State));
}
