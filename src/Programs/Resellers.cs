using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>Who speaks first.</summary>
public enum ResellerRequestOrigin
{
    /// <summary>The distributor sends a link.</summary>
    [Words("总经销商邀请", "Invitation")]
    Invitation,

    /// <summary>The partner names its distributor.</summary>
    [Words("伙伴申请", "Application")]
    Application,
}

/// <summary>How far it is.</summary>
public enum ResellerRequestState
{
    /// <summary>The other side has not answered.</summary>
    [Words("待处理", "Open")]
    Open,

    /// <summary>The partner is the distributor's reseller.</summary>
    [Words("已通过", "Accepted")]
    Accepted,

    /// <summary>The other side said no.</summary>
    [Words("已拒绝", "Refused")]
    Refused,
}

/// <summary>The two ways in of a cloud reseller: an invitation of its distributor, or an application to one (R5.3.1).</summary>
internal sealed class ResellerRequest : IPartnerRow
{
    private static readonly Flow<ResellerRequestState> Flow = new("reseller-request")
    {
        { ResellerRequestState.Open, ResellerRequestState.Accepted, ResellerRequestState.Refused },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The distributor.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>Who is to be reseller; for an invitation known once it is accepted.</summary>
    public Guid? ResellerId { get; private set; }

    public string? CompanyName { get; private set; }

    public ResellerRequestOrigin Origin { get; init; }

    /// <summary>Where the invitation went.</summary>
    public string? Email { get; init; }

    [Secret]
    public string? TokenHash { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>The first instant at which an invitation no longer works.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public ResellerRequestState State { get; private set; }

    public void Name(PartnerView reseller) => (ResellerId, CompanyName) = (reseller.Id, reseller.CompanyName);

    public void Become(ResellerRequestState next) => State = Flow.Move(State, next);
}

/// <summary>A reseller as its distributor sees it; the reseller itself never sees its code (R12.3.9).</summary>
public sealed record ResellerRow(Guid Partner, string? Code, string CompanyName, MembershipState State, DateOnly JoinedOn);

/// <summary>A request as its distributor sees it.</summary>
public sealed record ResellerRequestRow(Guid Id, ResellerRequestOrigin Origin, string? CompanyName, string? Email, DateTimeOffset At, DateTimeOffset? ExpiresAt, ResellerRequestState State);

/// <summary>A distributor's resellers: inviting, applying, answering, listing.</summary>
public sealed class Resellers(
    ProgramsDb db, JoinProgram join, Partners partners, Memberships memberships, Notifier notifier, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>What distributors and applicants are told of.</summary>
    public const string Notice = "programs.reseller-request";

    /// <summary>The distributor sends a link that makes whoever accepts it its reseller.</summary>
    /// <returns>The link.</returns>
    /// <exception cref="Refusal">Those of the address.</exception>
    public async Task<string> Invite(string? email, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.ManageResellers);
        var address = Input.Email(email, "Email");
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var days = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms.InvitationDays;
        db.ResellerRequests.Add(new()
        {
            PartnerId = by.PartnerId,
            Origin = ResellerRequestOrigin.Invitation,
            Email = address,
            TokenHash = Hash(token),
            At = businessDay.Now,
            ExpiresAt = businessDay.Now.AddDays(days),
        });
        var (link, company) = ($"{site}/portal/reseller-invitations/{token}", (await partners.Find(by.PartnerId, ct))!.CompanyName);
        await notifier.Mail(address, "邀请成为云经销商 / An invitation to become cloud reseller", $"""
            {company} 邀请贵公司成为其云经销商。请以未加入任何计划的伙伴账号登录，在 {days} 天内打开链接。
            {company} invites you to become its cloud reseller. Sign in with a partner account that is in no programme and open this link within {days} days.

            {link}
            """, ct);
        await db.Save(by, "programs.invite-reseller", ct);
        return link;
    }

    /// <summary>Who invites, behind a link; null if it no longer works.</summary>
    public async Task<string?> Inviter(string token, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await Open(token, ct) is { } request ? (await partners.Find(request.PartnerId, ct))?.CompanyName : null;
    }

    /// <summary>The actor's partner accepts an invitation.</summary>
    /// <returns>The number of its certificate.</returns>
    /// <exception cref="Refusal"><c>programs.invitation-over</c>, and those of joining.</exception>
    public async Task<string> Accept(string token, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Join);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var request = await Open(token, ct) ?? throw new Refusal("programs.invitation-over");
        return await Take(request, (await partners.Find(by.PartnerId, ct))!, by, ct);
    }

