using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Notifications;

/// <summary>An entry in somebody's inbox.</summary>
[Audit.Untracked]
public sealed class Notification
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>Whose inbox.</summary>
    public Guid AccountId { get; init; }

    /// <summary>The kind of event, for preferences.</summary>
    public required string Event { get; init; }

    /// <summary>Title in Chinese.</summary>
    public required string TitleZh { get; init; }

    /// <summary>Title in English.</summary>
    public required string TitleEn { get; init; }

    /// <summary>Text in Chinese.</summary>
    public required string BodyZh { get; init; }

    /// <summary>Text in English.</summary>
    public required string BodyEn { get; init; }

    /// <summary>The page to go to.</summary>
    public required string Link { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was read, UTC.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Title in the reader's language.</summary>
    public LocalText Title => new(TitleZh, TitleEn);

    /// <summary>Text in the reader's language.</summary>
    public LocalText Body => new(BodyZh, BodyEn);
}

/// <summary>By which ways an account wants to hear of a kind of event. Without one: inbox and e-mail.</summary>
[Audit.Untracked]
public sealed class NotificationPreference
{
    /// <summary>Whose.</summary>
    public Guid AccountId { get; init; }

    /// <summary>The kind of event.</summary>
    public required string Event { get; init; }

    /// <summary>In the inbox.</summary>
    public bool Inbox { get; set; } = true;

    /// <summary>By e-mail.</summary>
    public bool Email { get; set; } = true;

    /// <summary>By SMS.</summary>
    public bool Sms { get; set; }
}

/// <summary>A message that left by the embedded default: read in the demo's mail and SMS viewer.</summary>
[Audit.Untracked]
public sealed class SentMessage
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>email or sms.</summary>
    public required string Channel { get; init; }

    /// <summary>Address or mobile number.</summary>
    public required string Recipient { get; init; }

    /// <summary>Subject; empty for SMS.</summary>
    public required string Subject { get; init; }

    /// <summary>Text.</summary>
    public required string Body { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset SentAt { get; init; }
}

/// <summary>A kind of event that people are told of.</summary>
/// <param name="Code">Module, dot, event.</param>
/// <param name="Name">Its name in the preferences.</param>
/// <param name="Kinds">Whom it can reach.</param>
/// <param name="SmsByDefault">Whether SMS is on unless switched off.</param>
public sealed record NotificationKind(string Code, LocalText Name, Access.ActorKind[] Kinds, bool SmsByDefault = false);

/// <summary>What to tell.</summary>
/// <param name="Event">The code of its <see cref="NotificationKind"/>.</param>
/// <param name="Title">One line.</param>
/// <param name="Body">A sentence or two. No secrets, no other company's name.</param>
/// <param name="Link">The page to go to, as a local path.</param>
public sealed record Message(string Event, LocalText Title, LocalText Body, string Link);

/// <summary>Where somebody can be reached.</summary>
/// <param name="Account">The account.</param>
/// <param name="Email">Its e-mail address.</param>
/// <param name="Mobile">Its mobile number, or null.</param>
/// <param name="Culture">The language that it reads.</param>
public sealed record Reachable(Guid Account, string Email, string? Mobile, string Culture);

/// <summary>Finds people to notify. Implemented by the module that owns accounts.</summary>
public interface IAddressBook
{
    /// <summary>One account, or null.</summary>
    Task<Reachable?> Account(Guid account, CancellationToken ct);

    /// <summary>The accounts of a partner that have a permission.</summary>
    Task<IReadOnlyList<Reachable>> Partner(Guid partner, string permission, CancellationToken ct);

    /// <summary>The account of a customer, if it has one.</summary>
    Task<IReadOnlyList<Reachable>> Customer(Guid customer, CancellationToken ct);

    /// <summary>The vendor's people with a role.</summary>
    Task<IReadOnlyList<Reachable>> VendorRole(string role, CancellationToken ct);
}
