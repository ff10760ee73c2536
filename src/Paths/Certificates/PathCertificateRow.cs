using PartnerCenter.Paths.Published;

namespace PartnerCenter.Paths.Certificates;

/// <summary>A certificate of identity as pages and API show it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Path">On which path.</param>
/// <param name="Stage">For which stage.</param>
/// <param name="Title">The title that it brings, if any.</param>
/// <param name="State">How it stands.</param>
/// <param name="IssuedOn">First day.</param>
/// <param name="ValidUntil">Last day.</param>
/// <param name="VerifyCode">With it anybody can check the certificate.</param>
public sealed record PathCertificateRow(
    string Number, DevelopmentPath Path, PathStage Stage, string? Title, PathCertificateState State, DateOnly IssuedOn, DateOnly ValidUntil,
    string VerifyCode)
{
    internal static PathCertificateRow Of(PathCertificate c) => new(c.Number, c.Path, c.Stage, c.Title, c.State, c.IssuedOn, c.ValidUntil, c.VerifyCode);
}