    /// <summary>The actor's partner applies to a distributor.</summary>
    /// <param name="distributor">Its partner number.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>programs.distributor-needed</c>, <c>programs.applied-already</c>, and those of joining.</exception>
    public async Task Apply(string? distributor, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Join);
        var number = Input.Text(distributor, "Distributor");
        await using var wide = await db.Unit.AcrossWalls(ct);
        var named = await partners.ByNumber(number, ct);
        if (named is null || (await memberships.Of(named.Id, businessDay.Today, ct)).TrueForAll(m => m.Program != PartnerProgram.Distributor))
        {
            throw new Refusal("programs.distributor-needed") { Field = "Distributor" };
        }

        if (await join.Why(by.PartnerId, PartnerProgram.Reseller, ct) is { } why)
        {
            throw why;
        }

        await db.Unit.InTurn($"reseller applications of {by.PartnerId}", ct);
        if (await db.ResellerRequests.AnyAsync(r => r.ResellerId == by.PartnerId && r.State == ResellerRequestState.Open, ct))
        {
            throw new Refusal("programs.applied-already");
        }

        var company = (await partners.Find(by.PartnerId, ct))!;
        var request = new ResellerRequest { PartnerId = named.Id, Origin = ResellerRequestOrigin.Application, At = businessDay.Now };
        request.Name(company);
        db.ResellerRequests.Add(request);
        await notifier.TellPartner(named.Id, ProgramsModule.ManageResellers, new(
            Notice, new("云经销商申请", "A partner wants to be your reseller"), new($"{company.CompanyName} 申请成为贵公司的云经销商。", $"{company.CompanyName} applies to become your cloud reseller."),
            "/portal/resellers"), ct);
        await db.Save(by, "programs.apply-as-reseller", ct);
    }

    /// <summary>The distributor answers an application.</summary>
    /// <returns>False if there is none for it to answer.</returns>
    /// <exception cref="Refusal"><c>reseller-request.wrong-state</c>, and those of joining.</exception>
    public async Task<bool> Answer(Guid id, bool yes, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.ManageResellers);
        if (await db.ResellerRequests.SingleOrDefaultAsync(
            r => r.Id == id && r.PartnerId == by.PartnerId && r.Origin == ResellerRequestOrigin.Application, ct) is not { ResellerId: { } reseller } request)
        {
            return false;
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        await notifier.TellPartner(reseller, ProgramsModule.See, new(
            Notice, yes ? new("云经销商申请已通过", "You are a cloud reseller now") : new("云经销商申请被拒绝", "Your application was refused"),
            new(by.Name, by.Name), "/portal/programs"), ct);
        if (yes)
        {
            await Take(request, (await partners.Find(reseller, ct))!, by, ct);
            return true;
        }

        request.Become(ResellerRequestState.Refused);
        await db.Save(by, "programs.refuse-reseller", ct);
        return true;
    }

    /// <summary>The actor's resellers by name.</summary>
    public Task<List<ResellerRow>> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.ManageResellers);
        var partner = by.PartnerId;
        return db.Memberships.AsNoTracking().Where(m => m.DistributorId == partner).OrderBy(m => m.CompanyName)
            .Select(m => new ResellerRow(m.PartnerId, m.ResellerCode, m.CompanyName, m.State, m.JoinedOn)).ToListAsync(ct);
    }

    /// <summary>Invitations and applications, the newest first.</summary>
    public Task<List<ResellerRequestRow>> Requests(Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.ManageResellers);
        var partner = by.PartnerId;
        return db.ResellerRequests.AsNoTracking().Where(r => r.PartnerId == partner).OrderByDescending(r => r.At)
            .Select(r => new ResellerRequestRow(r.Id, r.Origin, r.CompanyName, r.Email, r.At, r.ExpiresAt, r.State)).Take(100).ToListAsync(ct);
    }

    private Task<ResellerRequest?> Open(string token, CancellationToken ct)
    {
        var (hash, now) = (Hash(token), businessDay.Now);
        return db.ResellerRequests.SingleOrDefaultAsync(r => r.TokenHash == hash && r.State == ResellerRequestState.Open && r.ExpiresAt > now, ct);
    }

    private async Task<string> Take(ResellerRequest request, PartnerView reseller, Actor by, CancellationToken ct)
    {
        request.Name(reseller);
        request.Become(ResellerRequestState.Accepted);
        return await join.AddReseller(reseller.Id, request.PartnerId, by, ct);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
