using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Network.Certification;

/// <summary>
/// The bank letter (银行函) by which a company confirms its bank data in writing (R6.2.9): operations make the draft, the partner
/// downloads it, stamps it and sends the scan.
/// </summary>
internal sealed class BankLetter(NetworkDb db, DocumentStore documents, ReviewDesk reviews, Vault vault, BusinessDay businessDay)
{
    /// <summary>Operations make the draft; the partner is told.</summary>
    /// <returns>False if there is no such certification.</returns>
    /// <exception cref="Refusal"><c>certification.no-letter-needed</c>.</exception>
    public async Task<bool> Draft(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.HandleCertifications);
        if (await db.Certifications.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } certification)
        {
            return false;
        }

        certification.Draft(businessDay.Now);
        db.Publish(new BankLetterDrafted(certification.PartnerId, id));
        await db.Save(by, "network.draft-bank-letter", ct);
        return true;
    }

    /// <summary>The draft as PDF, for its partner. It is drawn anew each time: the whole account number lies in no file.</summary>
    /// <returns>Null if the partner has none with that id, or there is no draft yet.</returns>
    public async Task<(string Name, byte[] Pdf)?> Download(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.Certify);
        var certification = await db.Certifications.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.PartnerId == by.PartnerId, ct);
        return certification is { DraftedAt: { } drafted } ? ($"{certification.Number}.pdf", Pdf(certification, drafted)) : null;
    }

    /// <summary>The partner sends the scan of the stamped letter, which a reviewer, not who made the draft, decides on.</summary>
    /// <returns>False if the partner has none with that id.</returns>
    /// <exception cref="Refusal">
    /// <c>certification.no-letter-needed</c>, <c>certification.no-draft</c>, <c>certification.scan-kind</c> at File, those of the file.
    /// </exception>
    public async Task<bool> Send(Guid id, string? fileName, Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.Certify);
        if (await db.Certifications.SingleOrDefaultAsync(c => c.Id == id && c.PartnerId == by.PartnerId, ct) is not { } certification)
        {
            return false;
        }

        if (file is null)
        {
            throw new Refusal("form.required") { Field = "File" };
        }

        var scan = await documents.Upload(fileName ?? "", file, by, "File", ct);
        if (scan.ContentType != "application/pdf" && !scan.ContentType.StartsWith("image/", StringComparison.Ordinal))
        {
            throw new Refusal("certification.scan-kind") { Field = "File" };
        }

        certification.TakeLetter(scan.Id, businessDay.Now);
        await reviews.Open(
            CertificationTerms.LetterReview, id, $"{certification.Number} · {certification.Company} · {certification.Bank} {certification.Branch} ****{certification.LastFour}",
            by, "", [scan.Id], ct);
        db.Publish(CertificationMoved.Of(certification));
        await db.Save(by, "network.send-bank-letter", ct);
        return true;
    }

    /// <summary>What the letter says: supplier, bank, account number, branch name and number, holder, currency (R6.2.10).</summary>
    internal static (string Label, string Value)[] Facts(BankCertification certification, string account) =>
    [
        ("供应商名称 / Supplier", certification.Company), ("开户银行 / Bank", certification.Bank), ("银行账号 / Account number", account),
        ("分行名称 / Branch", certification.Branch), ("分行号 / Branch number", certification.BranchNumber), ("账户名称 / Account holder", certification.Holder),
        ("币种 / Currency", certification.Currency),
    ];

    private byte[] Pdf(BankCertification certification, DateTimeOffset drafted)
    {
        using var output = new MemoryStream();
        using (var pages = new PdfPages(output, certification.Number, created: drafted))
        {
            pages.Centered("银行信息确认函", 22, accent: true);
            pages.Centered("Bank letter", 13);
            pages.Space(24);
            pages.Facts(Facts(certification, certification.AccountOf(vault)));
            pages.Rule();
            pages.Paragraph("本公司确认以上银行信息属实，今后款项均付至该账户。\nWe confirm that this is our account and that payments are to go there.");
            pages.Space(40);
            pages.Paragraph("公章、财务专用章或合同专用章 / Official, finance or contract seal:");
            pages.Space(70);
            pages.Paragraph("日期 / Date:");
        }

        return output.ToArray();
    }
}
