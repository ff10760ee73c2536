using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Organization.Specialists;

/// <summary>Where certificates of a kind come from.</summary>
public enum CertificateSource
{
    /// <summary>From the learning platform, by itself; nobody can type them in (R7.2.6).</summary>
    [Words("云学堂同步", "Learning platform")]
    Learning,

    /// <summary>Uploaded by the person and reviewed by the vendor.</summary>
    [Words("本人上传", "Uploaded")]
    Upload,
}

/// <summary>A kind of certificate.</summary>
/// <param name="Code">For example HCIA.</param>
/// <param name="Name">Its name.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record CertificateKind(string Code, LocalText Name, CertificateSource Source);

/// <summary>A development path that people can be specialists of.</summary>
internal sealed record SpecialistPath(string Code, LocalText Name);

/// <summary>Which mobile numbers a site takes.</summary>
internal sealed record SiteMobiles(Site Site, IReadOnlyList<string> Codes);

/// <summary>How partners bind people and what those people bring (chapter 7.2). Deciding day: today.</summary>
/// <param name="InvitationDays">How long an invitation works (R7.2.5).</param>
/// <param name="PartnersInAYear">From how many partners within a year on a person cannot be invited (R7.2.3).</param>
/// <param name="RealNameNeeded">Whether only people with an authenticated real name can be invited: on the China site (R7.2.3).</param>
/// <param name="Mobiles">Of a site, the country codes of mobile numbers with which people can be bound (R4.2.10); any where it is not named.</param>
/// <param name="Consent">The version of the consent by which a person shares its certificates with the partner.</param>
/// <param name="Paths">The paths.</param>
/// <param name="Kinds">The kinds of certificates.</param>
internal sealed record SpecialistTerms(
    int InvitationDays, int PartnersInAYear, bool RealNameNeeded, IReadOnlyList<SiteMobiles> Mobiles, string Consent, IReadOnlyList<SpecialistPath> Paths,
    IReadOnlyList<CertificateKind> Kinds) : ITerms
{
    public const string Rule = "organization.specialists";

    public CertificateKind? Kind(string? code) => Kinds.FirstOrDefault(kind => kind.Code == code);

    public SpecialistPath? Path(string? code) => Paths.FirstOrDefault(path => path.Code == code);

    public IEnumerable<string> Problems()
    {
        if (InvitationDays is < 1 or > 365)
        {
            yield return "invitationDays: must be 1 to 365";
        }

        if (PartnersInAYear < 1)
        {
            yield return "partnersInAYear: must be 1 or more";
        }

        for (var i = 0; i < Kinds.Count; i++)
        {
            if (Kinds.Take(i).Any(other => other.Code == Kinds[i].Code))
            {
                yield return $"kinds[{i}].code: {Kinds[i].Code} stands there twice";
            }
        }

        for (var i = 0; i < Paths.Count; i++)
        {
            if (Paths.Take(i).Any(other => other.Code == Paths[i].Code))
            {
                yield return $"paths[{i}].code: {Paths[i].Code} stands there twice";
            }
        }
    }
}
