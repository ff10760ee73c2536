using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Network.Published;

/// <summary>A certification of business information has come to another state, or its small amount has been paid.</summary>
/// <param name="Partner">Whose.</param>
/// <param name="Certification">Which.</param>
/// <param name="Number">BI-2026-000001.</param>
/// <param name="State">How it stands.</param>
/// <param name="Failure">Why it failed, if it did.</param>
public sealed record CertificationMoved(Guid Partner, Guid Certification, string Number, CertificationState State, CertificationFailure? Failure) : IEvent
{
    internal static CertificationMoved Of(BankCertification certification) =>
        new(certification.PartnerId, certification.Id, certification.Number, certification.State, certification.Failure);
}

/// <summary>The draft of a bank letter is ready to be downloaded and stamped.</summary>
public sealed record BankLetterDrafted(Guid Partner, Guid Certification) : IEvent;

/// <summary>How a company is taxed (纳税人类型).</summary>
public enum TaxpayerType
{
    /// <summary>A general taxpayer.</summary>
    [Words("一般纳税人", "General taxpayer")]
    General,

    /// <summary>A small-scale taxpayer.</summary>
    [Words("小规模纳税人", "Small-scale taxpayer")]
    SmallScale,
}

/// <summary>A company's tax on service fees.</summary>
/// <param name="Taxpayer">How it is taxed.</param>
/// <param name="Rate">0.06 for 6 %.</param>
/// <param name="Version">The version of the policy that says so.</param>
public sealed record ServiceFeeTax(TaxpayerType Taxpayer, decimal Rate, string Version);

/// <summary>Who can be paid and how it is taxed, for later modules.</summary>
public sealed class Certifications(NetworkDb db, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Where a partner certifies its business information.</summary>
    public const string Page = "/portal/business-information";

    /// <summary>Whether a partner's present business information is certified: nothing is paid to whose is not (R6.2.2, R6.2.10).</summary>
    public Task<bool> IsCertified(Guid partner, CancellationToken ct = default) =>
        db.Certifications.AnyAsync(c => c.PartnerId == partner && c.State == CertificationState.Certified, ct);

    /// <summary>The tax on a partner's service fees today (R6.2.11); null if there is no such partner.</summary>
    public async Task<ServiceFeeTax?> ServiceFeeTaxOf(Guid partner, CancellationToken ct = default)
    {
        var found = await db.Partners.Where(p => p.Id == partner).Join(db.LegalEntities, p => p.LegalEntityId, e => e.Id, (p, e) => (TaxpayerType?)e.Taxpayer)
            .SingleOrDefaultAsync(ct);
        var terms = rulebook.On<CertificationTerms>(CertificationTerms.Rule, businessDay.Today);
        return found is { } taxpayer ? new(taxpayer, terms.Terms.RateOf(taxpayer), terms.Version) : null;
    }
}
