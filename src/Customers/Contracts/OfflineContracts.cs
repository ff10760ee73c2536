using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Customers.Contracts;

/// <summary>An offline contract as its distributor sees it; the reseller sees all of it but the file.</summary>
public sealed record ContractRow(
    Guid Id, string Code, string Customer, string Reseller, ContractState State, DateOnly SignedOn, DateOnly? EndedOn, DateTimeOffset KeptAt, string KeptBy);

/// <summary>A customer of one of a distributor's resellers, to choose from.</summary>
public sealed record ResellerCustomer(Guid Customer, string Number, string Name, Guid Reseller, string ResellerName);

/// <summary>The offline contracts of resellers' customers, which their distributors keep (R12.3.11).</summary>
internal sealed class OfflineContracts(
    CustomersDb db, Memberships memberships, Associations associations, Partners partners, DocumentStore documents, BusinessDay businessDay)
{
    /// <summary>The distributor's own, the newest first.</summary>
    /// <param name="search">Part of a contract code; null for all.</param>
    /// <param name="state">Only those in it; null for all.</param>
    /// <param name="by">Whose.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<ContractRow>> Own(string? search, ContractState? state, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Contracts);
        var (partner, wanted) = (by.PartnerId, search?.Trim() ?? "");
        var rows = await Rows(db.Contracts.Where(c => c.PartnerId == partner && (state == null || c.State == state))).ToListAsync(ct);
        return rows.FindAll(row => row.Code.Contains(wanted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The file of one of the distributor's own; null if it has none with that id.</summary>
    public async Task<(Document Document, Stream Content)?> File(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Contracts);
        var partner = by.PartnerId;
        return await db.Contracts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.PartnerId == partner, ct) is { } contract
            ? await documents.Open(contract.DocumentId, by, ct)
            : null;
    }

    /// <summary>The present customers of the distributor's resellers, by reseller and number.</summary>
    public async Task<List<ResellerCustomer>> Choices(Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Contracts);
        var resellers = await memberships.ResellersOf(by.PartnerId, businessDay.Today, ct);
        // They are the distributor's own resellers; their customers lie behind their walls.
        await using var wide = await db.Unit.AcrossWalls(ct);
        var choices = new List<ResellerCustomer>();
        foreach (var reseller in resellers)
        {
            var name = (await partners.Find(reseller, ct))?.CompanyName ?? "";
            choices.AddRange((await associations.Present(reseller, ct)).Select(a => new ResellerCustomer(a.Customer, a.Number, a.Name, reseller, name)));
        }

        return [.. choices.OrderBy(c => c.ResellerName, StringComparer.Ordinal).ThenBy(c => c.Number, StringComparer.Ordinal)];
    }

    /// <summary>Who keeps the contracts of one of the actor's own customers, and which there are: for resellers; nobody for all others.</summary>
    public async Task<(string? Keeper, List<ContractRow> Contracts)> OfCustomer(Guid customer, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.See);
        var reseller = by.PartnerId;
        if ((await memberships.Of(reseller, businessDay.Today, ct)).Find(m => m.Program == PartnerProgram.Reseller)?.Distributor is not { } distributor)
        {
            return (null, []);
        }

        // A customer that the actor's people do not see has no contracts for them either.
        if (await associations.Now(reseller, customer, ct) is null)
        {
            return (null, []);
        }

        var rows = await Rows(db.Contracts.Where(c => c.ResellerId == reseller && c.CustomerId == customer)).ToListAsync(ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        return ((await partners.Find(distributor, ct))?.CompanyName, rows);
    }

    private static IQueryable<ContractRow> Rows(IQueryable<OfflineContract> contracts) => contracts.AsNoTracking()
        .OrderByDescending(c => c.SignedOn).ThenBy(c => c.Code)
        .Select(c => new ContractRow(c.Id, c.Code, c.CustomerName, c.ResellerName, c.State, c.SignedOn, c.EndedOn, c.KeptAt, c.KeptBy));
}
