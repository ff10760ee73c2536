using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Paths.Certificates;

/// <summary>How a re-review stands.</summary>
public enum RereviewState
{
    /// <summary>The partner has been told and can submit.</summary>
    [Words("待提交", "To be submitted")]
    Open,

    /// <summary>The vendor looks at it.</summary>
    [Words("审核中", "In review")]
    InReview,

    /// <summary>Passed; the certificates run for a year more.</summary>
    [Words("已通过", "Passed")]
    Passed,

    /// <summary>Not passed; it can be submitted again while the window is open.</summary>
    [Words("未通过", "Not passed")]
    Failed,
}

/// <summary>The annual re-review (年度复核) of a member's certification.</summary>
internal sealed class Rereview : IPartnerRow
{
    private static readonly Flow<RereviewState> Flow = new("rereview")
    {
        { RereviewState.Open, RereviewState.InReview },
        { RereviewState.InReview, RereviewState.Passed, RereviewState.Failed },
        { RereviewState.Failed, RereviewState.InReview },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid MemberId { get; init; }

    /// <summary>The year in which it opened.</summary>
    public int Year { get; init; }

    public RereviewState State { get; private set; } = RereviewState.Open;

    public DateOnly OpensOn { get; init; }

    /// <summary>The last day on which it can be submitted.</summary>
    public DateOnly ClosesOn { get; init; }

    public DateTimeOffset? SubmittedAt { get; private set; }

    public void Submit(DateTimeOffset now) => (State, SubmittedAt) = (Flow.Move(State, RereviewState.InReview), now);

    public void End(bool passed) => State = Flow.Move(State, passed ? RereviewState.Passed : RereviewState.Failed);
}

/// <summary>A re-review has opened.</summary>
/// <param name="Partner">Whose.</param>
/// <param name="Path">On which path.</param>
/// <param name="ClosesOn">The last day to submit.</param>
public sealed record RereviewOpened(Guid Partner, Published.DevelopmentPath Path, DateOnly ClosesOn) : IEvent;

/// <summary>Every night of the month in which re-reviews open: those whose certificates end with January get one, and are told (R4.2.8).</summary>
internal sealed class OpenRereviews(PathsDb db, Checklists checklists, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "paths.open-rereviews";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var (terms, today) = (checklists.Terms, businessDay.Today);
        var opens = new DateOnly(today.Year, terms.RereviewMonth, 1);
        var closes = opens.AddDays(terms.RereviewDays - 1);
        if (today < opens || closes < today)
        {
            return;
        }

        var end = PathCertificate.FirstValidity(opens);
        var due = await db.Members.Where(m => db.Certificates.Any(c => c.MemberId == m.Id && c.State == PathCertificateState.Active && c.ValidUntil <= end)
            && !db.Rereviews.Any(r => r.MemberId == m.Id && r.Year == opens.Year)).ToListAsync(ct);
        foreach (var member in due)
        {
            db.Rereviews.Add(new() { PartnerId = member.PartnerId, MemberId = member.Id, Year = opens.Year, OpensOn = opens, ClosesOn = closes });
            db.Publish(new RereviewOpened(member.PartnerId, member.Path, closes));
        }

        await db.Save(Actor.System, Type, ct);
    }
}

/// <summary>Tells the partner of it.</summary>
internal sealed class TellRereview(Notifier notifier) : IHandleLater<RereviewOpened>
{
    public const string Notice = "paths.rereview-opened";

    public Task Handle(RereviewOpened happened, CancellationToken ct) => notifier.TellPartner(happened.Partner, PathsModule.See, new(
        Notice, new("年度复核已开始", "The annual re-review has opened"),
        new($"请在 {happened.ClosesOn:yyyy-MM-dd} 前提交复核材料，逾期证书将失效。", $"Submit by {happened.ClosesOn:yyyy-MM-dd}; otherwise the certificates lapse."),
        $"/portal/paths/{PathNames.Of(happened.Path)}"), ct);
}

/// <summary>The partner submits its re-review, with a case on the vendor's own cloud (R4.2.2a); passing renews its certificates for a year.</summary>
internal sealed class SubmitRereview(
    PathsDb db, Checklists checklists, ReviewDesk reviews, QuarterResults results, BusinessDay businessDay) : IHandleNow<ReviewEnded>
{
    public const string Review = "paths.rereview";

    /// <summary>Submits.</summary>
    /// <returns>False if the actor's partner has no such re-review.</returns>
    /// <exception cref="Refusal"><c>paths.rereview-window</c>, <c>rereview.wrong-state</c>, those of <see cref="CaseForm"/>.</exception>
    public async Task<bool> Run(Guid id, CaseForm? form, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        if (await db.Rereviews.SingleOrDefaultAsync(r => r.Id == id && r.PartnerId == by.PartnerId, ct) is not { } rereview)
        {
            return false;
        }

        if (businessDay.Today < rereview.OpensOn || rereview.ClosesOn < businessDay.Today)
        {
            throw new Refusal("paths.rereview-window", rereview.OpensOn, rereview.ClosesOn);
        }

        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == rereview.MemberId, ct);
        if (checklists.Terms[member.Path].Stages.Any(stage => stage.Needs.Contains(ApplicationNeed.ServiceCase)))
        {
            db.Cases.Add((form ?? throw new Refusal("form.required") { Field = "CaseTitle" })
                .Read(by.PartnerId, businessDay.Today, businessDay.Now, checklists.Terms.CaseMonths, onlyThisCloud: true));
        }

        rereview.Submit(businessDay.Now);
        await reviews.Open(Review, rereview.Id, $"{member.CompanyName} · {rereview.Year}", by,
            await results.After(form?.Title ?? "", by.PartnerId, ct), ct: ct);
        await db.Save(by, "paths.submit-rereview", ct);
        return true;
    }

    /// <exception cref="Refusal"><c>paths.rereview-late</c>: the certificates have ended meanwhile.</exception>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition != Review || await db.Rereviews.SingleOrDefaultAsync(r => r.Id == happened.Subject, ct) is not { } rereview)
        {
            return;
        }

        rereview.End(happened.Approved);
        if (!happened.Approved)
        {
            return;
        }

        var end = new DateOnly(rereview.Year + 1, 1, 31);
        var certificates = await db.Certificates
            .Where(c => c.MemberId == rereview.MemberId && c.State == PathCertificateState.Active && c.ValidUntil == end).ToListAsync(ct);
        if (certificates.Count == 0 || end < businessDay.Today)
        {
            throw new Refusal("paths.rereview-late");
        }

        certificates.ForEach(certificate => certificate.Renew());
    }
}
