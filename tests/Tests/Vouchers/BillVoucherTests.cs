using PartnerCenter.Billing.Bills;
using PartnerCenter.Billing.Verify;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.Published;
using static PartnerCenter.Tests.Vouchers.VoucherStory;

namespace PartnerCenter.Tests.Vouchers;

/// <summary>Vouchers that are set against a partner's bill: what they pay first, and what gives them back.</summary>
public sealed class BillVoucherTests(TestServer server)
{
    private const string Header = "charge_id,customer,charge_type,order_type,billing_mode,product_type,product,transaction_at,"
        + "usage,size,per,unit_price,official,discount,voucher,cash_coupon,coupon_counts,stored_value,arrears\n";

    private static readonly Month August = new(2024, 8);

    /// <summary>August is billed: the purchase of 100 took 30 from the voucher of one customer and 50 from the free one, which are used up.</summary>
    private static async Task<(World World, Actor Partner, Actor Manager)> Billed(TestServer server)
    {
        var world = await World.New(server);
        world.At(2024, 7, 2);
        var (partner, manager) = (await world.Partner("账单券科技"), await world.Staff(Role.EcosystemManager));
        var first = await world.Customer(partner, "C-1");
        await world.Customer(partner, "C-2");
        var number = (await world.View(partner)).Number;
        await world.Use((IssuePartnerVoucher issue) => issue.Run(number, null, "60.00", new(2024, 7, 1), new(2024, 12, 31), "free", manager));
        await world.Use((IssuePartnerVoucher issue) => issue.Run(number, first, "30.00", new(2024, 7, 1), new(2024, 12, 31), "restricted", manager));
        world.At(2024, 9, 2);
        await world.ImportText(Header + """
            late,C-2,consumption,purchase,period,compute,ecs,2024-08-20T00:00:00Z,,,,,40,0,,,,,
            buy,C-1,consumption,purchase,period,compute,ecs,2024-08-05T00:00:00Z,,,,,80,0,,,,,
            early,C-2,consumption,purchase,period,compute,ecs,2024-08-03T00:00:00Z,,,,,10,0,,,,,
            back,C-1,refund,unsubscription,period,compute,ecs,2024-08-25T00:00:00Z,,,,,-80,0,,,,,
            less,C-2,refund,change,period,compute,ecs,2024-08-26T00:00:00Z,,,,,-5,0,,,,,

            """);
        await world.Close("2024-08");
        return (world, partner, manager);
    }

    private static async Task Restore(World world, Actor partner, Actor manager, RefundCause cause, string amount, string charge = "buy", Guid? id = null)
    {
        var number = (await world.View(partner)).Number;
        await world.Use((RestoreVouchers restore) => restore.Run(id ?? Guid.NewGuid(), new(number, "2024-08", charge, cause, amount, "客服核实"), manager));
    }

    private static async Task<decimal> Next(World world, Actor partner, string customer, decimal amount)
    {
        world.At(2024, 10, 2);
        await world.ImportText(Header + $"next,{customer},consumption,purchase,period,compute,ecs,2024-09-05T00:00:00Z,,,,,{amount},0,,,,,\n");
        await world.Close("2024-09");
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August.Next))).Clean);
        return (await world.Use((BillLists bills) => bills.Bill(partner, August.Next)))!.PartnerVoucher;
    }

    [Fact, Rule("R12.1.6.12")]
    public async Task Lines_are_matched_by_time_with_the_customers_own_voucher_first_and_refunds_restore_nothing()
    {
        var (world, partner, manager) = await Billed(server);
        await using var _ = world;

        // 10 of the early line from the free voucher; then 30 of the customer's own and 50 more of the free one; nothing for the late line.
        var taken = await world.Use((BillLists bills) => bills.Items(partner, August, "customer", null));
        Assert.Equal([("C-1", 80m), ("C-2", 10m)], taken.Select(row => (row.Name, row.PartnerVoucher)).Order());
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August))).Clean);
        foreach (var cause in new[] { RefundCause.Unsubscribed, RefundCause.Downgrade })
        {
            Assert.Equal("voucher.not-restored", await No(() => Restore(world, partner, manager, cause, "10.00")));
        }

        Assert.Equal(0m, await Next(world, partner, "C-1", 100));
    }

    [Theory, Rule("R12.1.6.12")]
    [InlineData(RefundCause.NeverTookEffect)]
    [InlineData(RefundCause.FailedProvisioning)]
    [InlineData(RefundCause.RenewalNotBegun)]
    public async Task What_never_took_effect_comes_back_once_and_pays_the_next_bill(RefundCause cause)
    {
        var (world, partner, manager) = await Billed(server);
        await using var _ = world;
        var id = Guid.NewGuid();

        await Restore(world, partner, manager, cause, "60.00", id: id);
        await Restore(world, partner, manager, cause, "60.00", id: id);
        Assert.Equal("idempotency.other-content", await No(() => Restore(world, partner, manager, cause, "61.00", id: id)));
        Assert.Equal("voucher.more-than-paid", await No(() => Restore(world, partner, manager, cause, "20.01")));
        Assert.Equal("billing.no-voucher-line", await No(() => Restore(world, partner, manager, cause, "1.00", "late")));
        Assert.Equal("access.denied", await No(() => Restore(world, partner, partner, cause, "1.00")));

        // The free voucher, matched last, has its 50 again and the customer's own 10 of 30: of another customer's line the free one alone pays.
        Assert.Equal([(30m, 20m), (60m, 10m)], (await world.Use((VoucherLists lists) => lists.Of(partner))).Select(row => (row.Face, row.Used)).Order());
        Assert.Equal(50m, await Next(world, partner, "C-2", 100));
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August))).Clean);
    }
}
