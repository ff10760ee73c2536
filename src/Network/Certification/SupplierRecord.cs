using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network.Certification;

/// <summary>Bank data by which the vendor's purchasing knows a company already (供应商认证信息); no partner sees it.</summary>
internal sealed class SupplierRecord
{
    /// <summary>Where account numbers are sealed.</summary>
    public static readonly SealedColumn AccountColumn = new("network.supplier_record", "account");

    public Guid Id { get; init; }

    /// <summary>The company's USCC.</summary>
    public required string Code { get; init; }

    public required string Holder { get; init; }

    public required string Bank { get; init; }

    /// <summary>The account number, sealed.</summary>
    [Platform.Audit.Secret]
    public required string Account { get; init; }

    public required string LastFour { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    public required string EnteredBy { get; init; }

    /// <summary>When another took its place.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A supplier record as it is entered or imported.</summary>
/// <param name="Code">The company's USCC.</param>
/// <param name="Holder">In whose name the account is.</param>
/// <param name="Bank">The bank.</param>
/// <param name="Number">The account number.</param>
internal sealed record SupplierLine(string? Code, string? Holder, string? Bank, string? Number);

/// <summary>A supplier record as pages and API show it.</summary>
internal sealed record SupplierRow(Guid Id, string Code, string Holder, string Bank, string LastFour, DateTimeOffset EnteredAt, string EnteredBy);

/// <summary>The supplier records: entered by the vendor's operations, asked before a bank account is tried (R6.2.9).</summary>
internal sealed class SupplierRecords(NetworkDb db, Vault vault, BusinessDay businessDay)
{
    private const int Most = 1000;

    /// <summary>Those that count, the newest first.</summary>
    public Task<List<SupplierRow>> All(Actor by, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(NetworkModule.SupplierRecords);
        return db.SupplierRecords.AsNoTracking().Where(r => r.EndedAt == null).OrderByDescending(r => r.Id).Slice(skip, limit)
            .Select(r => new SupplierRow(r.Id, r.Code, r.Holder, r.Bank, r.LastFour, r.EnteredAt, r.EnteredBy)).ToListAsync(ct);
    }

    /// <summary>Enters many, all or none; what is known already is not entered twice.</summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="Refusal"><c>supplier.list-length</c>, <c>supplier.line</c> with its number and what is wrong with it, at Lines.</exception>
    public async Task<int> Enter(IReadOnlyList<SupplierLine> lines, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.SupplierRecords);
        if (lines.Count is 0 or > Most)
        {
            throw new Refusal("supplier.list-length", Most) { Field = "Lines" };
        }

        await db.Unit.InTurn("supplier records", ct);
        var added = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var (code, holder, bank, account) = Read(lines[i], i + 1);
            var known = await db.SupplierRecords.Where(r => r.Code == code && r.EndedAt == null).ToListAsync(ct);
            if (!known.Concat(db.SupplierRecords.Local).Any(r => r.Code == code && r.EndedAt is null && Is(r, holder, bank, account)))
            {
                Add(code, holder, bank, account, by.Name);
                added++;
            }
        }

        await db.Save(by, "network.enter-supplier-records", ct);
        return added;
    }

    /// <summary>Whether the records of a company hold other bank data than it gave, and none the same.</summary>
    internal async Task<bool> Contradict(BankCertification certification, CancellationToken ct)
    {
        var known = await db.SupplierRecords.AsNoTracking().Where(r => r.Code == certification.Code && r.EndedAt == null).ToListAsync(ct);
        return known.Count > 0 && !known.Exists(r => Is(r, certification.Holder, certification.Bank, certification.AccountOf(vault)));
    }

    /// <summary>A stamped letter was accepted: from now on the records say what it says.</summary>
    internal async Task Follow(BankCertification certification, string decidedBy, CancellationToken ct)
    {
        foreach (var earlier in await db.SupplierRecords.Where(r => r.Code == certification.Code && r.EndedAt == null).ToListAsync(ct))
        {
            earlier.EndedAt = businessDay.Now;
        }

        Add(certification.Code, certification.Holder, certification.Bank, certification.AccountOf(vault), decidedBy);
    }

    private static (string Code, string Holder, string Bank, string Account) Read(SupplierLine? line, int number)
    {
        try
        {
            var code = Input.Text(line?.Code, nameof(SupplierLine.Code), 18).ToUpperInvariant();
            Uscc.Check(code, nameof(SupplierLine.Code));
            return (code, Input.Text(line?.Holder, nameof(SupplierLine.Holder)), Input.Text(line?.Bank, nameof(SupplierLine.Bank)),
                CertifyCompany.Compact(line?.Number, nameof(SupplierLine.Number), CertifyCompany.AccountForm(), "certification.account-number"));
        }
        catch (Refusal wrong)
        {
            throw new Refusal("supplier.line", number, wrong.Field ?? "") { Field = "Lines" };
        }
    }

    private bool Is(SupplierRecord record, string holder, string bank, string account) =>
        record.Holder == holder && record.Bank == bank && vault.Open(record.Account, SupplierRecord.AccountColumn.Place, record.Id) == account;

    private void Add(string code, string holder, string bank, string account, string by)
    {
        var id = Guid.CreateVersion7();
        db.SupplierRecords.Add(new()
        {
            Id = id,
            Code = code,
            Holder = holder,
            Bank = bank,
            Account = vault.Seal(account, SupplierRecord.AccountColumn.Place, id),
            LastFour = account[^4..],
            EnteredAt = businessDay.Now,
            EnteredBy = by,
        });
    }
}
