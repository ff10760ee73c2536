using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Paths;

/// <summary>A member of a path as pages and API show it.</summary>
internal sealed record MemberRow(
    Guid Id, Guid Partner, string CompanyName, DevelopmentPath Path, PathStage Stage, DateOnly StageSince, DateOnly JoinedOn);

/// <summary>An application as pages and API show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Stage">What was applied for.</param>
/// <param name="State">How it stands.</param>
/// <param name="AppliedAt">When, UTC.</param>
/// <param name="Deck">The company deck, once handed in.</param>
/// <param name="Plan">The business plan, once handed in.</param>
/// <param name="MeetingAt">When the plan is talked over.</param>
/// <param name="MeetingLink">Where.</param>
/// <param name="Review">The review that decides it.</param>
public sealed record ApplicationRow(
    Guid Id, PathStage Stage, ApplicationState State, DateTimeOffset AppliedAt, Guid? Deck, Guid? Plan, DateTimeOffset? MeetingAt, string? MeetingLink,
    Guid? Review);

/// <summary>A re-review as pages and API show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Year">The year in which it opened.</param>
/// <param name="State">How it stands.</param>
/// <param name="OpensOn">The first day on which it can be submitted.</param>
/// <param name="ClosesOn">The last one.</param>
/// <param name="SubmittedAt">When it was, UTC.</param>
public sealed record RereviewRow(Guid Id, int Year, RereviewState State, DateOnly OpensOn, DateOnly ClosesOn, DateTimeOffset? SubmittedAt);

/// <summary>Members of paths with their applications, for both sides.</summary>
internal sealed class PathLists(PathsDb db, ReviewLists reviews)
{
    /// <summary>The path that the actor's partner is on, or null.</summary>
    public async Task<MemberRow?> Mine(Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.See);
        return (await Rows(db.Members.Where(m => m.PartnerId == by.PartnerId && m.LeftOn == null)).ToListAsync(ct)).SingleOrDefault();
    }

    /// <summary>The members of all paths, for the vendor, by company unless a column says otherwise.</summary>
    /// <param name="search">A part of the company's name; null for all.</param>
    /// <param name="path">Of this path only.</param>
    /// <param name="sort">The column.</param>
    /// <param name="skip">How many before.</param>
    /// <param name="limit">How many.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<List<MemberRow>> Members(string? search, DevelopmentPath? path, string? sort, int skip, int limit, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        return Rows(Present(search, path), Columns.Order(sort) + "m.company_name, m.id", skip, limit, ct);
    }

    /// <summary>Where a row stands in <see cref="MembersAfter"/>.</summary>
    public static string Key(MemberRow row) => $"{row.Id:n}{row.CompanyName}";

    /// <summary>The same by company, after what <see cref="Key"/> says of a row; null to begin.</summary>
    /// <exception cref="Refusal"><c>request.cursor</c></exception>
    public Task<List<MemberRow>> MembersAfter(string? search, DevelopmentPath? path, string? after, int limit, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        var where = Present(search, path);
        if (after is not null)
        {
            where.And("(m.company_name, m.id) > ({0}, {1})", after.Length > 32 ? after[32..] : "", IdIn(after));
        }

        return Rows(where, "m.company_name, m.id", 0, limit, ct);
    }

    /// <summary>One of them, or null.</summary>
    public Task<MemberRow?> Member(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        return Rows(db.Members.Where(m => m.Id == id && m.LeftOn == null)).SingleOrDefaultAsync(ct);
    }

    /// <summary>The applications of a member, the newest first; of another partner's there are none.</summary>
    public async Task<List<ApplicationRow>> Applications(Guid member, Actor by, CancellationToken ct = default)
    {
        var all = by.May(PathsModule.Keep);
        var rows = await db.Applications.AsNoTracking().Where(a => a.MemberId == member && (all || a.PartnerId == by.Partner))
            .OrderByDescending(a => a.AppliedAt).ToListAsync(ct);
        var found = new List<ApplicationRow>();
        foreach (var a in rows)
        {
            found.Add(new(
                a.Id, a.Stage, a.State, a.AppliedAt, a.DeckId, a.PlanId, a.MeetingAt, a.MeetingLink, (await reviews.OfSubject(a.Id, ct))?.Id));
        }

        return found;
    }

    /// <summary>The re-reviews of a member, the newest first.</summary>
    public Task<List<RereviewRow>> Rereviews(Guid member, Actor by, CancellationToken ct = default)
    {
        var all = by.May(PathsModule.Keep);
        return db.Rereviews.AsNoTracking().Where(r => r.MemberId == member && (all || r.PartnerId == by.Partner)).OrderByDescending(r => r.Year)
            .Select(r => new RereviewRow(r.Id, r.Year, r.State, r.OpensOn, r.ClosesOn, r.SubmittedAt)).ToListAsync(ct);
    }

    private static readonly SqlColumns Columns = new()
    {
        ["company"] = "m.company_name",
        ["path"] = "m.path",
        ["stage"] = "m.stage",
        ["since"] = "m.stage_since",
        ["joined"] = "m.joined_on",
    };

    private static Guid IdIn(string key) => key.Length > 32 && Guid.TryParseExact(key[..32], "n", out var id) ? id
        : throw new Refusal("request.cursor") { Field = "cursor" };

    private static SqlFilter Present(string? search, DevelopmentPath? path)
    {
        var where = new SqlFilter("m.left_on is null");
        if (path is { } one)
        {
            where.And("m.path = {0}", one.ToString());
        }

        return search is null ? where : where.And("m.id in (select paths.member_like({0}))", Search.Pattern(search));
    }

    private Task<List<MemberRow>> Rows(SqlFilter where, string order, int skip, int limit, CancellationToken ct) => db.Unit.Rows(
        $"""
        select m.id, m.partner_id, m.company_name, m.path, m.stage, m.stage_since, m.joined_on
        from paths.member m where {where} order by {order} limit {limit} offset {skip}
        """,
        where.Values,
        row => new MemberRow(
            row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.Named<DevelopmentPath>(3), row.Named<PathStage>(4), row.GetFieldValue<DateOnly>(5),
            row.GetFieldValue<DateOnly>(6)),
        ct);

    private static IQueryable<MemberRow> Rows(IQueryable<PathMember> members) => members.AsNoTracking()
        .Select(m => new MemberRow(m.Id, m.PartnerId, m.CompanyName, m.Path, m.Stage, m.StageSince, m.JoinedOn));
}
