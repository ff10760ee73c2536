using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Ui;

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
internal sealed record StaffFilter(string? Search = null, string? Path = null, Guid? Partner = null);

/// <summary>The people bound to partners, read from the database page by page: a site has some hundred thousand.</summary>
internal sealed class StaffDirectory(OrganizationDb db, BusinessDay businessDay)
{
    /// <summary>The staff of the actor's partner, as ordered by a column.</summary>
    public async Task<List<StaffRow>> Own(string? search, string? sort, int skip, int limit, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        var rows = Columns("name").Apply(Bound(new(search, null, by.PartnerId)), sort).ThenBy(b => b.Id);
        return await Counted(await Read(rows.Skip(skip).Take(limit), ct), ct);
    }

    /// <summary>One of the staff of the actor's partner, or null.</summary>
    public async Task<StaffRow?> Find(Guid account, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        return (await Counted(await Read(Bound(new(Partner: by.PartnerId)).Where(b => b.AccountId == account), ct), ct)).SingleOrDefault();
    }

    /// <summary>The staff of all partners in the reach of one of the vendor's people, the newest first unless a column says otherwise.</summary>
    public Task<List<PartnerStaffRow>> All(StaffFilter filter, string? sort, int skip, int limit, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.SeeStaff);
        return Read(Columns("since").Apply(Bound(filter), sort).ThenByDescending(b => b.AccountId).Skip(skip).Take(limit), ct);
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
        var rows = Bound(filter);
        if (after is not null)
        {
            var (at, account) = ReadKey(after);
            rows = rows.Where(b => b.FromAt < at || (b.FromAt == at && b.AccountId.CompareTo(account) < 0));
        }

        return Read(rows.OrderByDescending(b => b.FromAt).ThenByDescending(b => b.AccountId).Take(limit), ct);
    }

    /// <summary>Where a row stands in <see cref="After"/>.</summary>
    public static string Key(PartnerStaffRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.Since.UtcTicks}/{row.Account:n}");

    private static (DateTimeOffset At, Guid Account) ReadKey(string key) =>
        key.Split('/') is [var ticks, var account] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
            && at is >= 0 and < 3_155_378_975_999_999_999 && Guid.TryParseExact(account, "n", out var id)
            ? (new DateTimeOffset(at, TimeSpan.Zero), id)
            : throw new Refusal("request.cursor") { Field = "cursor" };

    /// <summary>What lists are ordered by; the first decides where nobody chose.</summary>
    private Sorting<Binding> Columns(string first)
    {
        var today = businessDay.Today;
        var name = new Sorting<Binding>
        {
            { "name", b => b.PersonName }, { "email", b => b.PersonEmail }, { "since", b => b.FromAt },
            {
                "certificates",
                b => db.Certificates.Count(c => c.AccountId == b.AccountId && c.DeletedAt == null && c.State == CertificateState.Valid
                    && (c.ValidUntil == null || c.ValidUntil >= today))
            },
            { "path", b => db.Specialists.Where(s => s.AccountId == b.AccountId && Specialist.Standing.Contains(s.State)).Select(s => s.Path).FirstOrDefault() },
        };
        return first == "name" ? name : new() { { "since", b => b.FromAt, true }, { "name", b => b.PersonName }, { "email", b => b.PersonEmail } };
    }

    private IQueryable<Binding> Bound(StaffFilter filter)
    {
        var rows = db.Bindings.AsNoTracking().Where(b => b.ToAt == null);
        if (filter.Partner is { } partner)
        {
            rows = rows.Where(b => b.PartnerId == partner);
        }

        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var search = filter.Search;
            rows = rows.Where(b => db.Holding("organization.binding", search).Contains(b.Id));
        }

        return filter.Path is not { } path
            ? rows
            : rows.Where(b => db.Specialists.Any(s => s.AccountId == b.AccountId && s.Path == path && Specialist.Standing.Contains(s.State)));
    }

    private async Task<List<PartnerStaffRow>> Read(IQueryable<Binding> page, CancellationToken ct)
    {
        var standing = db.Specialists.Where(s => Specialist.Standing.Contains(s.State));
        return await (from b in page
                      join p in db.PartnerNames on b.PartnerId equals p.Id
                      join s in standing on b.AccountId equals s.AccountId into found
                      from s in found.DefaultIfEmpty()
                      select new PartnerStaffRow(
                          b.PartnerId, p.Number, p.CompanyName, b.AccountId, b.PersonName, b.PersonEmail, b.FromAt,
                          s == null ? null : s.Path, s == null ? null : (SpecialistState?)s.State)).ToListAsync(ct);
    }

    /// <summary>
    /// With the certificates of the people on the page, asked for apart: as a part of the first question they would be counted for everybody
    /// before the page too, and take longer to plan than both take to run.
    /// </summary>
    private async Task<List<StaffRow>> Counted(List<PartnerStaffRow> rows, CancellationToken ct)
    {
        var (accounts, today) = (rows.ConvertAll(r => r.Account), businessDay.Today);
        var certificates = await db.Certificates.AsNoTracking()
            .Where(c => accounts.Contains(c.AccountId) && c.DeletedAt == null && c.State == CertificateState.Valid && (c.ValidUntil == null || c.ValidUntil >= today))
            .GroupBy(c => c.AccountId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(c => c.Key, c => c.Count, ct);
        return rows.ConvertAll(r => new StaffRow(r.Account, r.Name, r.Email, r.Since, certificates.GetValueOrDefault(r.Account), r.Path, r.State));
    }
}
