using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;
using PartnerCenter.Programs.Special;

namespace PartnerCenter.Programs;

/// <summary>What a visitor learns about a certificate: nothing personal.</summary>
internal sealed record CertificateView(string Number, string CompanyName, LocalText Program, LocalText Level, DateOnly JoinedOn, DateOnly? ValidUntil, bool Valid, LocalText? Ended);

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

        return new CertificatePdf(
            view.Number, new($"{view.Program.Zh}证书", $"Certificate of {view.Program.En}"), view.CompanyName, $"{view.Level.Zh}  {view.Level.En}",
            view.JoinedOn, view.ValidUntil).Write(verifyLink(verifyCode));
    }

    /// <summary>How it ended, other than by its day.</summary>
    private static LocalText? Ended(MembershipState state) => state == MembershipState.Active ? null : Words.Of(state);

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
                membership.State == MembershipState.Active && (membership.ValidUntil is null || today <= membership.ValidUntil), Ended(membership.State))
            : null;
    }

    private CertificateView View(Membership membership)
    {
        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        var level = terms.LevelNames.GetValueOrDefault(membership.Level) ?? new("", "");
        var valid = membership.State == MembershipState.Active && businessDay.Today <= membership.ValidUntil;
        return new(membership.Number, membership.CompanyName, terms[membership.Program].Name, level, membership.JoinedOn,
            membership.ValidUntil, valid, Ended(membership.State));
    }
}
