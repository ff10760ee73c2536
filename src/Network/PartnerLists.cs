using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using static PartnerCenter.Platform.Ui.PageBase;

namespace PartnerCenter.Network;

/// <summary>An agreement as pages show it.</summary>
public sealed record AgreementRow(LocalText Name, string Version, string ContractNumber, string SigningEntity, string SignedByName, DateTimeOffset SignedAt);

/// <summary>A partner in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">P-2026-000001.</param>
/// <param name="CompanyName">The company's name.</param>
/// <param name="CompanyCode">Its code.</param>
/// <param name="State">How far it has joined.</param>
/// <param name="JoinedOn">The day on which it did.</param>
internal sealed record PartnerRow(Guid Id, string Number, string CompanyName, string CompanyCode, PartnerState State, DateOnly? JoinedOn)
{
    public static PartnerRow Of(Partner partner) =>
        new(partner.Id, partner.Number, partner.CompanyName, partner.CompanyCode, partner.State, partner.JoinedOn);
}

/// <summary>Partners as pages show them.</summary>
internal sealed partial class PartnerLists(NetworkDb db, ReviewLists reviews, Rulebook rulebook, BusinessDay businessDay, Vault vault)
{
    /// <summary>What an account has applied for, with the review that decides it.</summary>
    public async Task<(Partner? Application, Guid? Review)> ApplicationOf(Guid account, CancellationToken ct = default)
    {
        var partner = await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.AccountId == account, ct);
        return (partner, partner is null ? null : (await reviews.OfSubject(partner.Id, ct))?.Id);
    }

    /// <summary>Whether a company has a partner account already.</summary>
    public async Task<bool> IsKnown(string code, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await db.LegalEntities.AnyAsync(e => e.Code == code, ct);
    }

    public IReadOnlyList<LocalText> AgreementsToSign() =>
        [.. rulebook.On<JoiningTerms>(JoiningTerms.Rule, businessDay.Today).Terms.Agreements.Select(a => a.Name)];

    /// <summary>The actor's own partner with its agreements.</summary>
    public async Task<(Partner Partner, List<AgreementRow> Agreements)> Own(Actor by, CancellationToken ct = default) =>
        await Find(by.PartnerId, ct) ?? throw new Refusal("access.no-partner");

    /// <summary>A partner for vendor staff, or null.</summary>
    public async Task<(Partner Partner, List<AgreementRow> Agreements)?> Find(Guid id, CancellationToken ct = default)
    {
        var partner = await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        return partner is null
            ? null
            : (partner, await db.Agreements.AsNoTracking().Where(a => a.PartnerId == id).OrderBy(a => a.ContractNumber)
                .Select(a => new AgreementRow(new(a.NameZh, a.NameEn), a.Version, a.ContractNumber, a.SigningEntity, a.SignedByName, a.SignedAt))
                .ToListAsync(ct));
    }

    /// <summary>Company data, named.</summary>
    public (string, string)[] FactsOf(Partner partner) =>
    [
        (T("公司名称", "Company"), partner.CompanyName), (T("伙伴编号", "Partner number"), partner.Number),
        (T("统一社会信用代码", "Company code"), partner.CompanyCode), (T("税务编码", "Taxpayer number"), partner.TaxNumber),
        (T("状态", "State"), Words.Of(partner.State).ToString()), (T("入驻日期", "Joined"), Day(partner.JoinedOn)),
        (T("联系人", "Contact"), $"{partner.ContactName} · {partner.ContactPosition}"),
        (T("联系方式", "Reach"), $"{Masked.Mobile(partner.MobileOf(vault))} · {partner.ContactEmail}"),
    ];

    /// <summary>The contact as the account itself sees it when it changes it: the mobile whole, for it is its own.</summary>
    public Company.ContactForm ContactOf(Partner partner) =>
        new(partner.ContactName, partner.ContactPosition, partner.MobileOf(vault), partner.ContactEmail);

    private static readonly SqlColumns Columns = new()
    {
        ["number"] = "p.number",
        ["company"] = "p.company_name",
        ["code"] = "p.company_code",
        ["state"] = "p.state",
        ["joined"] = "p.joined_on",
    };

    /// <summary>Partners after a number, by number.</summary>
    public Task<List<PartnerRow>> After(string? search, string? after, int limit, CancellationToken ct = default)
    {
        var where = Matching(search);
        return Rows(after is null ? where : where.And("p.number > {0}", after), "p.number", 0, limit, ct);
    }

    /// <summary>Partners for vendor staff: those that its reach covers, as ordered by a column.</summary>
    public Task<List<PartnerRow>> All(string? search, string? sort, int skip, int limit, CancellationToken ct = default) =>
        Rows(Matching(search), Columns.Order(sort) + "p.number", skip, limit, ct);

    private Task<List<PartnerRow>> Rows(SqlFilter where, string order, int skip, int limit, CancellationToken ct) => db.Unit.Rows(
        $"""
        select p.id, p.number, p.company_name, p.company_code, p.state, p.joined_on
        from network.partner p where {where} order by {order} limit {limit} offset {skip}
        """,
        where.Values,
        row => new PartnerRow(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Named<PartnerState>(4), row.Day(5)),
        ct);

    private static SqlFilter Matching(string? search) => search switch
    {
        null => new("true"),
        // The beginning of a number is looked up by number: all of them have most of their parts in common.
        _ when NumberBegins().IsMatch(search) => new("p.number >= $1 and p.number < $2", search, search + ":"),
        _ => new("p.id in (select network.partner_like($1))", Search.Pattern(search)),
    };

    [GeneratedRegex("^P-[0-9]{4}-[0-9]*$")]
    private static partial Regex NumberBegins();
}
