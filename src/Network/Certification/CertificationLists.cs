using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Network.Certification;

/// <summary>A certification as pages and API show it: the account by its last four characters, the small amount never.</summary>
public sealed record CertificationRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>BI-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>Whose.</summary>
    public required Guid Partner { get; init; }

    /// <summary>The company's name as it stood then.</summary>
    public required string Company { get; init; }

    /// <summary>USCC.</summary>
    public required string Code { get; init; }

    /// <summary>The bank.</summary>
    public required string Bank { get; init; }

    /// <summary>The branch's name.</summary>
    public required string Branch { get; init; }

    /// <summary>The branch's number.</summary>
    public required string BranchNumber { get; init; }

    /// <summary>In whose name the account is.</summary>
    public required string Holder { get; init; }

    /// <summary>The last four characters of the account number.</summary>
    public required string LastFour { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>How it stands.</summary>
    public required CertificationState State { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public CertificationFailure? Failure { get; init; }

    /// <summary>When it was submitted, UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>By when the small amount is expected, UTC.</summary>
    public required DateTimeOffset ExpectedBy { get; init; }

    /// <summary>When the small amount was paid, UTC.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>Amounts named so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was certified, failed or replaced, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the draft of the bank letter was made, UTC.</summary>
    public DateTimeOffset? DraftedAt { get; init; }

    /// <summary>The stamped scan of the letter, a document.</summary>
    public Guid? Letter { get; init; }

    /// <summary>Whether the partner can name the amount now.</summary>
    public bool CanConfirm => State == CertificationState.InProgress && PaidAt is not null;

    /// <summary>Whether a bank letter is what it takes.</summary>
    public bool NeedsLetter => State == CertificationState.Failed && (Failure == CertificationFailure.SupplierRecord || Letter is not null);
}

/// <summary>Certifications: a partner's own; the vendor's operations see those of all.</summary>
internal sealed class CertificationLists(NetworkDb db, Rulebook rulebook, BusinessDay businessDay)
{
    private static readonly Sorting<CertificationRow> Columns = new()
    {
        { "submitted", row => row.SubmittedAt, true }, { "number", row => row.Number }, { "company", row => row.Company }, { "bank", row => row.Bank },
        { "state", row => row.State },
    };

    /// <summary>The terms of today: what the page tells of time and attempts.</summary>
    public CertificationTerms Terms => rulebook.On<CertificationTerms>(CertificationTerms.Rule, businessDay.Today).Terms;

    /// <summary>The partner's own, the newest first.</summary>
    public Task<List<CertificationRow>> Own(Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.Certify);
        var partner = by.PartnerId;
        return Rows().Where(row => row.Partner == partner).OrderByDescending(row => row.Number).ToListAsync(ct);
    }

    /// <summary>Those of all partners, as ordered by a column, the newest first unless told.</summary>
    public Task<List<CertificationRow>> All(Actor by, CertificationState? state, string? sort, int skip, int limit, CancellationToken ct = default) =>
        Columns.Apply(Seen(by, state), sort).Slice(skip, limit).ToListAsync(ct);

    /// <summary>The same by number, the newest first, from below a number on.</summary>
    public Task<List<CertificationRow>> After(Actor by, CertificationState? state, string? below, int limit, CancellationToken ct = default)
    {
        var rows = Seen(by, state);
        return (below is null ? rows : rows.Where(row => row.Number.CompareTo(below) < 0)).OrderByDescending(row => row.Number).Slice(0, limit).ToListAsync(ct);
    }

    /// <summary>One for the vendor's operations, or null.</summary>
    public Task<CertificationRow?> Find(Guid id, Actor by, CancellationToken ct = default) => Seen(by, null).SingleOrDefaultAsync(row => row.Id == id, ct);

    private IQueryable<CertificationRow> Seen(Actor by, CertificationState? state)
    {
        by.Need(NetworkModule.HandleCertifications);
        return state is null ? Rows() : Rows().Where(row => row.State == state);
    }

    private IQueryable<CertificationRow> Rows() => db.Certifications.AsNoTracking().Select(c => new CertificationRow
    {
        Id = c.Id,
        Number = c.Number,
        Partner = c.PartnerId,
        Company = c.Company,
        Code = c.Code,
        Bank = c.Bank,
        Branch = c.Branch,
        BranchNumber = c.BranchNumber,
        Holder = c.Holder,
        LastFour = c.LastFour,
        Currency = c.Currency,
        State = c.State,
        Failure = c.Failure,
        SubmittedAt = c.SubmittedAt,
        SubmittedBy = c.SubmittedBy,
        ExpectedBy = c.ExpectedBy,
        PaidAt = c.PaidAt,
        Attempts = c.Attempts,
        EndedAt = c.EndedAt,
        DraftedAt = c.DraftedAt,
        Letter = c.LetterId,
    });
}
