using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Paths.Published;

/// <summary>The development paths (发展路径) on which partners build their ability.</summary>
public enum DevelopmentPath
{
    /// <summary>软件合作伙伴.</summary>
    [Words("软件合作伙伴", "Software")]
    Software,

    /// <summary>服务合作伙伴.</summary>
    [Words("服务合作伙伴", "Services")]
    Service,

    /// <summary>数字化转型咨询与系统集成, SI.</summary>
    [Words("数字化转型咨询与系统集成", "Consulting and system integration")]
    Integration,

    /// <summary>学习与赋能.</summary>
    [Words("学习与赋能", "Learning and enablement")]
    Learning,
}

/// <summary>How far a partner is on its path; a later one is higher.</summary>
public enum PathStage
{
    /// <summary>On the path, nothing certified.</summary>
    [Words("已加入", "Joined")]
    Joined,

    /// <summary>角色认证.</summary>
    [Words("角色认证", "Role certification")]
    RoleCertification,

    /// <summary>能力差异化.</summary>
    [Words("能力差异化", "Differentiation")]
    Differentiation,
}

/// <summary>A partner's stage has changed, up or down.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Path">The path that it is on.</param>
/// <param name="From">The stage before.</param>
/// <param name="To">The stage now.</param>
public sealed record PathStageChanged(Guid Partner, DevelopmentPath Path, PathStage From, PathStage To) : IEvent;

/// <summary>A partner's place on a path.</summary>
/// <param name="Path">The path.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="JoinedOn">First day.</param>
public sealed record PathStanding(DevelopmentPath Path, PathStage Stage, DateOnly JoinedOn);

/// <summary>Who is on which path and how far, for later modules.</summary>
public sealed class PathStages(PathsDb db)
{
    /// <summary>What joining a path and joining a programme wait for each other by: the two exclude each other.</summary>
    public static string Turn(Guid partner) => $"paths.standing/{partner}";

    /// <summary>The path that a partner is on now, or null.</summary>
    public Task<PathStanding?> Of(Guid partner, CancellationToken ct = default) => db.Members.AsNoTracking()
        .Where(m => m.PartnerId == partner && m.LeftOn == null).Select(m => new PathStanding(m.Path, m.Stage, m.JoinedOn)).SingleOrDefaultAsync(ct);

    /// <summary>Whether any account of a company has reached role certification, or more, and has it now (R5.1.8b).</summary>
    public async Task<bool> HasRoleCertification(Guid legalEntity, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await db.Members.AnyAsync(m => m.LegalEntityId == legalEntity && m.LeftOn == null && m.Stage != PathStage.Joined, ct);
    }
}
