using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Network.Certification;

/// <summary>The tax on service fees of a taxpayer type (R6.2.11).</summary>
internal sealed record ServiceFeeRate(TaxpayerType Taxpayer, decimal Rate);

/// <summary>How business information is certified. Deciding day: today.</summary>
/// <param name="ProbeAfterMinutes">How long after it is submitted the small amount is paid.</param>
/// <param name="ExpectedHoursLeast">In how many hours it is certified at the earliest, as shown (R6.2.8).</param>
/// <param name="ExpectedHoursMost">And at the latest.</param>
/// <param name="Attempts">How many amounts the partner may name (R6.2.6).</param>
/// <param name="SubmissionsADay">How often it may submit within 24 hours: each costs a payment, and each is a new chance to guess.</param>
/// <param name="LetterWorkdays">How long the handling of a bank letter takes, as shown (R6.2.9).</param>
/// <param name="ServiceFeeTax">The tax rates by taxpayer type.</param>
internal sealed record CertificationTerms(
    int ProbeAfterMinutes, int ExpectedHoursLeast, int ExpectedHoursMost, int Attempts, int SubmissionsADay, int LetterWorkdays,
    IReadOnlyList<ServiceFeeRate> ServiceFeeTax) : ITerms
{
    public const string Rule = "network.certification";

    /// <summary>The review of a company whose code is in doubt.</summary>
    public const string Review = "network.certification-review";

    /// <summary>The review of a stamped bank letter.</summary>
    public const string LetterReview = "network.bank-letter-review";

    public decimal RateOf(TaxpayerType taxpayer) => ServiceFeeTax.Single(tax => tax.Taxpayer == taxpayer).Rate;

    public IEnumerable<string> Problems()
    {
        if (ProbeAfterMinutes is < 0 or > 10_000)
        {
            yield return "probeAfterMinutes: must be 0 to 10,000";
        }

        if (ExpectedHoursLeast < 0 || ExpectedHoursMost < ExpectedHoursLeast)
        {
            yield return "expectedHoursMost: must not be below expectedHoursLeast";
        }

        if (Attempts is < 1 or > 10)
        {
            yield return "attempts: must be 1 to 10";
        }

        if (SubmissionsADay < 1)
        {
            yield return "submissionsADay: must be 1 or more";
        }

        foreach (var taxpayer in Enum.GetValues<TaxpayerType>().Where(t => ServiceFeeTax.Count(tax => tax.Taxpayer == t) != 1))
        {
            yield return $"serviceFeeTax: {taxpayer} must stand there once";
        }
    }
}
