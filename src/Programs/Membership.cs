using PartnerCenter.Platform.Audit;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>A partner's place in a programme, with its certificate.</summary>
internal sealed class Membership : IPartnerRow
{
    public Guid Id { get; init; }

    /// <summary>The certificate's number.</summary>
    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public Guid LegalEntityId { get; init; }

    public required string CompanyName { get; init; }

    public PartnerProgram Program { get; init; }

    /// <summary>Level within the programme, from its policy; "none" where it has no levels (R5.3.2).</summary>
    public required string Level { get; set; }

    public MembershipState State { get; set; } = MembershipState.Active;

    /// <summary>The distributor of a reseller; it never changes (R5.3.5).</summary>
    public Guid? DistributorId { get; init; }

    /// <summary>What distributor and vendor call a reseller; the reseller never sees it (R12.3.9).</summary>
    public string? ResellerCode { get; init; }

    /// <summary>The representative office of a company's further solution provider account (R5.1.3); null for its first.</summary>
    public string? Office { get; init; }

    /// <summary>
    /// Whether a distributor's account develops resellers only (仅拓渠) and acquires no customers itself (R12.1.9.18); of a national
    /// distributor it is the account that shows the score card (R5.2.5).
    /// </summary>
    public bool ChannelOnly { get; set; }

    public DateOnly JoinedOn { get; init; }

    public DateOnly? EndedOn { get; private set; }

    /// <summary>Why it ended.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Last day of the certificate: 31 January (R5.1.6).</summary>
    public DateOnly ValidUntil { get; set; }

    /// <summary>Unguessable; anybody who has it can check the certificate.</summary>
    public required string VerifyCode { get; init; }

    public void End(MembershipState how, DateOnly on, string reason) => (State, EndedOn, EndReason) = (how, on, reason);

    /// <summary>The first 31 January after the year of joining.</summary>
    public static DateOnly FirstValidity(DateOnly joinedOn) => new(joinedOn.Year + 1, 1, 31);
}
