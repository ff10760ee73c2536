using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Paths.Applications;

/// <summary>The outcome of an application's review takes effect in the transaction of the decision: stage, certificate, title.</summary>
internal sealed class DecideStage(PathsDb db, Checklists checklists, Numbers numbers, BusinessDay businessDay) : IHandleNow<ReviewEnded>
{
    /// <exception cref="Refusal">
    /// <c>paths.meeting-needed</c>: what ends in a meeting is not passed without it (R4.2.6); <c>paths.role-certification-first</c>: it was
    /// taken back meanwhile (R4.2.3).
    /// </exception>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (await db.Applications.SingleOrDefaultAsync(a => a.Id == happened.Subject, ct) is not { } application)
        {
            return;
        }

        application.End(happened.Approved ? ApplicationState.Approved : ApplicationState.Rejected);
        if (!happened.Approved)
        {
            return;
        }

        var member = await db.Members.SingleAsync(m => m.Id == application.MemberId, ct);
        if (application.Stage > member.Stage + 1)
        {
            throw new Refusal("paths.role-certification-first");
        }

        var definition = checklists.Terms[member.Path][application.Stage]!;
        if (definition.Needs.Contains(ApplicationNeed.PlanMeeting) && (application.MeetingAt is null || businessDay.Now < application.MeetingAt))
        {
            throw new Refusal("paths.meeting-needed");
        }

        if (member.Reach(application.Stage, businessDay.Today) is { } changed)
        {
            db.Publish(changed);
        }

        db.Certificates.Add(new()
        {
            Number = await numbers.Next("PATH", ct),
            PartnerId = member.PartnerId,
            MemberId = member.Id,
            CompanyName = member.CompanyName,
            Path = member.Path,
            Stage = application.Stage,
            Title = definition.Title,
            IssuedOn = businessDay.Today,
            ValidUntil = PathCertificate.FirstValidity(businessDay.Today),
            VerifyCode = VerifyCode.New(),
        });
    }
}
