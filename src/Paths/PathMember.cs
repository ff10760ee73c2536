using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Paths;

/// <summary>A partner's time on a path, with the stage that it has reached. It is on one path at a time.</summary>
internal sealed class PathMember : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid LegalEntityId { get; init; }

    public required string CompanyName { get; init; }

    public DevelopmentPath Path { get; init; }

    public PathStage Stage { get; private set; } = PathStage.Joined;

    public DateOnly StageSince { get; private set; }

    public DateOnly JoinedOn { get; init; }

    public DateOnly? LeftOn { get; private set; }

    public static PathMember Join(Network.Published.PartnerView partner, DevelopmentPath path, DateOnly today) => new()
    {
        PartnerId = partner.Id,
        LegalEntityId = partner.LegalEntity,
        CompanyName = partner.CompanyName,
        Path = path,
        JoinedOn = today,
        StageSince = today,
    };

    /// <summary>Goes to a stage, up or down.</summary>
    /// <returns>What has happened; null if it is there already.</returns>
    public PathStageChanged? Reach(PathStage stage, DateOnly today)
    {
        if (stage == Stage)
        {
            return null;
        }

        var changed = new PathStageChanged(PartnerId, Path, Stage, stage);
        (Stage, StageSince) = (stage, today);
        return changed;
    }

    public void Leave(DateOnly today) => LeftOn = today;
}

/// <summary>The vendor lets a partner join a path that is by invitation (白名单).</summary>
internal sealed class PathInvitation : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public DevelopmentPath Path { get; init; }

    public required string InvitedBy { get; init; }

    public DateTimeOffset InvitedAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}
