using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Customers;

/// <summary>How many customers a partner has, for its score card.</summary>
internal sealed class CustomerScore(CustomersDb db) : IScoreSource
{
    public string Code => "customers";

    public LocalText Name { get; } = new("关联客户数", "Present customers");

    public async Task<decimal> Value(Guid partner, int year, CancellationToken ct) =>
        await db.Associations.CountAsync(a => a.PartnerId == partner && a.ToAt == null, ct);
}
