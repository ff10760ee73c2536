using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;
using PartnerCenter.Programs.Persistence;

namespace PartnerCenter.Programs.Published;

/// <summary>The programmes in which partners sell.</summary>
public enum PartnerProgram
{
    /// <summary>解决方案提供商, SP.</summary>
    [Words("解决方案提供商", "Solution provider")]
    SolutionProvider,

    /// <summary>总经销商.</summary>
    [Words("总经销商", "Distributor")]
    Distributor,

    /// <summary>云经销商.</summary>
    [Words("云经销商", "Cloud reseller")]
    Reseller,
}

/// <summary>How a membership stands.</summary>
public enum MembershipState
{
    /// <summary>In force.</summary>
    [Words("有效", "Active")]
    Active,

    /// <summary>Its certificate ran out.</summary>
    [Words("已失效", "Lapsed")]
    Lapsed,

    /// <summary>The partner left.</summary>
    [Words("已退出", "Left")]
    Left,

    /// <summary>The vendor struck it off (摘牌).</summary>
    [Words("已摘牌", "Delisted")]
    Delisted,
}

/// <summary>A partner has joined a programme.</summary>
public sealed record ProgramJoined(Guid Partner, PartnerProgram Program, string Level) : IEvent;

/// <summary>A membership as other modules see it.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Program">The programme.</param>
/// <param name="Level">Its level.</param>
/// <param name="Distributor">The distributor of a reseller.</param>
/// <param name="JoinedOn">First day.</param>
/// <param name="ValidUntil">Last day, included.</param>
public sealed record MembershipView(
    Guid Partner, PartnerProgram Program, string Level, Guid? Distributor, DateOnly JoinedOn, DateOnly ValidUntil);

/// <summary>Memberships, for later modules.</summary>
public sealed class Memberships(ProgramsDb db)
{
    /// <summary>The memberships in force on a day, of all partners.</summary>
    public Task<List<MembershipView>> On(DateOnly day, CancellationToken ct = default) => Views(InForce(day)).ToListAsync(ct);

    /// <summary>The memberships of one partner in force on a day.</summary>
    public Task<List<MembershipView>> Of(Guid partner, DateOnly day, CancellationToken ct = default) =>
        Views(InForce(day).Where(m => m.PartnerId == partner)).ToListAsync(ct);

    /// <summary>A distributor's resellers on a day, in a fixed order.</summary>
    public async Task<List<Guid>> ResellersOf(Guid distributor, DateOnly day, CancellationToken ct = default) =>
        await InForce(day).Where(m => m.Program == PartnerProgram.Reseller && m.DistributorId == distributor).Select(m => m.PartnerId)
            .OrderBy(id => id).ToListAsync(ct);

    /// <summary>By the days alone: a membership that ended later was in force still.</summary>
    private IQueryable<Membership> InForce(DateOnly day) => db.Memberships.AsNoTracking()
        .Where(m => m.JoinedOn <= day && day <= m.ValidUntil && (m.EndedOn == null || day < m.EndedOn));

    private static IQueryable<MembershipView> Views(IQueryable<Membership> memberships) => memberships
        .Select(m => new MembershipView(m.PartnerId, m.Program, m.Level, m.DistributorId, m.JoinedOn, m.ValidUntil));
}
