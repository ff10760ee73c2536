using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>A partner joins a programme by itself, or is admitted by the vendor (R5.1.2, R5.1.3, R5.2.1, R5.2.2).</summary>
public sealed class JoinProgram(
    ProgramsDb db, Partners partners, PathStages paths, Rulebook rulebook, Numbers numbers, BusinessDay businessDay)
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

    /// <summary>
    /// The vendor admits a partner to a programme, a reseller under its distributor, at a level if need be, and a company's further
    /// solution provider account for one of its representative offices (R5.1.3).
    /// </summary>
    /// <exception cref="Refusal">See <see cref="Why"/>; also <c>programs.distributor-needed</c>.</exception>
    public async Task<string> Admit(
        Guid partner, PartnerProgram program, Guid? distributor, Actor by, string? level = null, string? office = null, CancellationToken ct = default)
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
        return await Add(partner, program, distributor, terms, by, ct, level, string.IsNullOrWhiteSpace(office) ? null : office.Trim());
    }

    /// <summary>A distributor takes a partner as its reseller, by the consent of both.</summary>
    internal Task<string> AddReseller(Guid partner, Guid distributor, Actor by, CancellationToken ct) =>
        Add(partner, PartnerProgram.Reseller, distributor, rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms, by, ct);

    /// <summary>Why a partner cannot join a programme: null if it can.</summary>
    public Task<Refusal?> Why(Guid partner, PartnerProgram program, CancellationToken ct = default) => Refused(partner, program, null, ct);

    private async Task<Refusal?> Refused(Guid partner, PartnerProgram program, string? office, CancellationToken ct)
    {
        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms;
        var company = await partners.Find(partner, ct);
        if (company is null)
        {
            return new Refusal("programs.not-a-partner");
        }

        var own = await db.Memberships.AsNoTracking().Where(m => m.PartnerId == partner).ToListAsync(ct);
        if (own.Find(m => m.Program == program) is { } known)
        {
            return new Refusal(known.State is MembershipState.Active or MembershipState.Lapsed ? "programs.joined-already" : "programs.left-for-good");
        }

        if (own.Find(m => m.State is MembershipState.Active or MembershipState.Lapsed && terms[program].NotWith.Contains(m.Program)) is { } other)
        {
            return new Refusal("programs.not-with", terms[other.Program].Name);
        }

        if (terms[program].NotOnAPath && await paths.Of(partner, ct) is { } path)
        {
            return new Refusal("programs.on-a-path", Words.Of(path.Path));
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var siblings = await db.Memberships.AsNoTracking().Where(m => m.LegalEntityId == company.LegalEntity && m.Program == program).ToListAsync(ct);
        if (program != PartnerProgram.SolutionProvider)
        {
            return null;
        }

        // A company that was struck off stays so with all its accounts; it may become reseller with another one (R5.1.10).
        return siblings.Exists(m => m.State == MembershipState.Delisted) ? new Refusal("programs.delisted")
            : office is null && siblings.Exists(m => m.State == MembershipState.Active) ? new Refusal("programs.one-per-company")
            : null;
    }

    private async Task<string> Add(
        Guid partner, PartnerProgram program, Guid? distributor, ProgramTerms terms, Actor by, CancellationToken ct, string? level = null,
        string? office = null)
    {
        await db.Unit.InTurn(PathStages.Turn(partner), ct);
        if (await Refused(partner, program, office, ct) is { } refusal)
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
            ResellerCode = program == PartnerProgram.Reseller ? await numbers.Next("RS", ct) : null,
            Office = office,
            JoinedOn = businessDay.Today,
            ValidUntil = Membership.FirstValidity(businessDay.Today),
            VerifyCode = VerifyCode.New(),
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
