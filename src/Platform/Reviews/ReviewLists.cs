using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Reviews;

/// <summary>Reviews as pages show them.</summary>
public sealed class ReviewLists(PlatformDb db)
{
    /// <summary>What waits for vendor deciders, the most urgent first.</summary>
    public Task<List<Review>> Open(CancellationToken ct = default) =>
        db.Reviews.AsNoTracking().Where(r => r.EndedAt == null).OrderBy(r => r.DueOn == null).ThenBy(r => r.DueOn).ToListAsync(ct);

    /// <summary>What has ended, newest first.</summary>
    public Task<List<Review>> Ended(int limit, CancellationToken ct = default) =>
        db.Reviews.AsNoTracking().Where(r => r.EndedAt != null).OrderByDescending(r => r.EndedAt).Slice(0, limit).ToListAsync(ct);

    /// <summary>What an account has applied for, newest first.</summary>
    public Task<List<Review>> Mine(Actor by, CancellationToken ct = default) =>
        db.Reviews.AsNoTracking().Where(r => r.Applicant == by.Account).OrderByDescending(r => r.OpenedAt).ToListAsync(ct);

    /// <summary>One review with its timeline, for a decider or its applicant; null for anybody else.</summary>
    public async Task<(Review Review, List<ReviewEvent> Timeline)?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        var all = by.May(PlatformPermissions.Reviews);
        var review = await db.Reviews.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && (all || r.Applicant == by.Account), ct);
        if (review is null)
        {
            return null;
        }

        return (review, await db.ReviewEvents.AsNoTracking().Where(e => e.ReviewId == id).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct));
    }

    /// <summary>The latest review of a thing, or null.</summary>
    public Task<Review?> OfSubject(Guid subject, CancellationToken ct = default) =>
        db.Reviews.AsNoTracking().Where(r => r.Subject == subject).OrderByDescending(r => r.OpenedAt).FirstOrDefaultAsync(ct);
}

/// <summary>The morning round over open reviews.</summary>
internal sealed class ExpireReviews(ReviewDesk desk) : Jobs.IJob<Jobs.Occurrence>
{
    public const string Type = "platform.expire-reviews";

    public Task Run(Jobs.Occurrence arguments, Jobs.JobProgress progress, CancellationToken ct) => desk.RemindAndExpire(ct);
}
