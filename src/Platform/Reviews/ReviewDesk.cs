using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.Platform.Reviews;

/// <summary>The one engine behind every "application → steps → outcome".</summary>
public sealed class ReviewDesk(
    PlatformDb db, Rulebook.Rulebook rulebook, WorkCalendar calendar, BusinessDay businessDay, Numbers numbers)
{
    /// <summary>Opens a review; saved with the unit of work that it is opened in.</summary>
    /// <param name="definition">The rule with its <see cref="ReviewDefinition"/>.</param>
    /// <param name="subject">The thing to decide.</param>
    /// <param name="title">One line for lists.</param>
    /// <param name="by">The applicant.</param>
    /// <param name="comment">What the deciders should know.</param>
    /// <param name="documents">What is attached.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>review.documents-missing</c> names what must be attached.</exception>
    public async Task<Review> Open(
        string definition, Guid subject, string title, Actor by, string comment, Guid[]? documents = null, CancellationToken ct = default)
    {
        var terms = rulebook.On<ReviewDefinition>(definition, businessDay.Today);
        if (terms.Terms.RequiredDocuments.Count > (documents?.Length ?? 0))
        {
            throw new Refusal("review.documents-missing", string.Join(", ", terms.Terms.RequiredDocuments));
        }

        var review = new Review
        {
            Id = Guid.CreateVersion7(),
            Number = await numbers.Next("RV", ct),
            Definition = definition,
            DefinitionVersion = terms.Version,
            PartnerId = by.Partner ?? Guid.Empty,
            Subject = subject,
            Title = title,
            Applicant = by.Account,
            ApplicantName = by.Name,
            OpenedAt = businessDay.Now,
        };
        review.Start(Due(terms.Terms.Steps[0].Due));
        db.Reviews.Add(review);
        Note(review, by, "opened", comment, documents);
        db.Publish(Waits(review, terms.Terms, reminder: false));
        return review;
    }

    /// <summary>A decider approves the present step.</summary>
    public Task Approve(Guid id, Actor by, string comment, CancellationToken ct = default) => Decide(id, by, (review, terms) =>
    {
        review.Approve(terms, Due, businessDay.Now);
        Note(review, by, "approved", comment);
        db.Publish(review.State == ReviewState.Approved
            ? Ended(review, approved: true, comment, by)
            : Waits(review, terms, reminder: false));
    }, ct);

    /// <summary>A decider rejects the whole; a reason is needed, one of the usual ones or in words.</summary>
    /// <param name="id">The review.</param>
    /// <param name="by">The decider.</param>
    /// <param name="comment">What the applicant should know.</param>
    /// <param name="reason">The code of one of the definition's <see cref="ReviewDefinition.RejectionReasons"/>, or null.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>review.reason-needed</c>, at Comment; <c>review.no-reason</c>, at Reason.</exception>
    public Task Reject(Guid id, Actor by, string comment, string? reason = null, CancellationToken ct = default) => Decide(id, by, (review, terms) =>
    {
        var chosen = string.IsNullOrWhiteSpace(reason) ? null : terms.Reason(reason) ?? throw new Refusal("review.no-reason") { Field = "Reason" };
        if (chosen is null)
        {
            NeedReason(comment);
        }

        review.End(ReviewState.Rejected, businessDay.Now);
        Note(review, by, "rejected", comment, reason: chosen?.Code);
        db.Publish(Ended(review, approved: false, comment, by) with { Reason = chosen?.Name });
    }, ct);

    /// <summary>A decider sends it back for completion; its time stands still until it is sent again.</summary>
    /// <exception cref="Refusal"><c>review.reason-needed</c>, at Comment.</exception>
    public Task Return(Guid id, Actor by, string comment, CancellationToken ct = default) => Decide(id, by, (review, _) =>
    {
        NeedReason(comment);
        review.Return();
        Note(review, by, "returned", comment);
        db.Publish(new ReviewReturned(review.Id, review.Number, review.Title, review.Applicant, comment));
    }, ct);

    /// <summary>The applicant completes a returned review.</summary>
    /// <exception cref="Refusal"><c>review.not-found</c> or <c>review.wrong-state</c>.</exception>
    public async Task Resubmit(Guid id, Actor by, string comment, Guid[]? documents = null, CancellationToken ct = default)
    {
        var review = await db.Reviews.SingleOrDefaultAsync(r => r.Id == id && r.Applicant == by.Account, ct)
            ?? throw new Refusal("review.not-found");
        var terms = rulebook.Version<ReviewDefinition>(review.Definition, review.DefinitionVersion);
        review.Resubmit(Due(terms.Steps[review.Step].Due));
        Note(review, by, "resubmitted", comment, documents);
        db.Publish(Waits(review, terms, reminder: false));
        await db.Save(by, "platform.resubmit-review", ct);
    }

    /// <summary>Ends whatever still decides on a thing that needs no decision any more; saved with the caller's unit of work.</summary>
    /// <param name="subject">The thing.</param>
    /// <param name="by">Who, or the product itself.</param>
    /// <param name="comment">Why, for the timeline.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task Drop(Guid subject, Actor by, string comment, CancellationToken ct = default)
    {
        foreach (var review in await db.Reviews.Where(r => r.Subject == subject && r.EndedAt == null).ToListAsync(ct))
        {
            review.End(ReviewState.Withdrawn, businessDay.Now);
            Note(review, by, "withdrawn", comment);
        }
    }

    /// <summary>Reminds deciders, and ends reviews whose time is over as their definition says. Run every morning.</summary>
    internal async Task RemindAndExpire(CancellationToken ct)
    {
        var today = businessDay.Today;
        foreach (var review in await db.Reviews.Where(r => r.State == ReviewState.Open && r.DueOn != null).ToListAsync(ct))
        {
            var terms = rulebook.Version<ReviewDefinition>(review.Definition, review.DefinitionVersion);
            if (review.DueOn < today && terms.OnExpiry != ExpiryOutcome.Stay)
            {
                var approved = terms.OnExpiry == ExpiryOutcome.Approve;
                review.End(approved ? ReviewState.Approved : ReviewState.Rejected, businessDay.Now);
                Note(review, Actor.System, "expired", "");
                db.Publish(Ended(review, approved, "", Actor.System));
            }
            else if (review.RemindedOn != today && review.DueOn <= today.AddDays(terms.Steps[review.Step].RemindDaysBefore))
            {
                review.Remind(today);
                Note(review, Actor.System, "reminded", "");
                db.Publish(Waits(review, terms, reminder: true));
            }
        }

        await db.Save(Actor.System, "platform.expire-reviews", ct);
    }

    private async Task Decide(Guid id, Actor by, Action<Review, ReviewDefinition> decision, CancellationToken ct)
    {
        by.Need(PlatformPermissions.Reviews);
        var review = await db.Reviews.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refusal("review.not-found");
        var terms = rulebook.Version<ReviewDefinition>(review.Definition, review.DefinitionVersion);
        var role = terms.Steps[review.Step].Role;
        if (!by.Roles.Contains(role) && !by.Roles.Contains(Role.VendorAdministrator))
        {
            throw new Refusal("review.other-role", Role.Names[role]);
        }

        if (review.Applicant == by.Account)
        {
            throw new Refusal("review.own");
        }

        decision(review, terms);
        await db.Save(by, "platform.decide-review", ct);
    }

    private DateOnly Due(DueTime due) => due.Unit == DueUnit.Workdays
        ? calendar.Workdays.After(businessDay.Today, due.Count)
        : businessDay.Today.AddDays(due.Count);

    private void Note(Review review, Actor by, string kind, string comment, Guid[]? documents = null, string? reason = null) => db.ReviewEvents.Add(new()
    {
        PartnerId = review.PartnerId,
        ReviewId = review.Id,
        At = businessDay.Now,
        Actor = by.Account,
        ActorName = by.Name,
        Kind = kind,
        Step = review.Step,
        Comment = comment,
        Reason = reason,
        Documents = documents ?? [],
    });

    private static ReviewWaits Waits(Review review, ReviewDefinition terms, bool reminder) =>
        new(review.Id, review.Number, review.Title, terms.Steps[review.Step].Role, review.DueOn!.Value, reminder);

    private static ReviewEnded Ended(Review review, bool approved, string comment, Actor by) =>
        new(review.Id, review.Number, review.Definition, review.Subject, review.Applicant, approved, comment, by.Name, by.Account);

    private static void NeedReason(string comment)
    {
        if (string.IsNullOrWhiteSpace(comment))
        {
            throw new Refusal("review.reason-needed") { Field = "Comment" };
        }
    }
}
