using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Solutions.Persistence;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions.Certificates;

/// <summary>What a visitor learns about a certificate: nothing personal, and no reason for its end.</summary>
internal sealed record SolutionCertificateView(
    string Number, string CompanyName, string SolutionName, SolutionLevel Level, DateOnly ValidFrom, DateOnly ValidUntil, SolutionCertificateState State,
    bool Valid);

/// <summary>Certificates of solutions (R4.1.9): the document, and the check that anybody can make.</summary>
internal sealed class SolutionCertificates(SolutionsDb db, BusinessDay businessDay)
{
    /// <summary>The certificate behind a verify code, or null. One whose last day is over has lapsed, also before the night says so.</summary>
    public async Task<SolutionCertificateView?> Verify(string code, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        if (await db.Certifications.AsNoTracking().SingleOrDefaultAsync(c => c.VerifyCode == code, ct) is not { } one)
        {
            return null;
        }

        var over = one.State == SolutionCertificateState.Active && one.ValidUntil < businessDay.Today;
        return new(
            one.Number, one.CompanyName, one.SolutionName, one.Level, one.ValidFrom, one.ValidUntil, over ? SolutionCertificateState.Lapsed : one.State,
            one.Counts(businessDay.Today));
    }

    /// <summary>A certificate of the actor's partner as PDF, or null if it has none of that number.</summary>
    public async Task<(string Name, byte[] Pdf)?> Pdf(string number, Actor by, Func<string, string> verifyLink, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.See);
        if (await db.Certifications.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number && c.PartnerId == by.Partner, ct) is not { } one)
        {
            return null;
        }

        var level = Words.Of(one.Level);
        return new CertificatePdf(
            one.Number, new($"{level.Zh}方案证书", $"Certificate of {level.En}"), one.CompanyName, one.SolutionName, one.ValidFrom, one.ValidUntil)
            .Write(verifyLink(one.VerifyCode));
    }
}
