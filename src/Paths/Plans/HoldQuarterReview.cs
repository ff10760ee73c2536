using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Plans;

/// <summary>What was achieved in a quarter; each figure must be told.</summary>
internal sealed record QuarterForm(decimal? Revenue, int? Customers, int? Specialists, int? Solutions, string? Remark);

/// <summary>The partner says what was achieved.</summary>
internal sealed class ReportQuarter(PathsDb db, BusinessDay businessDay)
{
    /// <summary>Says it, or corrects it as long as the review is not closed.</summary>
    /// <returns>False if the actor's partner has no such review.</returns>
    /// <exception cref="Refusal"><c>quarter-review.wrong-state</c>; <c>form.required</c> and <c>paths.goal</c> at the figures; those of the remark.</exception>
    public async Task<bool> Run(Guid id, QuarterForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        if (await db.QuarterReviews.SingleOrDefaultAsync(r => r.Id == id && r.PartnerId == by.PartnerId, ct) is not { } review)
        {
            return false;
        }

        review.Report(
            WritePlan.Money(Input.Chosen(form.Revenue, "Revenue"), "Revenue"), WritePlan.Count(Input.Chosen(form.Customers, "Customers"), "Customers"),
            WritePlan.Count(Input.Chosen(form.Specialists, "Specialists"), "Specialists"), WritePlan.Count(Input.Chosen(form.Solutions, "Solutions"), "Solutions"),
            string.IsNullOrWhiteSpace(form.Remark) ? "" : Input.Text(form.Remark, "Remark", 4000), by.Name, businessDay.Now);
        db.Publish(QuarterMoved.Of(review, QuarterStep.Reported));
        await db.Save(by, "paths.report-quarter", ct);
        return true;
    }
}

/// <summary>The ecosystem manager schedules the meeting on a quarter, or moves it.</summary>
internal sealed class ScheduleQuarterMeeting(PathsDb db, BusinessDay businessDay)
{
    /// <returns>False if the actor sees no such review.</returns>
    /// <exception cref="Refusal">
    /// <c>quarter-review.wrong-state</c>; <c>paths.meeting-past</c> at At; <c>paths.meeting-link</c> at Link; those of the fields.
    /// </exception>
    public async Task<bool> Run(Guid id, DateTimeOffset? at, string? link, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Agree);
        if (await db.QuarterReviews.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } review)
        {
            return false;
        }

        var (when, where) = Applications.ScheduleMeeting.Read(at, link, businessDay.Now);
        review.Meet(when, where);
        db.Publish(QuarterMoved.Of(review, QuarterStep.Scheduled));
        await db.Save(by, "paths.schedule-quarter-meeting", ct);
        return true;
    }
}

/// <summary>The ecosystem manager closes a review with a comment and the minutes of the meeting.</summary>
internal sealed class CloseQuarterReview(PathsDb db, DocumentStore documents, BusinessDay businessDay)
{
    /// <returns>False if the actor sees no such review.</returns>
    /// <exception cref="Refusal"><c>quarter-review.wrong-state</c>: nothing was reported yet, or it is closed; those of comment and file.</exception>
    public async Task<bool> Run(Guid id, string? comment, SentFile? minutes, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Agree);
        if (await db.QuarterReviews.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } review)
        {
            return false;
        }

        var words = Input.Text(comment, "Comment", 4000);
        var document = minutes is null ? (Guid?)null : (await documents.UploadFor(review.PartnerId, minutes.Name, minutes.Content, by, "Minutes", ct)).Id;
        review.Close(words, document, by.Name, businessDay.Now);
        db.Publish(QuarterMoved.Of(review, QuarterStep.Closed));
        await db.Save(by, "paths.close-quarter-review", ct);
        return true;
    }
}
