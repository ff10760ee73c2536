using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs.Special;

/// <summary>A special programme, and how a partner stands in it: by its present membership, or the last one.</summary>
/// <param name="Code">The programme.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">Whom it is for.</param>
/// <param name="Agreement">What is signed to join.</param>
/// <param name="AgreementVersion">Its version of today.</param>
/// <param name="Commitments">What is promised besides.</param>
/// <param name="State">How the membership stands; null if there was none.</param>
/// <param name="SignedVersion">The version of the agreement that the membership began with.</param>
/// <param name="JoinedOn">First day.</param>
/// <param name="ValidUntil">Last day, included; null if it has none.</param>
/// <param name="EndReason">Why it ended.</param>
/// <param name="Certificate">The number of the certificate in force; null without one.</param>
/// <param name="VerifyCode">By which anybody can check the certificate.</param>
/// <param name="HasList">Whether the vendor keeps a list of who may join.</param>
/// <param name="Invited">Whether the partner is on it.</param>
/// <param name="IsAssessed">Whether each year is assessed.</param>
/// <param name="Why">Why the partner cannot join now; null if it can, or is in.</param>
public sealed record SpecialStanding(
    string Code, LocalText Name, LocalText Description, LocalText Agreement, string AgreementVersion, IReadOnlyList<LocalText> Commitments,
    MembershipState? State, string? SignedVersion, DateOnly? JoinedOn, DateOnly? ValidUntil, string? EndReason, string? Certificate,
    string? VerifyCode, bool HasList, bool Invited, bool IsAssessed, string? Why)
{
    /// <summary>Whether the partner is in the programme.</summary>
    public bool IsMember => State == MembershipState.Active;
}

/// <summary>Special programmes as pages and API show them.</summary>
internal sealed class SpecialProgramLists(ProgramsDb db, JoinSpecialProgram join, RefusalTexts texts, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>All programmes of today, with how the partner stands in each.</summary>
    /// <param name="partner">The actor's own, or any for the vendor.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<SpecialStanding>> Of(Guid partner, Actor by, CancellationToken ct = default)
    {
        by.Need(by.Partner == partner ? ProgramsModule.See : ProgramsModule.Admit);
        var memberships = await db.SpecialMemberships.AsNoTracking().Where(m => m.PartnerId == partner).OrderByDescending(m => m.JoinedOn)
            .ThenByDescending(m => m.Number).ToListAsync(ct);
        var invited = await db.SpecialInvitations.AsNoTracking().Where(i => i.PartnerId == partner && i.WithdrawnAt == null)
            .Select(i => i.Program).ToListAsync(ct);
        var standings = new List<SpecialStanding>();
        foreach (var program in rulebook.On<SpecialProgramTerms>(SpecialProgramTerms.Rule, businessDay.Today).Terms.Programs)
        {
            var membership = memberships.Find(m => m.Program == program.Code);
            var why = membership is { State: MembershipState.Active } ? null : await join.Why(program, partner, ct);
            var certified = program.Certificate && membership is { State: MembershipState.Active };
            standings.Add(new(
                program.Code, program.Name, program.Description, program.Agreement.Name, program.Agreement.Version, program.Commitments,
                membership?.State, membership?.AgreementVersion, membership?.JoinedOn, membership?.ValidUntil, membership?.EndReason,
                certified ? membership!.Number : null, certified ? membership!.VerifyCode : null, program.HasList, invited.Contains(program.Code),
                program.YearEnd == YearEnd.Assessed, why is null ? null : texts.Sentence(why)));
        }

        return standings;
    }
}
