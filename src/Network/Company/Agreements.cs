using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Network.Company;

/// <summary>How a signed agreement stands.</summary>
public enum AgreementState
{
    /// <summary>Its latest signed version.</summary>
    [Words("生效中", "In force")]
    InForce,

    /// <summary>A later version was signed.</summary>
    [Words("已被新版替代", "Superseded")]
    Superseded,
}

/// <summary>A signed agreement as pages and API show it (R3.2b).</summary>
public sealed record SignedAgreement(
    Guid Id, LocalText Name, string Version, string ContractNumber, string SigningEntity, string? Currency, AgreementState State, string SignedByName, DateTimeOffset SignedAt);

/// <summary>A partner's commitments and agreements (合作承诺与协议): searched by contract code, filtered by state, downloaded (R3.2b).</summary>
internal sealed class Agreements(NetworkDb db, SigningEntities entities)
{
    /// <summary>The actor's own, by contract code.</summary>
    /// <param name="search">Part of a contract code; null for all.</param>
    /// <param name="state">Only those in it; null for all.</param>
    /// <param name="by">Whose.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<SignedAgreement>> Own(string? search, AgreementState? state, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.SeeCompany);
        var partner = by.PartnerId;
        var signed = await db.Agreements.AsNoTracking().Where(a => a.PartnerId == partner).OrderBy(a => a.ContractNumber).ToListAsync(ct);
        var wanted = search?.Trim() ?? "";
        return [.. signed.Where(a => a.ContractNumber.Contains(wanted, StringComparison.OrdinalIgnoreCase)).Select(a => View(a, signed)).Where(a => state is null || a.State == state)];
    }

    /// <summary>One of the actor's own as PDF: who agreed to what, when, and with whom.</summary>
    /// <returns>Null if it has none with that id.</returns>
    public async Task<(string Name, byte[] Pdf)?> Pdf(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.SeeCompany);
        var partner = by.PartnerId;
        var agreement = await db.Agreements.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.PartnerId == partner, ct);
        if (agreement is null)
        {
            return null;
        }

        var company = await db.Partners.AsNoTracking().SingleAsync(p => p.Id == partner, ct);
        using var output = new MemoryStream();
        using (var pages = new PdfPages(output, agreement.ContractNumber, created: agreement.SignedAt))
        {
            pages.Centered(agreement.NameZh, 20, accent: true);
            pages.Centered(agreement.NameEn, 13);
            pages.Space(24);
            pages.Facts(
            [
                ("合同编号 / Contract", agreement.ContractNumber), ("版本 / Version", agreement.Version), ("签约主体 / Signing entity", agreement.SigningEntity),
                ("结算币种 / Currency", entities.Named(agreement.SigningEntity).Currency ?? "–"),
                ("合作伙伴 / Partner", $"{company.CompanyName} · {company.CompanyCode} · {company.Number}"),
                ("签署人 / Signed by", agreement.SignedByName), ("签署时间 / Signed at", $"{PageBase.Time(agreement.SignedAt)} GMT+08:00"),
            ]);
            pages.Rule();
            pages.Paragraph("上述签署人已代表合作伙伴在线阅读并同意本协议的该版本。\nThe person named has read this version of the agreement online and agreed to it on behalf of the partner.");
        }

        return ($"{agreement.ContractNumber}.pdf", output.ToArray());
    }

    private SignedAgreement View(Agreement agreement, List<Agreement> all) => new(
        agreement.Id, agreement.Name, agreement.Version, agreement.ContractNumber, agreement.SigningEntity, entities.Named(agreement.SigningEntity).Currency,
        all.Exists(other => other.Code == agreement.Code && other.SignedAt > agreement.SignedAt) ? AgreementState.Superseded : AgreementState.InForce,
        agreement.SignedByName, agreement.SignedAt);
}
