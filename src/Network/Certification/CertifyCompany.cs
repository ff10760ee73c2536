using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network.Certification;

/// <summary>What a partner says of its bank account.</summary>
/// <param name="Kind">Whose it is: a company's, or it is refused (R6.2.3).</param>
/// <param name="Holder">In whose name: the company's.</param>
/// <param name="Bank">The bank.</param>
/// <param name="Branch">The branch's name.</param>
/// <param name="BranchNumber">The branch's number: 3 to 20 digits and letters.</param>
/// <param name="Number">The account number: 8 to 34 digits and letters; spaces do not count.</param>
/// <param name="Present">The present password.</param>
internal sealed record CertificationForm(
    BankAccountKind? Kind, string? Holder, string? Bank, string? Branch, string? BranchNumber, string? Number, string? Present);

/// <summary>
/// A partner submits its bank data to be certified, for the first time or with other data (R6.2.10). What it said before counts no more
/// from that moment on, so that nothing is paid to an account that it has given up.
/// </summary>
internal sealed partial class CertifyCompany(
    NetworkDb db, SigningEntities entities, JobQueue jobs, Reassurance reassurance, Rulebook rulebook, Numbers numbers, Vault vault,
    BusinessDay businessDay)
{
    /// <summary>Submits it.</summary>
    /// <returns>The certification.</returns>
    /// <exception cref="Refusal">
    /// <c>certification.personal-account</c> at Kind, <c>certification.holder</c> at Holder, <c>certification.branch-number</c> at
    /// BranchNumber, <c>certification.account-number</c> at Number; <c>certification.uscc-needed</c>, <c>certification.no-currency</c>,
    /// <c>certification.too-many</c>; those of the password and of the fields.
    /// </exception>
    public async Task<Guid> Run(CertificationForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.Certify);
        var terms = rulebook.On<CertificationTerms>(CertificationTerms.Rule, businessDay.Today).Terms;
        await db.Unit.InTurn($"certification of {by.PartnerId}", ct);
        var partner = await db.Partners.AsNoTracking().SingleAsync(p => p.Id == by.PartnerId, ct);
        var certification = await Filled(form, partner, terms, by, ct);
        await reassurance.Need(form.Present, "Present", by, ct);
        await ReplaceEarlier(by.PartnerId, terms, ct);
        db.Certifications.Add(certification);
        await jobs.Enqueue(
            new NewJob(PayProbe.Type, new ProbeDue(certification.Id))
            {
                RunAt = businessDay.Now.AddMinutes(terms.ProbeAfterMinutes),
                Partner = by.PartnerId,
                MaxAttempts = PayProbe.Attempts,
            },
            by, ct);
        await db.Save(by, "network.certify", ct);
        return certification.Id;
    }

    private async Task<BankCertification> Filled(CertificationForm form, Partner partner, CertificationTerms terms, Actor by, CancellationToken ct)
    {
        if (partner.CompanyCode.Length != 18)
        {
            throw new Refusal("certification.uscc-needed");
        }

        if (Input.Chosen(form.Kind, nameof(form.Kind)) != BankAccountKind.Company)
        {
            throw new Refusal("certification.personal-account") { Field = nameof(form.Kind) };
        }

        var holder = Input.Text(form.Holder, nameof(form.Holder));
        if (holder != partner.CompanyName)
        {
            throw new Refusal("certification.holder", partner.CompanyName) { Field = nameof(form.Holder) };
        }

        var (bank, branch) = (Input.Text(form.Bank, nameof(form.Bank)), Input.Text(form.Branch, nameof(form.Branch)));
        var branchNumber = Compact(form.BranchNumber, nameof(form.BranchNumber), BranchForm(), "certification.branch-number");
        var account = Compact(form.Number, nameof(form.Number), AccountForm(), "certification.account-number");
        var entity = await entities.Of(partner.Id, ct);
        var currency = entity?.Currency ?? throw new Refusal("certification.no-currency", entity?.Name ?? "");
        var id = Guid.CreateVersion7();
        var amount = (RandomNumberGenerator.GetInt32(1, 100) / 100m).ToString("0.00", CultureInfo.InvariantCulture);
        return new()
        {
            Id = id,
            Number = await numbers.Next("BI", ct),
            PartnerId = partner.Id,
            Company = partner.CompanyName,
            Code = partner.CompanyCode,
            Bank = bank,
            Branch = branch,
            BranchNumber = branchNumber,
            Holder = holder,
            Account = vault.Seal(account, BankCertification.AccountColumn.Place, id),
            LastFour = account[^4..],
            Currency = currency,
            Amount = vault.Seal(amount, BankCertification.AmountColumn.Place, id),
            SubmittedAt = businessDay.Now,
            SubmittedBy = by.Name,
            ExpectedBy = businessDay.Now.AddHours(terms.ExpectedHoursMost),
        };
    }

    private async Task ReplaceEarlier(Guid partner, CertificationTerms terms, CancellationToken ct)
    {
        var dayAgo = businessDay.Now.AddDays(-1);
        if (await db.Certifications.CountAsync(c => c.PartnerId == partner && c.SubmittedAt > dayAgo, ct) >= terms.SubmissionsADay)
        {
            throw new Refusal("certification.too-many", terms.SubmissionsADay);
        }

        foreach (var earlier in await db.Certifications.Where(c => c.PartnerId == partner && c.State != CertificationState.Replaced).ToListAsync(ct))
        {
            earlier.Replace(businessDay.Now);
            db.Publish(CertificationMoved.Of(earlier));
        }
    }

    internal static string Compact(string? value, string field, Regex form, string code)
    {
        var text = Input.Text(value, field, 60).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return form.IsMatch(text) ? text : throw new Refusal(code) { Field = field };
    }

    [GeneratedRegex("^[0-9A-Z]{8,34}$")]
    internal static partial Regex AccountForm();

    [GeneratedRegex("^[0-9A-Z]{3,20}$")]
    private static partial Regex BranchForm();
}
