using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Organization.Specialists;

/// <summary>An invitation of a personal account to become staff of a partner: one link, seven days (R7.2.5). Only the hash of its token is kept.</summary>
internal sealed class StaffInvitation : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public required string PartnerName { get; init; }

    /// <summary>The personal account.</summary>
    public Guid AccountId { get; init; }

    [Secret]
    public required string TokenHash { get; init; }

    public DateTimeOffset SentAt { get; init; }

    /// <summary>The first instant at which it no longer works.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    public DateTimeOffset? DeclinedAt { get; private set; }

    /// <summary>When a later letter or the administrator ended it.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    public bool IsOpen(DateTimeOffset now) => AcceptedAt is null && DeclinedAt is null && RevokedAt is null && now < ExpiresAt;

    public void Accept(DateTimeOffset now) => AcceptedAt = Still(now);

    public void Decline(DateTimeOffset now) => DeclinedAt = Still(now);

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    private DateTimeOffset Still(DateTimeOffset now) => IsOpen(now) ? now : throw new Refusal("organization.invitation-over");
}

/// <summary>A time during which a person is staff of a partner: from the first instant, up to but not including the last.</summary>
internal sealed class Binding : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The version of the consent that the person gave when it accepted.</summary>
    public required string Consent { get; init; }

    /// <summary>What the person is called; kept here for lists of many people, and follows the account.</summary>
    public required string PersonName { get; set; }

    /// <summary>The name of the account: its e-mail address, which never changes.</summary>
    public required string PersonEmail { get; init; }

    /// <summary>The path that the person is a specialist of now; follows the specialist.</summary>
    public string? SpecialistPath { get; private init; }

    /// <summary>How it stands as one.</summary>
    public SpecialistState? SpecialistState { get; private init; }

    public DateTimeOffset FromAt { get; init; }

    public DateTimeOffset? ToAt { get; set; }
}

/// <summary>A person's new name stands in the lists of its partner as well.</summary>
internal sealed class FollowNames(OrganizationDb db) : IHandleNow<AccountNamed>
{
    public async Task Handle(AccountNamed happened, CancellationToken ct)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        foreach (var binding in await db.Bindings.Where(b => b.AccountId == happened.Account).ToListAsync(ct))
        {
            binding.PersonName = happened.Name;
        }
    }
}

/// <summary>How a certificate stands.</summary>
public enum CertificateState
{
    /// <summary>The vendor reviews it.</summary>
    [Words("审核中", "In review")]
    InReview,

    /// <summary>It counts until its last day.</summary>
    [Words("有效", "Valid")]
    Valid,

    /// <summary>The review refused it.</summary>
    [Words("未通过", "Rejected")]
    Rejected,

    /// <summary>The learning platform does not list it any more.</summary>
    [Words("已撤销", "Withdrawn")]
    Withdrawn,
}

/// <summary>A certificate of a person. It belongs to the person; the partner that the person is bound to sees it (R7.2.6).</summary>
internal sealed class PersonCertificate
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid AccountId { get; init; }

    /// <summary>The code of its <see cref="CertificateKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Unique among all that are not deleted: a certificate is in one account at a time (R7.2.7).</summary>
    public required string Number { get; init; }

    /// <summary>What it certifies, such as Cloud Service Solutions Architect.</summary>
    public required string Title { get; set; }

    public CertificateSource Source { get; init; }

    public DateOnly IssuedOn { get; set; }

    /// <summary>Last day on which it counts; null for one that does not end.</summary>
    public DateOnly? ValidUntil { get; set; }

    public Guid? DocumentId { get; init; }

    public CertificateState State { get; set; }

    public DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; set; }

    public bool Counts(DateOnly today) => DeletedAt is null && State == CertificateState.Valid && (ValidUntil is null || today <= ValidUntil);
}

/// <summary>How an application to be a specialist stands.</summary>
internal enum SpecialistState
{
    /// <summary>The vendor reviews it.</summary>
    [Words("审核中", "In review")]
    InReview,

    /// <summary>A specialist.</summary>
    [Words("项目专员", "Specialist")]
    Active,

    /// <summary>The vendor reviews the wish to end it.</summary>
    [Words("取消审核中", "Cancellation in review")]
    Cancelling,

    /// <summary>Ended.</summary>
    [Words("已取消", "Cancelled")]
    Cancelled,

    /// <summary>The review refused it.</summary>
    [Words("未通过", "Rejected")]
    Rejected,
}

/// <summary>A person as specialist (项目专员) of one development path: of one at a time (R7.2.9).</summary>
internal sealed class Specialist : IPartnerRow
{
    private static readonly Flow<SpecialistState> Flow = new("specialist")
    {
        { SpecialistState.InReview, SpecialistState.Active, SpecialistState.Rejected },
        { SpecialistState.Active, SpecialistState.Cancelling },
        { SpecialistState.Cancelling, SpecialistState.Cancelled, SpecialistState.Active },
    };

    /// <summary>The states in which a person is taken by a path.</summary>
    public static readonly SpecialistState[] Standing = [SpecialistState.InReview, SpecialistState.Active, SpecialistState.Cancelling];

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The code of its <see cref="SpecialistPath"/>.</summary>
    public required string Path { get; init; }

    public SpecialistState State { get; private set; } = SpecialistState.InReview;

    public DateTimeOffset AppliedAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public void Admit() => State = Flow.Move(State, SpecialistState.Active);

    public void AskToCancel() => State = Flow.Move(State, SpecialistState.Cancelling);

    public void Keep() => State = Flow.Move(State, SpecialistState.Active);

    public void End(SpecialistState outcome, DateTimeOffset now) => (State, EndedAt) = (Flow.Move(State, outcome), now);
}
