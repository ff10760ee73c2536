using PartnerCenter.Solutions.Certificates;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions;

/// <summary>A solution in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">SOL-2026-000001.</param>
/// <param name="CompanyName">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Industry">The code of its industry.</param>
/// <param name="Certified">The highest level that it is certified as today, or null.</param>
/// <param name="Until">Until when.</param>
/// <param name="InReview">Whether an application waits.</param>
/// <param name="DescribedAt">When it was described.</param>
public sealed record SolutionRow(
    Guid Id, string Number, string CompanyName, string Name, string Industry, SolutionLevel? Certified, DateOnly? Until, bool InReview,
    DateTimeOffset DescribedAt);

/// <summary>A document of a solution.</summary>
/// <param name="Id">Its id among the material.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Document">The document.</param>
/// <param name="AddedAt">When it was added.</param>
public sealed record MaterialRow(Guid Id, MaterialKind Kind, string Name, Guid Document, DateTimeOffset AddedAt);

/// <summary>An application for certification.</summary>
/// <param name="Id">Its id, the subject of its review.</param>
/// <param name="Level">As what.</param>
/// <param name="Route">By which way.</param>
/// <param name="State">How it stands.</param>
/// <param name="AppliedAt">When it was sent.</param>
public sealed record CertificationApplicationRow(Guid Id, SolutionLevel Level, CertificationRoute Route, CertificationState State, DateTimeOffset AppliedAt);

/// <summary>A certification.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">The certificate's number.</param>
/// <param name="Level">As what.</param>
/// <param name="State">How it stands.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidUntil">Last day.</param>
/// <param name="EndReason">Why the vendor withdrew it.</param>
/// <param name="VerifyCode">With it anybody can check the certificate.</param>
public sealed record CertificationRow(
    Guid Id, string Number, SolutionLevel Level, SolutionCertificateState State, DateOnly ValidFrom, DateOnly ValidUntil, string? EndReason, string VerifyCode);

/// <summary>A solution with everything about it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">SOL-2026-000001.</param>
/// <param name="CompanyName">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What it does, and for whom.</param>
/// <param name="Industry">The code of its industry.</param>
/// <param name="Services">The codes of the key and high-order services that it is built on.</param>
/// <param name="LaunchedOn">When it was launched as a baseline solution led by the partner.</param>
/// <param name="Special">The ecosystem special whose technical certification it has.</param>
/// <param name="SpecialOn">Since when.</param>
/// <param name="Material">Its material.</param>
/// <param name="Applications">Its applications, the newest first.</param>
/// <param name="Certifications">Its certifications, the newest first.</param>
public sealed record SolutionDetail(
    Guid Id, string Number, string CompanyName, string Name, string Purpose, string Industry, IReadOnlyList<string> Services, DateOnly? LaunchedOn,
    string? Special, DateOnly? SpecialOn, IReadOnlyList<MaterialRow> Material, IReadOnlyList<CertificationApplicationRow> Applications,
    IReadOnlyList<CertificationRow> Certifications);
