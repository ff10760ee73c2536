using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Organization;

/// <summary>A member (组织成员) beyond its account: who supervises it.</summary>
internal sealed class Member : IPartnerRow
{
    public Guid AccountId { get; init; }

    public Guid PartnerId { get; init; }

    /// <summary>The account manager supervisor above it.</summary>
    public Guid? SupervisorId { get; set; }
}

/// <summary>A role that a partner has made for itself (自定义角色, R7.1.3).</summary>
internal sealed class OwnRole : IPartnerRow
{
    /// <summary>How the id of such a role begins where roles are listed.</summary>
    public const string Prefix = "own:";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public required string Name { get; set; }

    public List<string> Permissions { get; set; } = [];

    /// <summary>Its name in an account's list of roles.</summary>
    public string Code => Prefix + Id.ToString("n");
}

/// <summary>What a partner has switched on for its people.</summary>
internal sealed class Setting : IPartnerRow
{
    public Guid PartnerId { get; init; }

    /// <summary>Whether sensitive actions ask for a verification code (R12.1.2.2b).</summary>
    public bool VerificationCodes { get; set; }
}
