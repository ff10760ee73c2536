using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Paths.Certificates;

/// <summary>How a certificate of identity stands.</summary>
public enum PathCertificateState
{
    /// <summary>In force.</summary>
    [Words("有效", "Valid")]
    Active,

    /// <summary>It ran out without a re-review that was passed.</summary>
    [Words("已失效", "Lapsed")]
    Lapsed,

    /// <summary>The vendor took it back.</summary>
    [Words("已取消", "Revoked")]
    Revoked,
}

/// <summary>A partner's identity on a path (伙伴身份证书): one for each reviewed stage, renewed year by year (R4.2.8).</summary>
internal sealed class PathCertificate : IPartnerRow
{
    private static readonly Flow<PathCertificateState> Flow = new("certificate")
    {
        { PathCertificateState.Active, PathCertificateState.Lapsed, PathCertificateState.Revoked },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public Guid MemberId { get; init; }

    public required string CompanyName { get; init; }

    public DevelopmentPath Path { get; init; }

    public PathStage Stage { get; init; }

    /// <summary>The title that it brings, such as CTSP.</summary>
    public string? Title { get; init; }

    public PathCertificateState State { get; private set; } = PathCertificateState.Active;

    public DateOnly IssuedOn { get; init; }

    /// <summary>Its last day: 31 January.</summary>
    public DateOnly ValidUntil { get; set; }

    public string? EndReason { get; private set; }

    /// <summary>Unguessable; anybody who has it can check the certificate.</summary>
    public required string VerifyCode { get; init; }

    /// <summary>The 31 January of the year after.</summary>
    public static DateOnly FirstValidity(DateOnly issuedOn) => new(issuedOn.Year + 1, 1, 31);

    public void Renew() => ValidUntil = ValidUntil.AddYears(1);

    public void End(PathCertificateState how, string? reason) => (State, EndReason) = (Flow.Move(State, how), reason);
}
