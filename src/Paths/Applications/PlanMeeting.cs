using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Applications;

/// <summary>A meeting on a business plan has its time.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Path">Its path.</param>
/// <param name="At">When, UTC.</param>
public sealed record PlanMeetingScheduled(Guid Partner, DevelopmentPath Path, DateTimeOffset At) : IEvent;

/// <summary>The partner hands in company deck and business plan for the meeting that ends differentiation (R4.2.6).</summary>
internal sealed class HandInPlan(PathsDb db, Checklists checklists, DocumentStore documents)
{
    /// <summary>Hands them in, or in a newer form.</summary>
    /// <returns>False if the actor's partner has no such application.</returns>
    /// <exception cref="Refusal">
    /// <c>paths.old-template</c> at Template; <c>form.required</c> at Deck or Plan; <c>paths.application-over</c>; those of the files.
    /// </exception>
    public async Task<bool> Run(Guid id, SentFile? deck, SentFile? plan, string? template, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        if (await db.Applications.SingleOrDefaultAsync(a => a.Id == id && a.PartnerId == by.PartnerId, ct) is not { } application)
        {
            return false;
        }

        if (Input.Text(template, "Template", 40) != checklists.Terms.PlanTemplate)
        {
            throw new Refusal("paths.old-template", checklists.Terms.PlanTemplate) { Field = "Template" };
        }

        var (first, second) = (
            deck ?? throw new Refusal("form.required") { Field = "Deck" }, plan ?? throw new Refusal("form.required") { Field = "Plan" });
        var (deckId, planId) = (
            (await documents.Upload(first.Name, first.Content, by, "Deck", ct)).Id, (await documents.Upload(second.Name, second.Content, by, "Plan", ct)).Id);
        application.HandIn(deckId, planId);
        await db.Save(by, "paths.hand-in-plan", ct);
        return true;
    }
}

/// <summary>The vendor schedules the meeting, once deck and plan are there (R4.2.6).</summary>
internal sealed class ScheduleMeeting(PathsDb db, BusinessDay businessDay)
{
    /// <summary>Schedules it, or moves it.</summary>
    /// <param name="id">The application.</param>
    /// <param name="at">When.</param>
    /// <param name="link">Where it takes place online.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such application.</returns>
    /// <exception cref="Refusal">
    /// <c>paths.plan-missing</c>, <c>paths.application-over</c>, <c>paths.meeting-past</c> at At, <c>paths.meeting-link</c> at Link.
    /// </exception>
    public async Task<bool> Run(Guid id, DateTimeOffset? at, string? link, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        if (await db.Applications.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } application)
        {
            return false;
        }

        var (when, where) = Read(at, link, businessDay.Now);
        application.Schedule(when, where);
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == application.MemberId, ct);
        db.Publish(new PlanMeetingScheduled(member.PartnerId, member.Path, when));
        await db.Save(by, "paths.schedule-meeting", ct);
        return true;
    }

    /// <summary>Time, UTC, and address of a meeting.</summary>
    /// <exception cref="Refusal"><c>paths.meeting-past</c> at At; <c>paths.meeting-link</c> at Link; those of the fields.</exception>
    internal static (DateTimeOffset At, string Link) Read(DateTimeOffset? at, string? link, DateTimeOffset now)
    {
        var (when, where) = (Input.Chosen(at, "At"), Input.Text(link, "Link", 500));
        if (when <= now)
        {
            throw new Refusal("paths.meeting-past") { Field = "At" };
        }

        return Uri.TryCreate(where, UriKind.Absolute, out var uri) && uri.Scheme == "https"
            ? (when.ToUniversalTime(), where)
            : throw new Refusal("paths.meeting-link") { Field = "Link" };
    }
}

/// <summary>Tells the partner when the meeting is.</summary>
internal sealed class TellMeeting(Notifier notifier) : IHandleLater<PlanMeetingScheduled>
{
    public const string Notice = "paths.meeting";

    public Task Handle(PlanMeetingScheduled happened, CancellationToken ct)
    {
        var time = Platform.Ui.PageBase.Time(happened.At);
        return notifier.TellPartner(happened.Partner, PathsModule.See, new(
            Notice, new("BP 评审会已安排", "The business plan review is scheduled"), new($"时间：{time}", $"It takes place at {time} (GMT+08:00)."),
            $"/portal/paths/{PathNames.Of(happened.Path)}"), ct);
    }
}
