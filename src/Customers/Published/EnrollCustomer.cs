using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Customers.Published;

/// <summary>
/// The vendor's operations enter a customer that exists elsewhere already, such as a sub-account in a usage file, as a partner's from
/// a given instant on.
/// </summary>
public sealed class EnrollCustomer(CustomersDb db, BeginAssociation begin, BusinessDay businessDay)
{
    /// <summary>Enters it; a customer of that number that is the partner's already stays as it is.</summary>
    /// <exception cref="Refusal"><c>customer.other-partner</c>: another partner has it at that time.</exception>
    public async Task<Guid> Run(
        Guid partner, string number, string name, AssociationMode mode, DateTimeOffset from, Actor by, CancellationToken ct = default)
    {
        var customer = await db.Customers.SingleOrDefaultAsync(c => c.Number == number, ct);
        if (customer is not null)
        {
            var at = await db.Associations.SingleOrDefaultAsync(a => a.CustomerId == customer.Id && (a.ToAt == null || a.ToAt > from), ct);
            return at?.PartnerId == partner && at.FromAt <= from
                ? customer.Id
                : throw new Refusal("customer.other-partner", number);
        }

        customer = new() { Id = Guid.CreateVersion7(), Number = number, Name = name, CreatedAt = businessDay.Now };
        db.Customers.Add(customer);
        await begin.Run(customer, partner, mode, ChangeOrigin.Vendor, from, by.Name, ct);
        await db.Save(by, "customers.enroll", ct);
        return customer.Id;
    }
}
