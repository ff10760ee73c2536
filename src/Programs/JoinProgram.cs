using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>A partner joins a programme by itself, or is admitted by the vendor (R5.1.2, R5.1.3, R5.2.1, R5.2.2).</summary>
public sealed class JoinProgram(
    ProgramsDb db, Partners partners, Rulebook rulebook, Numbers numbers, BusinessDay businessDay)
{
    /// <summary>The actor's partner joins a programme that is open to all.</summary>
    /// <exception cref="Refusal">See <see cref="Why"/>; also <c>programs.by-invitation</c>.</exception>
    public async Task<string> Run(PartnerProgram program, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Join);
        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        if (!terms[program].SelfService)
        {
            throw new Refusal("programs.by-invitation");
        }

        return await Add(by.PartnerId, program, null, terms, by, ct);
    }

    /// <summary>The vendor admits a partner to a programme, a reseller under its distributor and at a level if need be.</summary>
    /// <exception cref="Refusal">See <see cref="Why"/>; also <c>programs.distributor-needed</c>.</exception>
    public async Task<string> Admit(
        Guid partner, PartnerProgram program, Guid? distributor, Actor by, string? level = null, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Admit);
        if (program == PartnerProgram.Reseller)
        {
            var isDistributor = await db.Memberships.AnyAsync(
                m => m.PartnerId == distributor && m.Program == PartnerProgram.Distributor && m.State == MembershipState.Active, ct);
            if (!isDistributor)
            {
                throw new Refusal("programs.distributor-needed") { Field = "Distributor" };
            }
        }

        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        return await Add(partner, program, distributor, terms, by, ct, level);
    }

    /// <summary>Why a partner cannot join a programme: null if it can.</summary>
    public async Task<Refusal?> Why(Guid partner, PartnerProgram program, CancellationToken ct = default)
    {
        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        var company = await partners.Find(partner, ct);
        if (company is null)
        {
            return new Refusal("programs.not-a-partner");
        }

        var own = await db.Memberships.AsNoTracking().Where(m => m.PartnerId == partner).ToListAsync(ct);
        if (own.Find(m => m.Program == program) is not null)
        {
            return new Refusal("programs.joined-already");
        }

        if (own.Find(m => terms[program].NotWith.Contains(m.Program)) is { } other)
        {
            return new Refusal("programs.not-with", terms[other.Program].Name);
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var taken = program == PartnerProgram.SolutionProvider && await db.Memberships.AnyAsync(
            m => m.LegalEntityId == company.LegalEntity && m.Program == program && m.State == MembershipState.Active, ct);
        return taken ? new Refusal("programs.one-per-company") : null;
    }

    private async Task<string> Add(
        Guid partner, PartnerProgram program, Guid? distributor, ProgramTerms terms, Actor by, CancellationToken ct, string? level = null)
    {
        if (await Why(partner, program, ct) is { } refusal)
        {
            throw refusal;
        }

        var company = (await partners.Find(partner, ct))!;
        var membership = new Membership
        {
            Id = Guid.CreateVersion7(),
            Number = await numbers.Next("CERT", ct),
            PartnerId = partner,
            LegalEntityId = company.LegalEntity,
            CompanyName = company.CompanyName,
            Program = program,
            Level = level ?? (terms[program].Levels is [var lowest, ..] ? lowest : "none"),
            DistributorId = distributor,
            JoinedOn = businessDay.Today,
            ValidUntil = Membership.FirstValidity(businessDay.Today),
            VerifyCode = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
        db.Memberships.Add(membership);
        db.Publish(new ProgramJoined(partner, program, membership.Level));
        try
        {
            await db.Save(by, "programs.join", ct);
        }
        catch (DbUpdateException clash) when (clash.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new Refusal("programs.one-per-company");
        }

        return membership.Number;
    }
}
