using System.Text;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Platform.Rulebook;

/// <summary>A version of a rule that somebody proposes; it decides nothing before a second person has agreed.</summary>
public sealed class RuleDraft : IPartnerRow
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The name of the version.</summary>
    public required string Version { get; init; }

    /// <summary>First day in force.</summary>
    public DateOnly FromOn { get; init; }

    /// <summary>The terms in canonical JSON.</summary>
    public required string Terms { get; init; }

    /// <summary>The clause that it implements.</summary>
    public required string Source { get; init; }

    /// <summary>Who proposes it.</summary>
    public required string ProposedBy { get; init; }

    Guid IPartnerRow.PartnerId => Guid.Empty;
}

/// <summary>
/// One person proposes a version of a rule, a second one puts it into force: from a later day on, for nothing that is decided already
/// changes by it.
/// </summary>
public sealed class ProposePolicy(
    PlatformDb db, Rulebook rulebook, RuleFiles files, ReviewDesk reviews, DocumentStore documents, BusinessDay businessDay)
    : IHandleNow<ReviewEnded>, IHandleLater<PolicyPublished>
{
    /// <summary>The rule that holds the steps.</summary>
    public const string Review = "platform.policy-review";

    /// <summary>Proposes.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="version">The name of the new version.</param>
    /// <param name="from">First day in force: after today and after the last version's.</param>
    /// <param name="source">The clause that it implements.</param>
    /// <param name="terms">The terms as JSON.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The review.</returns>
    /// <exception cref="Refusal">
    /// <c>rule.unknown</c>, <c>rule.version-taken</c> at Version, <c>rule.too-early</c> at From, <c>rule.problems</c> at Terms with path and
    /// reason of each, field refusals.
    /// </exception>
    public async Task<Guid> Run(
        string rule, string? version, DateOnly? from, string? source, string? terms, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(PlatformPermissions.ProposePolicies);
        var known = rulebook.All.Where(v => v.Rule == rule).ToList();
        if (known.Count == 0)
        {
            throw new Refusal("rule.unknown", rule);
        }

        var name = Input.Text(version, "Version", 40);
        if (known.Exists(v => v.Version == name))
        {
            throw new Refusal("rule.version-taken", name) { Field = "Version" };
        }

        var first = from ?? throw new Refusal("form.required") { Field = "From" };
        if (first <= businessDay.Today || first <= known[^1].From)
        {
            throw new Refusal("rule.too-early", known[^1].From > businessDay.Today ? known[^1].From : businessDay.Today) { Field = "From" };
        }

        var (clause, why) = (Input.Text(source, "Source"), Input.Text(reason, "Reason", 500));
        var draft = new RuleDraft
        {
            Rule = rule,
            Version = name,
            FromOn = first,
            Source = clause,
            ProposedBy = by.Name,
            Terms = Checked(rule, terms),
        };
        db.RuleDrafts.Add(draft);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(draft.Terms));
        var document = await documents.Keep(Guid.Empty, by.Account, $"{rule}-{name}.json", "application/json", content, ct);
        var review = await reviews.Open(Review, draft.Id, $"{rule} {name} ≥ {first:yyyy-MM-dd}", by, why, [document.Id], ct);
        await db.Save(by, "platform.propose-policy", ct);
        return review.Id;
    }

    /// <summary>With the second person's yes the version is published, in the transaction of the decision.</summary>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition != Review || !happened.Approved
            || await db.RuleDrafts.SingleOrDefaultAsync(d => d.Id == happened.Subject, ct) is not { } draft)
        {
            return;
        }

        if (draft.FromOn <= businessDay.Today)
        {
            throw new Refusal("rule.too-late", draft.FromOn);
        }

        await using var publish = db.Unit.Command(
            "insert into platform.rule_version values ($1, $2, $3, $4::jsonb, $5, $6, $7)", draft.Rule, draft.Version, draft.FromOn, draft.Terms,
            draft.Source, $"{draft.ProposedBy}, {happened.DecidedBy}", businessDay.Now);
        await publish.ExecuteNonQueryAsync(ct);
        db.Publish(new PolicyPublished(draft.Rule, draft.Version));
    }

    /// <summary>Whoever hears of it reads it; other processes do within the minute, a day or more before it holds.</summary>
    public Task Handle(PolicyPublished happened, CancellationToken ct) => rulebook.Refresh(ct);

    private string Checked(string rule, string? terms)
    {
        try
        {
            return files.Check(rule, terms ?? "");
        }
        catch (PolicyProblems problems)
        {
            throw new Refusal("rule.problems", string.Join("; ", problems.Problems)) { Field = "Terms" };
        }
    }
}

/// <summary>A version of a rule has been put into force.</summary>
public sealed record PolicyPublished(string Rule, string Version) : IEvent;
