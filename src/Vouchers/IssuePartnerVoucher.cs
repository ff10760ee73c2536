using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Vouchers;

/// <summary>The vendor gives a partner a voucher that its bill uses up (R12.1.6.12), for all its customers or for one.</summary>
public sealed class IssuePartnerVoucher(
    UnitOfWork unit, Partners partners, Associations associations, Numbers numbers, BusinessDay businessDay)
{
    /// <summary>Issues it.</summary>
    /// <param name="partnerNumber">P-2026-000001.</param>
    /// <param name="customer">The only customer whose lines it pays; null for all.</param>
    /// <param name="face">As written: above zero, at most two decimals.</param>
    /// <param name="validFrom">First day, GMT+08:00.</param>
    /// <param name="validTo">Last day, included.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="Refusal"><c>voucher.no-partner</c>, <c>voucher.no-customer</c>, <c>voucher.dates</c>, and refusals of the amount.</exception>
    public async Task<string> Run(
        string? partnerNumber, Guid? customer, string? face, DateOnly validFrom, DateOnly validTo, string? reason, Actor by,
        CancellationToken ct = default)
    {
        by.Need(VouchersModule.Issue);
        var money = Money.ParsePayable(face, Currency.Cny, "Face");
        var words = Input.Text(reason, "Reason");
        if (validTo < validFrom)
        {
            throw new Refusal("voucher.dates") { Field = "ValidTo" };
        }

        var partner = await partners.ByNumber(partnerNumber?.Trim() ?? "", ct)
            ?? throw new Refusal("voucher.no-partner", partnerNumber ?? "") { Field = "Partner" };
        if (customer is not null && await associations.Now(partner.Id, customer.Value, ct) is null)
        {
            throw new Refusal("voucher.no-customer") { Field = "Customer" };
        }

        var id = Guid.CreateVersion7();
        var number = await numbers.Next("PV", ct);
        await using var insert = unit.Command(
            "insert into vouchers.partner_voucher values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            id, number, partner.Id, customer, money.Amount, words, validFrom, validTo, businessDay.Now, by.Name);
        insert.Parameters[3].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
        await insert.ExecuteNonQueryAsync(ct);
        unit.Record(partner.Id, $"vouchers.partner_voucher/{id}", new { number, face = money.ToString(), customer, validFrom, validTo });
        await unit.Save(by, "vouchers.issue", ct);
        return number;
    }
}
