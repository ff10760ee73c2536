using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Organization.Specialists;

/// <summary>One of a partner's staff.</summary>
/// <param name="Account">The personal account.</param>
/// <param name="Name">What the person is called.</param>
/// <param name="Email">The account's name.</param>
/// <param name="Since">Since when it is bound, UTC.</param>
/// <param name="Certificates">How many of its certificates count today.</param>
/// <param name="Path">The code of the path that it is a specialist of, or null.</param>
/// <param name="State">How it stands as a specialist, or null.</param>
internal sealed record StaffRow(Guid Account, string Name, string Email, DateTimeOffset Since, int Certificates, string? Path, SpecialistState? State);

/// <summary>One of somebody's staff, for the vendor.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="PartnerNumber">Its number.</param>
/// <param name="Company">Its company.</param>
/// <param name="Account">The personal account.</param>
/// <param name="Name">What the person is called.</param>
/// <param name="Email">The account's name.</param>
/// <param name="Since">Since when it is bound, UTC.</param>
/// <param name="Path">The code of the path that it is a specialist of, or null.</param>
/// <param name="State">How it stands as a specialist, or null.</param>
internal sealed record PartnerStaffRow(
    Guid Partner, string PartnerNumber, string Company, Guid Account, string Name, string Email, DateTimeOffset Since, string? Path, SpecialistState? State);

/// <summary>What of a list of staff is wanted.</summary>
/// <param name="Search">A part of the name or the account; null for everybody.</param>
/// <param name="Path">Specialists of this path only; null for everybody.</param>
/// <param name="Partner">People of this partner only; null for those of everybody in reach.</param>
/// <param name="Account">This person only; null for everybody.</param>
internal sealed record StaffFilter(string? Search = null, string? Path = null, Guid? Partner = null, Guid? Account = null);

/// <summary>
/// The people bound to partners, read from the database page by page: a site has some hundred thousand. In plain SQL, for what the
/// vendor's people open most is not to wait for a question to be translated.
/// </summary>
internal sealed class StaffDirectory(OrganizationDb db, BusinessDay businessDay)
{
    /// <summary>The staff of the actor's partner, as ordered by a column.</summary>
    public async Task<List<StaffRow>> Own(string? search, string? sort, int skip, int limit, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        return await Counted(await Read(new(search, null, by.PartnerId), null, Columns.Order(sort) + "b.person_name, b.id", skip, limit, ct), ct);
    }

    /// <summary>One of the staff of the actor's partner, or null.</summary>
    public async Task<StaffRow?> Find(Guid account, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        return (await Counted(await Read(new(Partner: by.PartnerId, Account: account), null, "b.id", 0, 1, ct), ct)).SingleOrDefault();
    }

    /// <summary>The staff of all partners in the reach of one of the vendor's people, the newest first unless a column says otherwise.</summary>
    public Task<List<PartnerStaffRow>> All(StaffFilter filter, string? sort, int skip, int limit, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.SeeStaff);
        return Read(filter, null, Columns.Order(sort) + "b.from_at desc, b.account_id desc", skip, limit, ct);
    }

    /// <summary>The same after a row, the newest first.</summary>
    /// <param name="filter">Of whom.</param>
    /// <param name="after">What <see cref="Key"/> says of the last row; null to begin.</param>
    /// <param name="limit">How many.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>request.cursor</c></exception>
    public Task<List<PartnerStaffRow>> After(StaffFilter filter, string? after, int limit, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.SeeStaff);
        return Read(filter, after is null ? null : ReadKey(after), "b.from_at desc, b.account_id desc", 0, limit, ct);
    }

    /// <summary>Where a row stands in <see cref="After"/>.</summary>
    public static string Key(PartnerStaffRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.Since.UtcTicks}/{row.Account:n}");

    private static (DateTimeOffset At, Guid Account) ReadKey(string key) =>
        key.Split('/') is [var ticks, var account] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
            && at is >= 0 and < 3_155_378_975_999_999_999 && Guid.TryParseExact(account, "n", out var id)
            ? (new DateTimeOffset(at, TimeSpan.Zero), id)
            : throw new Refusal("request.cursor") { Field = "cursor" };

    private SqlColumns Columns => new()
    {
        ["name"] = "b.person_name",
        ["email"] = "b.person_email",
        ["since"] = "b.from_at",
        ["path"] = "b.specialist_path",
        ["certificates"] = string.Create(CultureInfo.InvariantCulture, $"""
            (select count(*) from organization.person_certificate c where c.account_id = b.account_id and c.deleted_at is null
             and c.state = 'Valid' and (c.valid_until is null or c.valid_until >= date '{businessDay.Today:yyyy-MM-dd}'))
            """),
    };

    private Task<List<PartnerStaffRow>> Read(
        StaffFilter filter, (DateTimeOffset At, Guid Account)? after, string order, int skip, int limit, CancellationToken ct)
    {
        var where = new SqlFilter("b.to_at is null");
        if (filter.Partner is { } partner)
        {
            where.And("b.partner_id = {0}", partner);
        }

        if (filter.Account is { } account)
        {
            where.And("b.account_id = {0}", account);
        }

        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            where.And("b.id in (select organization.binding_like({0}))", Search.Pattern(filter.Search));
        }

        if (filter.Path is { } path)
        {
            where.And("b.specialist_path = {0}", path);
        }

        if (after is var (at, last))
        {
            where.And("(b.from_at, b.account_id) < ({0}, {1})", at, last);
        }

        return db.Unit.Rows(
            $"""
            select b.partner_id, p.number, p.company_name, b.account_id, b.person_name, b.person_email, b.from_at, b.specialist_path, b.specialist_state
            from (select * from organization.binding b where {where} order by {order} limit {limit} offset {skip}) b
            join network.pub_partner p on p.id = b.partner_id order by {order}
            """,
            where.Values,
            row => new PartnerStaffRow(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetGuid(3), row.GetString(4), row.GetString(5),
                row.GetFieldValue<DateTimeOffset>(6), row.Text(7), row.IsDBNull(8) ? null : row.Named<SpecialistState>(8)),
            ct);
    }

    /// <summary>With the certificates of the people on the page, asked for apart: else they would be counted for everybody before the page too.</summary>
    private async Task<List<StaffRow>> Counted(List<PartnerStaffRow> rows, CancellationToken ct)
    {
        var (accounts, today) = (rows.ConvertAll(r => r.Account), businessDay.Today);
        var certificates = await db.Certificates.AsNoTracking()
            .Where(c => accounts.Contains(c.AccountId) && c.DeletedAt == null && c.State == CertificateState.Valid && (c.ValidUntil == null || c.ValidUntil >= today))
            .GroupBy(c => c.AccountId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(c => c.Key, c => c.Count, ct);
        return rows.ConvertAll(r => new StaffRow(r.Account, r.Name, r.Email, r.Since, certificates.GetValueOrDefault(r.Account), r.Path, r.State));
    }
}
