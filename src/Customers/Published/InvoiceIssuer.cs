using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Database;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Customers.Published;

/// <summary>Whose invoices a customer gets.</summary>
public enum InvoiceSource
{
    /// <summary>The vendor's: it deals with the vendor, by itself or by referral.</summary>
    [Words("云厂商", "The vendor")]
    Vendor,

    /// <summary>Those of the partner that resells to it.</summary>
    [Words("合作伙伴", "The partner")]
    Partner,

    /// <summary>Those of the distributor of the reseller that resells to it.</summary>
    [Words("总经销商", "The distributor")]
    Distributor,
}

/// <summary>Who issues the invoices for a customer's consumption.</summary>
/// <param name="Source">What it is.</param>
/// <param name="Partner">The partner or distributor; null for the vendor.</param>
/// <param name="Name">Its company; for the vendor the entity that signs.</param>
public sealed record Issuer(InvoiceSource Source, Guid? Partner, string Name);

/// <summary>
/// Who issues the invoices for what a customer consumed on a day: its partner in resale, but a reseller's distributor in its place
/// (R12.2.4), and the vendor for all others.
/// </summary>
public sealed class InvoiceIssuer(
    UnitOfWork unit, Associations associations, Memberships memberships, Partners partners, SigningEntities entities)
{
    /// <summary>The issuer, by how the customer is associated at the end of the day.</summary>
    /// <param name="customer">Within the reader's walls.</param>
    /// <param name="day">At GMT+08:00.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Issuer> Of(Guid customer, DateOnly day, CancellationToken ct = default)
    {
        var association = await associations.At(customer, BusinessDay.StartOf(day.AddDays(1)).AddTicks(-10), ct);
        // Who the partner's distributor is lies behind walls; a customer's own invoices name it all the same.
        await using var wide = await unit.AcrossWalls(ct);
        if (association is not { Mode: AssociationMode.Resale, Partner: var partner })
        {
            var signed = association is null ? null : await entities.Of(association.Partner, ct);
            return new(InvoiceSource.Vendor, null, (signed ?? entities.Present).Name);
        }

        var distributor = (await memberships.Of(partner, day, ct)).Find(m => m.Program == PartnerProgram.Reseller)?.Distributor;
        var issuer = distributor ?? partner;
        return new(
            distributor is null ? InvoiceSource.Partner : InvoiceSource.Distributor, issuer, (await partners.Find(issuer, ct))?.CompanyName ?? "");
    }
}
