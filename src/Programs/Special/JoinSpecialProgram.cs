using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs.Special;

/// <summary>A partner joins a special programme by itself: nobody reviews it, what it needs is checked and its agreement signed.</summary>
internal sealed class JoinSpecialProgram(
    ProgramsDb db, Partners partners, PathStages paths, SignAgreement sign, Rulebook rulebook, Numbers numbers, BusinessDay businessDay)
{
    /// <summary>Joins.</summary>
    /// <param name="code">The programme.</param>
    /// <param name="agreed">Whether the agreement and the commitments were agreed to.</param>
    /// <param name="version">The version of the agreement that was read.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such programme.</returns>
    /// <exception cref="Refusal">
    /// See <see cref="Why"/>; <c>programs.special-agree</c> at Agreed; <c>programs.special-version</c>: the agreement has a newer one.
    /// </exception>
    public async Task<bool> Run(string code, bool agreed, string? version, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Join);
        if (rulebook.On<SpecialProgramTerms>(SpecialProgramTerms.Rule, businessDay.Today).Terms.Find(code) is not { } program)
        {
            return false;
        }

        // What its path asks for and the joining wait for each other.
        await db.Unit.InTurn(PathStages.Turn(by.PartnerId), ct);
        if (await Why(program, by.PartnerId, ct) is { } why)
        {
            throw why;
        }

        if (!agreed)
        {
            throw new Refusal("programs.special-agree") { Field = "Agreed" };
        }

        if (version != program.Agreement.Version)
        {
            throw new Refusal("programs.special-version", program.Agreement.Name, program.Agreement.Version) { Field = "Agreed" };
        }

        var company = (await partners.Find(by.PartnerId, ct))!;
        await sign.Run(by.PartnerId, program.Agreement.Code, program.Agreement.Version, program.Agreement.Name, by, ct);
        var membership = new SpecialMembership
        {
            Number = await numbers.Next("SP", ct),
            PartnerId = by.PartnerId,
            CompanyName = company.CompanyName,
            Program = program.Code,
            AgreementVersion = program.Agreement.Version,
            JoinedOn = businessDay.Today,
            VerifyCode = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
        membership.RunUntil(program.Until(membership.JoinedOn));
        db.SpecialMemberships.Add(membership);
        db.Publish(new SpecialProgramJoined(by.PartnerId, program.Code));
        await db.Save(by, "programs.join-special", ct);
        return true;
    }

    /// <summary>Why a partner cannot join a special programme: null if it can.</summary>
    /// <returns>
    /// <c>programs.joined-already</c>, <c>programs.special-by-invitation</c>, <c>programs.special-path</c> with the path,
    /// <c>programs.special-stage</c> with path and stage.
    /// </returns>
    public async Task<Refusal?> Why(SpecialProgram program, Guid partner, CancellationToken ct = default)
    {
        if (await db.SpecialMemberships.AnyAsync(m => m.PartnerId == partner && m.Program == program.Code && m.State == MembershipState.Active, ct))
        {
            return new("programs.joined-already");
        }

        var invited = program.HasList
            && await db.SpecialInvitations.AnyAsync(i => i.PartnerId == partner && i.Program == program.Code && i.WithdrawnAt == null, ct);
        if (program.ByInvitation && !invited)
        {
            return new("programs.special-by-invitation");
        }

        if (program.Path is not { } path)
        {
            return null;
        }

        var needed = invited ? program.InvitedFrom ?? program.Stage!.Value : program.Stage!.Value;
        if (await paths.Of(partner, ct) is not { } standing || standing.Path != path)
        {
            return new("programs.special-path", Words.Of(path));
        }

        return standing.Stage >= needed ? null : new Refusal("programs.special-stage", Words.Of(path), Words.Of(needed));
    }
}
