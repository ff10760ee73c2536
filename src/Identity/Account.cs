using Microsoft.AspNetCore.Identity;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Identity;

/// <summary>Somebody who can sign in: vendor staff, a partner's main account or member, a customer, or a company that has not joined.</summary>
public sealed class Account : IdentityUser<Guid>, IPartnerRow
{
    /// <summary>On whose side it stands.</summary>
    public ActorKind Kind { get; set; }

    /// <summary>Shown to others.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The partner that it belongs to.</summary>
    public Guid? PartnerId { get; set; }

    /// <summary>The customer that it is.</summary>
    public Guid? CustomerId { get; set; }

    /// <summary>Its roles, see <see cref="Role"/>.</summary>
    public List<string> Roles { get; set; } = [];

    /// <summary>The language that it reads: zh-CN or en.</summary>
    public string Culture { get; set; } = "zh-CN";

    /// <summary>Company name from the enterprise real-name authentication (R3.3).</summary>
    public string? CompanyName { get; set; }

    /// <summary>USCC or organisation code from the enterprise real-name authentication (R3.3).</summary>
    public string? CompanyUscc { get; set; }

    /// <summary>When a person's real name was authenticated (实名认证). UTC.</summary>
    public DateTimeOffset? RealNameAt { get; set; }

    /// <summary>The time step of the last one-time password used: each works once.</summary>
    public long LastTotpStep { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its display name was changed: that is possible once (R6.1.7). UTC.</summary>
    public DateTimeOffset? RenamedAt { get; set; }

    /// <summary>Since when it cannot sign in, UTC.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Its last sign-in, UTC.</summary>
    public DateTimeOffset? SignedInAt { get; set; }

    /// <summary>The mobile number, sealed; see <see cref="MobileOf"/>.</summary>
    [Secret]
    public override string? PhoneNumber { get; set; }

    /// <summary>By which it is found out whether a mobile number is registered (R5.1.14).</summary>
    [Secret]
    public string? MobileMark { get; private set; }

    /// <inheritdoc/>
    [Secret]
    public override string? PasswordHash { get; set; }

    /// <inheritdoc/>
    [Secret]
    public override string? SecurityStamp { get; set; }

    /// <summary>Where its mobile number is sealed.</summary>
    internal static readonly SealedColumn MobileColumn = new("identity.account", "phone_number");

    /// <summary>Its mobile number.</summary>
    internal string? MobileOf(Vault vault) => PhoneNumber is null ? null : vault.Open(PhoneNumber, MobileColumn.Place, Id);

    /// <summary>Changes its mobile number.</summary>
    internal void SetMobile(string? mobile, Vault vault) => (PhoneNumber, MobileMark) = mobile is null
        ? (null, null)
        : (vault.Seal(mobile, MobileColumn.Place, Id), vault.Fingerprint(mobile, MobileColumn.Place));

    Guid IPartnerRow.PartnerId => PartnerId ?? Guid.Empty;
}
