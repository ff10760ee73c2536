using PartnerCenter.Platform.Audit;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs.Special;

/// <summary>A partner's place in a special programme. Once it has ended a new one may begin.</summary>
internal sealed class SpecialMembership : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The certificate's number, where the programme has certificates.</summary>
    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public required string CompanyName { get; init; }

    /// <summary>The code of the programme.</summary>
    public required string Program { get; init; }

    public MembershipState State { get; private set; } = MembershipState.Active;

    /// <summary>The version of the agreement that it began with.</summary>
    public required string AgreementVersion { get; init; }

    public DateOnly JoinedOn { get; init; }

    /// <summary>Its last day, included; null if it has none.</summary>
    public DateOnly? ValidUntil { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>Unguessable; anybody who has it can check the certificate.</summary>
    public required string VerifyCode { get; init; }

    public void RunUntil(DateOnly? day) => ValidUntil = day;

    public void Leave(DateOnly on, string reason) => (State, EndedOn, EndReason) = (MembershipState.Left, on, reason);

    public void Lapse() => State = MembershipState.Lapsed;
}

/// <summary>The vendor's list of who may join a special programme (白名单).</summary>
internal sealed class SpecialInvitation : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public required string Program { get; init; }

    public required string InvitedBy { get; init; }

    public DateTimeOffset InvitedAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>What the vendor found of a member's year in a special programme that is assessed.</summary>
internal sealed class SpecialAssessment : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public required string Program { get; init; }

    /// <summary>The year that was assessed.</summary>
    public int Year { get; init; }

    public bool Passed { get; set; }

    public required string Comment { get; set; }

    public required string AssessedBy { get; set; }

    public DateTimeOffset AssessedAt { get; set; }
}
