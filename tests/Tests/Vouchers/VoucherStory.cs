using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Tests.Vouchers;

/// <summary>How quotas and vouchers come about in a test, from 2 September 2024 to the end of that year unless said otherwise.</summary>
internal static class VoucherStory
{
    public static readonly DateOnly First = new(2024, 9, 1);

    public static readonly DateOnly Last = new(2024, 12, 31);

    public static async Task<Guid> Quota(
        this World world, Actor partner, string amount, VoucherSort sort = VoucherSort.Voucher, LimitsForm? limits = null, string? customer = null,
        DateOnly? to = null, Guid? id = null)
    {
        var (manager, number) = (await world.Staff(Role.EcosystemManager), (await world.View(partner)).Number);
        var quota = id ?? Guid.NewGuid();
        await world.Use((GiveQuota give) =>
            give.Run(quota, new(number, sort, amount, customer, First, to ?? Last, limits ?? LimitsForm.None, "拓展支持"), manager));
        return quota;
    }

    public static async Task<Guid> Issue(
        this World world, Actor partner, Guid quota, Guid customer, string face, LimitsForm? limits = null, DateOnly? to = null, Guid? id = null)
    {
        var voucher = id ?? Guid.NewGuid();
        await world.Use((IssueVoucher issue) => issue.Run(voucher, new(quota, customer, face, null, to, limits ?? LimitsForm.None, "新客支持"), partner));
        return voucher;
    }

    public static async Task<Guid> VendorIssues(
        this World world, string customer, string face, VoucherSort sort = VoucherSort.Voucher, LimitsForm? limits = null, DateOnly? to = null)
    {
        var (manager, voucher) = (await world.Staff(Role.EcosystemManager), Guid.NewGuid());
        await world.Use((IssueVendorVoucher issue) =>
            issue.Run(voucher, new(customer, sort, face, First, to ?? Last, limits ?? LimitsForm.None, "活动"), manager));
        return voucher;
    }

    /// <summary>The customer itself.</summary>
    public static Actor AsCustomer(Guid customer, Guid? partner = null) => new(
        Guid.NewGuid(), "客户", ActorKind.Customer, null, customer, new HashSet<string> { VouchersModule.Own })
    {
        Reach = new(false, partner is { } one ? [one] : [], customer),
    };

    public static VoucherOrder Order(Guid customer, decimal amount, PurchaseType type = PurchaseType.Period, string product = "ecs", bool renewal = false) =>
        new(customer, type, product, Money.Cny(amount), renewal);

    /// <summary>Pays a part of an order by a voucher, as the customer does.</summary>
    public static Task Pay(this World world, Guid use, Guid voucher, VoucherOrder order, decimal amount) => world.Use(async (IServiceProvider scope) =>
    {
        var by = AsCustomer(order.Customer);
        await scope.GetRequiredService<OrderVouchers>().Use(use, voucher, order, Money.Cny(amount), by, default);
        await scope.GetRequiredService<UnitOfWork>().Save(by, "test.pay");
    });

    public static Task Refund(this World world, Guid use, RefundCause cause, decimal amount, Guid customer) => world.Use(async (IServiceProvider scope) =>
    {
        var by = AsCustomer(customer);
        await scope.GetRequiredService<OrderVouchers>().GiveBack(use, cause, Money.Cny(amount), by, default);
        await scope.GetRequiredService<UnitOfWork>().Save(by, "test.refund");
    });

    /// <summary>The association changes as if both sides had agreed.</summary>
    public static Task Changes(this World world, Actor partner, Guid customer, AssociationMode from, AssociationMode? to) => world.Use(async (UnitOfWork unit) =>
    {
        unit.Publish(new AssociationChanged(Guid.CreateVersion7(), partner.PartnerId, customer, "客户", from, to, partner.Account, partner.Name));
        await unit.Save(partner, "test.change");
    });

    public static Task<decimal> LeftOfQuota(this World world, Guid quota) => world.Scalar<decimal>($"select remaining from vouchers.quota where id = '{quota}'");

    public static Task<decimal> LeftOfVoucher(this World world, Guid voucher) =>
        world.Scalar<decimal>($"select remaining from vouchers.customer_voucher where id = '{voucher}'");

    public static Task<string> StateOf(this World world, Guid voucher) => world.Scalar<string>($"select state from vouchers.customer_voucher where id = '{voucher}'");

    /// <summary>Whether each quota holds what its entries add up to.</summary>
    public static async Task<bool> Balanced(this World world) => await world.Scalar<long>("""
        select count(*) from vouchers.quota q
        where remaining <> coalesce((select sum(amount) from vouchers.quota_entry e where e.quota_id = q.id), 0)
        """) == 0;

    public static async Task<string> No(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    /// <summary>Does all of it at the same time.</summary>
    /// <returns>The codes of those that were refused.</returns>
    public static async Task<List<string>> AtOnce(int times, Func<int, Task> work)
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, times).Select(n => Task.Run(async () =>
        {
            try
            {
                await work(n);
                return null;
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        })));
        return [.. codes.OfType<string>()];
    }
}
