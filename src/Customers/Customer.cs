using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Customers;

/// <summary>How far a partner is with a company that it wants as customer.</summary>
internal enum ProspectState
{
    /// <summary>Registered (报备); not invited yet.</summary>
    [Words("已报备", "Registered")]
    Registered,

    /// <summary>An invitation is under way.</summary>
    [Words("已邀请", "Invited")]
    Invited,

    /// <summary>It has become a customer.</summary>
    [Words("已关联", "Associated")]
    Associated,
}

/// <summary>A company that a partner has registered as its prospect: customers are registered, projects are not (R12.1.2.8).</summary>
internal sealed class Prospect : IPartnerRow
{
    private static readonly Flow<ProspectState> Flow = new("prospect")
    {
        { ProspectState.Registered, ProspectState.Invited, ProspectState.Associated },
        { ProspectState.Invited, ProspectState.Invited, ProspectState.Associated },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public required string CompanyName { get; init; }

    public required string ContactName { get; init; }

    /// <summary>The customer must register with this mobile (R12.1.2.4). Sealed.</summary>
    [Secret]
    public required string Mobile { get; init; }

    /// <summary>Where mobiles of prospects are sealed.</summary>
    public static readonly SealedColumn MobileColumn = new("customers.prospect", "mobile");

    /// <summary>It can be corrected before inviting again (R12.1.2.6).</summary>
    public required string Email { get; set; }

    public ProspectState State { get; private set; } = ProspectState.Registered;

    public DateTimeOffset RegisteredAt { get; init; }

    public Guid? CustomerId { get; private set; }

    public void Invite() => State = Flow.Move(State, ProspectState.Invited);

    public void Associate(Guid customer)
    {
        State = Flow.Move(State, ProspectState.Associated);
        CustomerId = customer;
    }
}

/// <summary>
/// An invitation: a link that works once. By e-mail it does so for seven days; handed over offline, as a link or QR code, until it is
/// revoked, and how often it was opened is counted (R12.1.2.4). Only the hash of its token is kept.
/// </summary>
internal sealed class Invitation : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid ProspectId { get; init; }

    public AssociationMode Mode { get; init; }

    [Secret]
    public required string TokenHash { get; init; }

    /// <summary>The mobile of the registration, sealed.</summary>
    [Secret]
    public required string Mobile { get; init; }

    /// <summary>Where mobiles of invitations are sealed.</summary>
    public static readonly SealedColumn MobileColumn = new("customers.invitation", "mobile");

    public required string Email { get; init; }

    public DateTimeOffset SentAt { get; init; }

    /// <summary>The first instant at which it no longer works; null for one that is handed over offline.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How often its page was opened.</summary>
    public int Opened { get; init; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    public void Accept(DateTimeOffset now)
    {
        if (AcceptedAt is not null || RevokedAt is not null || now >= ExpiresAt)
        {
            throw new Refusal("invitation.over");
        }

        AcceptedAt = now;
    }
}

/// <summary>Who a customer is.</summary>
internal enum CustomerKind
{
    /// <summary>A natural person.</summary>
    [Words("个人", "Person")]
    Person,

    /// <summary>A company or another body.</summary>
    [Words("企业", "Enterprise")]
    Enterprise,
}

/// <summary>A customer of the cloud.</summary>
internal sealed class Customer
{
    public CustomerKind Kind { get; init; } = CustomerKind.Enterprise;

    /// <summary>The enterprise whose sub account it is (企业主/子).</summary>
    public Guid? MasterId { get; init; }

    /// <summary>Whether the master keeps its money (财务托管): then only the master can associate (R12.1.2.12).</summary>
    public bool Custody { get; init; }

    public Guid Id { get; init; }

    /// <summary>What usage files and people call it.</summary>
    public required string Number { get; init; }

    /// <summary>Blank once it has cancelled its account (R12.1.9.23).</summary>
    public required string Name { get; set; }

    /// <summary>Sealed.</summary>
    [Secret]
    public string? Mobile { get; set; }

    /// <summary>Where mobiles of customers are sealed.</summary>
    public static readonly SealedColumn MobileColumn = new("customers.customer", "mobile");

    public string? Email { get; set; }

    /// <summary>What it was called before it cancelled: for the vendor's books, and to know its name where bookings bear it.</summary>
    public string? FormerName { get; private set; }

    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>The account that it cancelled with.</summary>
    public Guid? CancelledBy { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Days for which pay-per-use resources go on without money (宽限期).</summary>
    public int GraceDays { get; private set; }

    public void Cancel(Guid account, DateTimeOffset now)
    {
        (FormerName, CancelledBy, CancelledAt) = (Name, account, now);
        (Name, Email, Mobile) = ("", null, null);
    }

    /// <summary>Associating and leaving raise the days of grace and never lower them (R12.4.19).</summary>
    public void GraceAtLeast(int days) => GraceDays = Math.Max(GraceDays, days);
}

/// <summary>A time during which a customer is a partner's: from the first instant, up to but not including the last.</summary>
internal sealed class Association : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid CustomerId { get; init; }

    public AssociationMode Mode { get; init; }

    /// <summary>How it came about.</summary>
    public ChangeOrigin Origin { get; init; }

    public DateTimeOffset FromAt { get; init; }

    public DateTimeOffset? ToAt { get; set; }
}
