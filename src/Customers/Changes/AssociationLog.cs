using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Customers.Changes;

/// <summary>An entry of the association log as pages and API show it.</summary>
public sealed record ChangeRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>AC-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>The customer.</summary>
    public required Guid Customer { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>What happens.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>From whom it comes.</summary>
    public required ChangeOrigin Origin { get; init; }

    /// <summary>The mode until then; null for an association that begins.</summary>
    public AssociationMode? FromMode { get; init; }

    /// <summary>The mode from then on; null for one that ends.</summary>
    public AssociationMode? ToMode { get; init; }

    /// <summary>Why it is asked for; null for an association that begins.</summary>
    public string? Reason { get; init; }

    /// <summary>How far it is.</summary>
    public required ChangeState State { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Who asked.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When it ended, UTC; null while it waits.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who ended it.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Why the other side said no.</summary>
    public string? Answer { get; init; }

    /// <summary>The code of the refusal that it failed with.</summary>
    public string? Failure { get; init; }

    /// <summary>What that refusal's sentence is filled with.</summary>
    public IReadOnlyList<string> FailureFacts { get; init; } = [];
}

/// <summary>The association log of the actor: a partner's own, for an account manager that of its customers; a customer's own.</summary>
public sealed class AssociationLog(CustomersDb db)
{
    private static readonly Sorting<ChangeRow> Columns = new()
    {
        { "asked", row => row.AskedAt, true }, { "number", row => row.Number }, { "customer", row => row.CustomerName },
        { "kind", row => row.Kind }, { "state", row => row.State },
    };

    /// <summary>Entries as ordered by a column, the newest first unless told.</summary>
    /// <param name="by">Whose.</param>
    /// <param name="search">Part of the customer's name or of a number; null for all.</param>
    /// <param name="kind">Only this kind; null for all.</param>
    /// <param name="state">Only this state; null for all.</param>
    /// <param name="sort">The column.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<List<ChangeRow>> Of(
        Actor by, string? search, ChangeKind? kind, ChangeState? state, string? sort, int skip, int limit, CancellationToken ct = default) =>
        Columns.Apply(Filtered(by, search, kind, state), sort).Slice(skip, limit).ToListAsync(ct);

    /// <summary>Entries by number, the newest first, from below a number on; parameters as for <see cref="Of"/>.</summary>
    public Task<List<ChangeRow>> After(
        Actor by, string? search, ChangeKind? kind, ChangeState? state, string? below, int limit, CancellationToken ct = default)
    {
        var rows = Filtered(by, search, kind, state);
        return (below is null ? rows : rows.Where(row => row.Number.CompareTo(below) < 0)).OrderByDescending(row => row.Number).Slice(0, limit).ToListAsync(ct);
    }

    /// <summary>One entry, or null.</summary>
    public Task<ChangeRow?> Find(Guid id, Actor by, CancellationToken ct = default) => Rows(by).SingleOrDefaultAsync(row => row.Id == id, ct);

    private IQueryable<ChangeRow> Filtered(Actor by, string? search, ChangeKind? kind, ChangeState? state)
    {
        var rows = Rows(by);
        if (!string.IsNullOrWhiteSpace(search))
        {
            rows = rows.Where(row => row.CustomerName.Contains(search) || row.Number.Contains(search));
        }

        rows = kind is null ? rows : rows.Where(row => row.Kind == kind);
        return state is null ? rows : rows.Where(row => row.State == state);
    }

    private IQueryable<ChangeRow> Rows(Actor by)
    {
        var (partner, customer, managers) = (by.Partner, by.Customer, by.Managers?.ToList());
        var changes = customer is not null
            ? db.Changes.AsNoTracking().Where(c => c.CustomerId == customer)
            : db.Changes.AsNoTracking().Where(c => c.PartnerId == partner);
        if (managers is not null)
        {
            changes = changes.Where(c => db.Assignments.Any(x => x.PartnerId == partner && x.CustomerId == c.CustomerId && managers.Contains(x.AccountId)));
        }

        return changes.Select(c => new ChangeRow
        {
            Id = c.Id,
            Number = c.Number,
            Customer = c.CustomerId,
            CustomerName = c.CustomerName,
            Kind = c.Kind,
            Origin = c.Origin,
            FromMode = c.FromMode,
            ToMode = c.ToMode,
            Reason = c.Reason,
            State = c.State,
            AskedAt = c.AskedAt,
            AskedBy = c.AskedBy,
            EndedAt = c.EndedAt,
            EndedBy = c.EndedBy,
            Answer = c.Answer,
            Failure = c.Failure,
            FailureFacts = c.FailureFacts,
        });
    }
}

/// <summary>Begins associations: the row, its entry in the log, the days of grace, and the word to others, whoever brought the customer.</summary>
public sealed class BeginAssociation(CustomersDb db, IEnumerable<IJoiningStake> stakes, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>To be saved by the caller.</summary>
    /// <exception cref="Refusal">
    /// <c>association.obstacle</c>: something has to be settled first. What the vendor itself enters waits for nothing. <c>customer.cancelled</c>.
    /// </exception>
    internal async Task Run(Customer customer, Guid partner, AssociationMode mode, ChangeOrigin origin, DateTimeOffset from, string by, CancellationToken ct)
    {
        if (customer.CancelledAt is not null)
        {
            throw new Refusal("customer.cancelled");
        }

        foreach (var stake in origin == ChangeOrigin.Vendor ? [] : stakes)
        {
            if (await stake.Before(customer.Id, mode, ct) is [var first, ..])
            {
                throw new Refusal("association.obstacle", first.Problem, first.Remedy);
            }
        }

        db.Associations.Add(new() { PartnerId = partner, CustomerId = customer.Id, Mode = mode, Origin = origin, FromAt = from });
        var change = new AssociationChange
        {
            Number = await numbers.Next("AC", ct),
            PartnerId = partner,
            CustomerId = customer.Id,
            CustomerName = customer.Name,
            Kind = ChangeKind.Association,
            Origin = origin,
            ToMode = mode,
            AskedAt = from,
            AskedBy = by,
        };
        change.End(ChangeState.Done, businessDay.Now, by);
        db.Changes.Add(change);
        customer.GraceAtLeast(rulebook.On<AssociationTerms>(AssociationTerms.Rule, businessDay.Today).Terms.GraceDays(null, mode));
        db.Publish(new CustomerAssociated(partner, customer.Id, customer.Name, mode));
    }
}
