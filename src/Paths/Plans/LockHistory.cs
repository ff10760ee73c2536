using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Paths.Plans;

/// <summary>A plan or list has gone to the other side.</summary>
/// <param name="Partner">Whose.</param>
/// <param name="Lock">Which.</param>
/// <param name="What">Its kind.</param>
/// <param name="Number">Its number.</param>
/// <param name="CompanyName">The partner's company.</param>
/// <param name="Step">What happened.</param>
/// <param name="Comment">What was said.</param>
public sealed record LockMoved(Guid Partner, Guid Lock, LockKind What, string Number, string CompanyName, LockStepKind Step, string Comment) : IEvent;

/// <summary>Writes the history of plans and lists.</summary>
internal static class LockHistory
{
    /// <summary>Adds a step, and tells the other side once it is saved.</summary>
    public static void Note(this PathsDb db, MutualLock one, LockStepKind kind, string comment, Actor by, DateTimeOffset now)
    {
        db.LockSteps.Add(new() { PartnerId = one.PartnerId, LockId = one.Id, At = now, By = by.Name, Kind = kind, Comment = comment });
        db.Publish(new LockMoved(one.PartnerId, one.Id, one.Kind, one.Number, one.CompanyName, kind, comment));
    }
}

/// <summary>Tells the vendor what was sent, and the partner what became of it.</summary>
internal sealed class TellLock(Notifier notifier, Partners partners) : IHandleLater<LockMoved>
{
    public const string Notice = "paths.lock";

    public async Task Handle(LockMoved happened, CancellationToken ct)
    {
        var (what, step) = (Words.Of(happened.What), Words.Of(happened.Step));
        var said = happened.Comment.Length == 0 ? "" : happened.Comment;
        var body = new LocalText($"{happened.Number} {what.Zh}：{step.Zh}。{said}", $"{happened.Number}, {what.En}: {step.En}. {said}".TrimEnd());
        if (happened.Step == LockStepKind.Sent)
        {
            await notifier.TellManager(partners, happened.Partner, new(
                Notice, new("有待会签的商业计划或客户清单", "A plan or customer list is to be counter-signed"),
                new($"{happened.CompanyName}：{body.Zh}", $"{happened.CompanyName}: {body.En}"), $"/console/plans/{happened.Lock}"), ct);
        }
        else
        {
            await notifier.TellPartner(happened.Partner, PathsModule.Manage, new(
                Notice, new("商业计划或客户清单有更新", "News of your plan or customer list"), body, $"/portal/plans/{happened.Lock}"), ct);
        }
    }
}

/// <summary>How the vendor's side of a partner is told.</summary>
internal static class ManagerNotices
{
    /// <summary>Tells the partner's manager; where it has none, all of them.</summary>
    public static async Task TellManager(this Notifier notifier, Partners partners, Guid partner, Message message, CancellationToken ct)
    {
        if (await partners.ManagerOf(partner, ct) is { } manager)
        {
            await notifier.TellAccount(manager, message, ct);
        }
        else
        {
            await notifier.TellVendor(Role.EcosystemManager, message, ct);
        }
    }
}
