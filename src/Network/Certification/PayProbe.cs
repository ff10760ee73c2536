using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Network.Certification;

/// <summary>A certification whose account is to be tried.</summary>
internal sealed record ProbeDue(Guid Certification);

/// <summary>Tries a bank account: first against the supplier records (R6.2.9), then by paying a small random amount to it (R6.2.6).</summary>
internal sealed class PayProbe(
    NetworkDb db, SigningEntities entities, SupplierRecords suppliers, IProbePayment bank, Vault vault, BusinessDay businessDay) : IJob<ProbeDue>
{
    public const string Type = "network.pay-probe";

    /// <summary>Attempts over about an hour: a bank that is away for a while must not fail a certification.</summary>
    public const int Attempts = 18;

    public async Task Run(ProbeDue arguments, JobProgress progress, CancellationToken ct)
    {
        var certification = await db.Certifications.SingleOrDefaultAsync(c => c.Id == arguments.Certification, ct);
        if (certification is not { State: CertificationState.InProgress, PaidAt: null })
        {
            return;
        }

        if (await suppliers.Contradict(certification, ct))
        {
            certification.Fail(CertificationFailure.SupplierRecord, businessDay.Now);
        }
        else if (await bank.Pay(await Payment(certification, ct), ct))
        {
            certification.Pay(businessDay.Now);
        }
        else
        {
            certification.Fail(CertificationFailure.Payment, businessDay.Now);
        }

        db.Publish(CertificationMoved.Of(certification));
        await db.Save(Actor.System, "network.pay-probe", ct);
    }

    private async Task<ProbePayment> Payment(BankCertification certification, CancellationToken ct)
    {
        var contact = await db.Partners.Where(p => p.Id == certification.PartnerId).Select(p => p.ContactEmail).SingleAsync(ct);
        var payer = (await entities.Of(certification.PartnerId, ct))!;
        return new(certification.Id, payer.Name, certification.Holder, certification.Bank, certification.Branch, certification.BranchNumber,
            certification.AccountOf(vault), certification.AmountOf(vault), contact);
    }
}
