using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;

namespace PartnerCenter.Customers.Cancelling;

/// <summary>A customer leaves its partner before it cancels its account, and a master cancels its sub accounts first.</summary>
internal sealed class AssociationGuard(CustomersDb db) : ICustomerCancellationGuard
{
    public async Task<IReadOnlyList<Obstacle>> Before(Guid customer, CancellationToken ct)
    {
        var obstacles = new List<Obstacle>();
        var holder = await db.Customers.Where(c => c.Id == customer).Select(c => c.Custody ? c.MasterId!.Value : c.Id).SingleAsync(ct);
        if (await db.Associations.AnyAsync(a => a.CustomerId == holder && a.ToAt == null, ct))
        {
            obstacles.Add(holder == customer
                ? new(new("您仍关联合作伙伴。", "You still have a partner."), new("请先在“我的合作伙伴”解除关联。", "Leave it first under My partner."))
                : new(new("企业主账号仍关联合作伙伴。", "The master account still has a partner."), new("请企业主账号先解除关联。", "The master account leaves it first.")));
        }

        if (await db.Customers.CountAsync(c => c.MasterId == customer && c.CancelledAt == null, ct) is > 0 and var subs)
        {
            obstacles.Add(new(new($"您有 {subs} 个企业子账号。", $"You have {subs} sub accounts."), new("请先注销企业子账号。", "They cancel theirs first.")));
        }

        return obstacles;
    }
}
