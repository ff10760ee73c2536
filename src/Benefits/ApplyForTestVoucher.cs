using Microsoft.EntityFrameworkCore;
using PartnerCenter.Benefits.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Benefits;

/// <summary>What a partner says when it applies.</summary>
/// <param name="Solution">For which of its solutions, certified or not.</param>
/// <param name="Amount">How much, in CNY.</param>
/// <param name="Reason">What for.</param>
/// <param name="From">First day of use, as planned.</param>
/// <param name="To">Last day.</param>
/// <param name="Configuration">The shared list of the price calculator.</param>
/// <param name="IsNeeded">That the amount is what the environment really needs.</param>
/// <param name="IsAgreed">That the amount was talked over with whoever approves.</param>
internal sealed record TestVoucherForm(
    Guid? Solution, decimal? Amount, string? Reason, DateOnly? From, DateOnly? To, string? Configuration, bool IsNeeded, bool IsAgreed);

/// <summary>A partner applies for a test voucher for one of its solutions (R10.2.3).</summary>
internal sealed class ApplyForTestVoucher(
    BenefitsDb db, TestVoucherBudget budget, Partners partners, CertifiedSolutions solutions, DocumentStore documents, ReviewDesk reviews, Numbers numbers,
    BusinessDay businessDay)
{
    public const string Review = "benefits.test-voucher-review";

    /// <summary>Applies.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="form">What is said.</param>
    /// <param name="files">What is attached; may be nothing.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>benefits.no-solution</c> at Solution; <c>benefits.amount</c> or <c>benefits.over-cap</c> at Amount (R4.1.10); <c>benefits.dates</c> at To;
    /// <c>benefits.configuration</c> at Configuration; <c>benefits.confirm</c>; <c>benefits.too-many-files</c> at Files;
    /// <c>benefits.not-entitled</c>; <c>idempotency.other-content</c>; those of the fields and files.
    /// </exception>
    public async Task<Guid> Run(Guid id, TestVoucherForm form, IReadOnlyList<SentFile> files, Actor by, CancellationToken ct = default)
    {
        by.Need(BenefitsModule.Apply);
        var partner = await partners.Find(by.PartnerId, ct) ?? throw new Refusal("benefits.not-entitled");
        await budget.InTurn(partner.LegalEntity, ct);
        var wanted = Input.Chosen(form.Amount, "Amount");
        if (await db.TestVouchers.SingleOrDefaultAsync(v => v.Id == id, ct) is { } known)
        {
            return known.SolutionId == form.Solution && known.Amount == wanted
                ? id
                : throw new Refusal("idempotency.other-content") { Field = "Id" };
        }

        var policy = budget.Policy;
        var solution = (await solutions.All(by.PartnerId, ct)).Find(one => one.Id == form.Solution)
            ?? throw new Refusal("benefits.no-solution") { Field = "Solution" };
        Check(form, wanted, files, policy.Terms);
        var entitlement = await budget.Of(partner, ct);
        if (entitlement.Cap == 0)
        {
            throw new Refusal("benefits.not-entitled");
        }

        if (wanted > entitlement.Left)
        {
            throw new Refusal("benefits.over-cap", entitlement.Cap, entitlement.Left) { Field = "Amount" };
        }

        var voucher = new TestVoucher
        {
            Id = id,
            Number = await numbers.Next("TV", ct),
            PartnerId = partner.Id,
            LegalEntityId = partner.LegalEntity,
            CompanyName = partner.CompanyName,
            SolutionId = solution.Id,
            SolutionName = solution.Name,
            Year = entitlement.Year,
            Amount = wanted,
            Reason = Input.Text(form.Reason, "Reason", 1000),
            PlannedFrom = Input.Chosen(form.From, "From"),
            PlannedTo = Input.Chosen(form.To, "To"),
            Configuration = LinkOf(form.Configuration),
            Documents = await Keep(files, by, ct),
            Policy = policy.Version,
            AppliedAt = businessDay.Now,
        };
        db.TestVouchers.Add(voucher);
        await reviews.Open(
            Review, id, $"{partner.CompanyName} · {solution.Name} · {wanted:#,##0.00} CNY", by, $"{voucher.Reason}\n{voucher.Configuration}",
            voucher.Documents, ct);
        await db.Save(by, "benefits.apply", ct);
        return id;
    }

    private void Check(TestVoucherForm form, decimal wanted, IReadOnlyList<SentFile> files, TestVoucherTerms terms)
    {
        if (wanted <= 0 || decimal.Round(wanted, 2) != wanted)
        {
            throw new Refusal("benefits.amount") { Field = "Amount" };
        }

        var (from, to) = (Input.Chosen(form.From, "From"), Input.Chosen(form.To, "To"));
        if (from < businessDay.Today || to < from)
        {
            throw new Refusal("benefits.dates") { Field = "To" };
        }

        if (!form.IsNeeded || !form.IsAgreed)
        {
            throw new Refusal("benefits.confirm") { Field = form.IsNeeded ? "IsAgreed" : "IsNeeded" };
        }

        if (files.Count > terms.MostFiles)
        {
            throw new Refusal("benefits.too-many-files", terms.MostFiles) { Field = "Files" };
        }
    }

    private static string LinkOf(string? configuration)
    {
        var text = Input.Text(configuration, "Configuration", 500);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == "https"
            ? text
            : throw new Refusal("benefits.configuration") { Field = "Configuration" };
    }

    private async Task<Guid[]> Keep(IReadOnlyList<SentFile> files, Actor by, CancellationToken ct)
    {
        var kept = new List<Guid>();
        foreach (var file in files)
        {
            kept.Add((await documents.Upload(file.Name, file.Content, by, "Files", ct)).Id);
        }

        return [.. kept];
    }
}
