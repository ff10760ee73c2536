using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;
using PartnerCenter.Programs.Special;

namespace PartnerCenter.Programs;

/// <summary>What a visitor learns about a certificate: nothing personal.</summary>
internal sealed record CertificateView(string Number, string CompanyName, LocalText Program, LocalText Level, DateOnly JoinedOn, DateOnly? ValidUntil, bool Valid);

/// <summary>Certificates of membership (R5.1.5): the document, and the check that anybody can make.</summary>
internal sealed class Certificates(ProgramsDb db, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>A partner's memberships.</summary>
    public Task<List<Membership>> Of(Guid partner, CancellationToken ct = default) =>
        db.Memberships.AsNoTracking().Where(m => m.PartnerId == partner).OrderBy(m => m.JoinedOn).ToListAsync(ct);

    /// <summary>The certificate behind a verify code, or null.</summary>
    public async Task<CertificateView?> Verify(string code, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await db.Memberships.AsNoTracking().SingleOrDefaultAsync(m => m.VerifyCode == code, ct) is { } membership
            ? View(membership)
            : await db.SpecialMemberships.AsNoTracking().SingleOrDefaultAsync(m => m.VerifyCode == code, ct) is { } special ? View(special) : null;
    }

    /// <summary>The certificate of one of the actor's memberships as PDF, or null if it has none of that number.</summary>
    public async Task<(string Name, byte[] Pdf)?> Pdf(string number, Actor by, Func<string, string> verifyLink, CancellationToken ct = default)
    {
        if (await Own(number, by, ct) is not var (view, verifyCode))
        {
            return null;
        }

        using var output = new MemoryStream();
        using (var pages = new PdfPages(output, view.Number, landscape: true, BusinessDay.StartOf(view.JoinedOn)))
        {
            pages.Border();
            pages.Space(50);
            pages.Centered($"{view.Program.Zh}证书", 30, accent: true);
            pages.Centered($"Certificate of {view.Program.En}", 16);
            pages.Space(36);
            pages.Centered(view.CompanyName, 24);
            pages.Space(12);
            pages.Centered($"{view.Level.Zh}  {view.Level.En}", 14);
            pages.Centered(view.ValidUntil is { } until ? $"{view.JoinedOn:yyyy-MM-dd}  –  {until:yyyy-MM-dd}" : $"{view.JoinedOn:yyyy-MM-dd}  –", 12);
            pages.Space(16);
            pages.QrCode(QrCode.Modules(verifyLink(verifyCode)), 110, $"{view.Number} · 扫码验证 / scan to verify");
        }

        return ($"{view.Number}.pdf", output.ToArray());
    }

    private async Task<(CertificateView View, string VerifyCode)?> Own(string number, Actor by, CancellationToken ct)
    {
        if (await db.Memberships.AsNoTracking().SingleOrDefaultAsync(m => m.Number == number && m.PartnerId == by.Partner, ct) is { } membership)
        {
            return (View(membership), membership.VerifyCode);
        }

        return await db.SpecialMemberships.AsNoTracking().SingleOrDefaultAsync(m => m.Number == number && m.PartnerId == by.Partner, ct) is { } special
            && View(special) is { } view ? (view, special.VerifyCode) : null;
    }

    /// <summary>Null where the programme has no certificates.</summary>
    private CertificateView? View(SpecialMembership membership)
    {
        var today = businessDay.Today;
        return rulebook.On<SpecialProgramTerms>(SpecialProgramTerms.Rule, today).Terms.Find(membership.Program) is { Certificate: true } program
            ? new(membership.Number, membership.CompanyName, program.Name, new("", ""), membership.JoinedOn, membership.ValidUntil,
                membership.State == MembershipState.Active && (membership.ValidUntil is null || today <= membership.ValidUntil))
            : null;
    }

    private CertificateView View(Membership membership)
    {
        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        var level = terms.LevelNames.GetValueOrDefault(membership.Level) ?? new("", "");
        var valid = membership.State == MembershipState.Active && businessDay.Today <= membership.ValidUntil;
        return new(membership.Number, membership.CompanyName, terms[membership.Program].Name, level, membership.JoinedOn,
            membership.ValidUntil, valid);
    }
}
