using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Paths;

/// <summary>
/// Stages that follow by themselves go up and down with what the partner has (R4.1.7): in the transaction that changes it, and every
/// night for what has run out (R4.1.8).
/// </summary>
internal sealed class FollowStages(PathsDb db, Checklists checklists, BusinessDay businessDay) : IHandleNow<PathEvidenceChanged>, IJob<Occurrence>
{
    public const string Type = "paths.follow-stages";

    public async Task Handle(PathEvidenceChanged happened, CancellationToken ct)
    {
        if (await db.Members.SingleOrDefaultAsync(m => m.PartnerId == happened.Partner && m.LeftOn == null, ct) is { } member)
        {
            await One(member, ct);
        }
    }

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        foreach (var member in await db.Members.Where(m => m.LeftOn == null).OrderBy(m => m.Id).ToListAsync(ct))
        {
            await One(member, ct);
        }

        await db.Save(Actor.System, Type, ct);
    }

    /// <summary>Brings a member to the highest stage whose conditions are met; an advanced solution alone suffices for the second.</summary>
    internal async Task One(PathMember member, CancellationToken ct)
    {
        if (!checklists.Terms[member.Path].ByItself)
        {
            return;
        }

        var met = (await checklists.Count(member.PartnerId, member.Path, ct)).Where(stage => stage.Met).Select(stage => stage.Stage);
        if (member.Reach(met.Append(PathStage.Joined).Max(), businessDay.Today) is { } changed)
        {
            db.Publish(changed);
        }
    }
}

/// <summary>Tells the partner of a new stage.</summary>
internal sealed class TellStage(Notifier notifier) : IHandleLater<PathStageChanged>
{
    public const string Notice = "paths.stage";

    public Task Handle(PathStageChanged happened, CancellationToken ct)
    {
        var (path, to) = (Words.Of(happened.Path), Words.Of(happened.To));
        return notifier.TellPartner(happened.Partner, PathsModule.See, new(
            Notice, new("发展路径阶段变化", "Your stage on the path has changed"), new($"{path.Zh}：{to.Zh}", $"{path.En}: {to.En}"),
            $"/portal/paths/{PathNames.Of(happened.Path)}"), ct);
    }
}
