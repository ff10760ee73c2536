using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;
using static PartnerCenter.Tests.Vouchers.VoucherStory;

namespace PartnerCenter.Tests.Vouchers;

/// <summary>Customers' vouchers: what they pay for, and that they pay once.</summary>
public sealed class VoucherTests(TestServer server)
{
    private static async Task<(World World, Actor Partner, Guid Customer, Guid Quota)> Holding(TestServer server)
    {
        var world = await World.New(server);
        var partner = await world.Partner("发券科技");
        return (world, partner, await world.Customer(partner, "C-1"), await world.Quota(partner, "1000.00"));
    }

    private static async Task<List<string>> Fitting(World world, VoucherOrder order) => [.. (await world.Use((OrderVouchers vouchers) =>
        vouchers.For(order, default))).Select(voucher => $"{voucher.Sort} {voucher.Left}")];

    [Fact, Rule("R12.1.6.6", "R12.1.6.11")]
    public async Task What_is_issued_is_not_edited_but_taken_back_unused_and_issued_anew()
    {
        var (world, partner, customer, quota) = await Holding(server);
        await using var _ = world;
        var voucher = await world.Issue(partner, quota, customer, "100.00");
        Task<List<CustomerVoucherRow>> Own() => world.Use((CustomerVoucherLists lists) => lists.Own(AsCustomer(customer), new(), null, 0, 10));
        Task<bool> Reclaim(Guid id, Actor by) => world.Use((ReclaimVoucher reclaim) => reclaim.Run(id, by));

        foreach (var change in new[] { "face = 200", "valid_to = '2030-01-01'", "products = '{obs}'", "purchase = 'Period'", "excludes_discounts = true" })
        {
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.Execute($"update vouchers.customer_voucher set {change}"));
        }

        Assert.Single(await Own());
        Assert.False(await Reclaim(voucher, await world.Partner("别家科技")));
        Assert.False(await Reclaim(voucher, await world.Staff(Role.EcosystemManager)));
        Assert.True(await Reclaim(voucher, partner));
        Assert.Equal((1000m, "Reclaimed"), (await world.LeftOfQuota(quota), await world.StateOf(voucher)));
        Assert.Empty(await Own());
        Assert.Equal("customer-voucher.wrong-state", await No(() => Reclaim(voucher, partner)));
        Assert.Equal("voucher.none", await No(() => world.Pay(Guid.NewGuid(), voucher, Order(customer, 10), 10)));

        var anew = await world.Issue(partner, quota, customer, "150.00");
        await world.Pay(Guid.NewGuid(), anew, Order(customer, 10), 10);
        Assert.Equal("voucher.used-already", await No(() => Reclaim(anew, partner)));
        Assert.Equal((850m, 140m), (await world.LeftOfQuota(quota), await world.LeftOfVoucher(anew)));
        await world.Deliver();
        Assert.True(await world.Balanced());
    }

    [Fact, Rule("R12.1.6.3")]
    public async Task A_voucher_pays_all_of_an_order_in_its_scope_and_an_order_takes_one()
    {
        var (world, partner, customer, quota) = await Holding(server);
        await using var _ = world;
        var (first, second) = (await world.Issue(partner, quota, customer, "100.00"), await world.Issue(partner, quota, customer, "100.00"));
        var use = Guid.NewGuid();

        await world.Pay(use, first, Order(customer, 80), 80);
        await world.Pay(use, first, Order(customer, 80), 80);
        Assert.Equal((20m, 100m), (await world.LeftOfVoucher(first), await world.LeftOfVoucher(second)));
        Assert.Equal("voucher.one-per-order", await No(() => world.Pay(use, second, Order(customer, 80), 80)));
        Assert.Equal("idempotency.other-content", await No(() => world.Pay(use, first, Order(customer, 80), 10)));
        Assert.Equal("voucher.more-than-left", await No(() => world.Pay(Guid.NewGuid(), first, Order(customer, 80), 20.01m)));
        Assert.Equal("voucher.more-than-left", await No(() => world.Pay(Guid.NewGuid(), second, Order(customer, 80), 80.01m)));
        await world.Pay(Guid.NewGuid(), first, Order(customer, 20), 20);
        Assert.Equal("voucher.used", await No(() => world.Pay(Guid.NewGuid(), first, Order(customer, 20), 20)));
    }

    [Fact, Rule("R12.1.6.3")]
    public async Task Purchase_types_products_days_and_owner_decide_what_a_voucher_pays_for()
    {
        var (world, partner, customer, quota) = await Holding(server);
        await using var _ = world;
        var stranger = await world.Customer(partner, "C-2");
        var acquisition = await world.Issue(partner, quota, customer, "10.00", new(null, null, true, false));
        var byUse = await world.Issue(partner, quota, customer, "20.00", new(PurchaseTypes.PayPerUse, null, false, false));
        var scoped = await world.Issue(partner, quota, customer, "30.00", new(null, "obs evs", false, false), new(2024, 9, 30));
        var both = await world.Issue(partner, quota, customer, "40.00", new(PurchaseTypes.Both, null, false, true));
        var (coupon, card) = (await world.VendorIssues("C-1", "50.00", VoucherSort.CashCoupon), await world.VendorIssues("C-1", "60.00", VoucherSort.StoredValueCard));

        Assert.Equal(["Voucher 10.00", "Voucher 40.00", "CashCoupon 50.00", "StoredValueCard 60.00"], await Fitting(world, Order(customer, 100)));
        Assert.Equal(["Voucher 30.00", "Voucher 20.00", "Voucher 40.00", "CashCoupon 50.00", "StoredValueCard 60.00"],
            await Fitting(world, Order(customer, 100, PurchaseType.PayPerUse, "obs")));
        Assert.Empty(await Fitting(world, Order(stranger, 100)));
        foreach (var (voucher, order, code) in new[]
        {
            (acquisition, Order(customer, 10, PurchaseType.PayPerUse), "voucher.wrong-purchase"), (byUse, Order(customer, 10), "voucher.wrong-purchase"),
            (scoped, Order(customer, 10), "voucher.out-of-scope"), (both, Order(stranger, 10), "voucher.none"), (Guid.NewGuid(), Order(customer, 10), "voucher.none"),
        })
        {
            Assert.Equal(code, await No(() => world.Pay(Guid.NewGuid(), voucher, order, 10)));
        }

        world.At(2024, 9, 30, 15);
        await world.Pay(Guid.NewGuid(), scoped, Order(customer, 10, product: "obs"), 10);
        world.At(2024, 9, 30, 16);
        Assert.Equal("voucher.expired", await No(() => world.Pay(Guid.NewGuid(), scoped, Order(customer, 10, product: "obs"), 10)));
        await world.Pay(Guid.NewGuid(), coupon, Order(customer, 50), 50);
        await world.Pay(Guid.NewGuid(), card, Order(customer, 50), 50);
    }

    [Fact, Rule("R12.4.16")]
    public async Task Vouchers_come_before_what_is_as_good_as_money_and_say_whether_they_exclude_discounts()
    {
        var (world, partner, customer, quota) = await Holding(server);
        await using var _ = world;
        await world.VendorIssues("C-1", "1.00", VoucherSort.StoredValueCard, to: new(2024, 9, 10));
        await world.VendorIssues("C-1", "2.00", VoucherSort.CashCoupon, to: new(2024, 9, 10));
        await world.Issue(partner, quota, customer, "3.00", to: new(2024, 10, 31));
        await world.Issue(partner, quota, customer, "4.00", new(null, null, false, true), new(2024, 9, 30));

        var usable = await world.Use((OrderVouchers vouchers) => vouchers.For(Order(customer, 10, PurchaseType.PayPerUse), default));

        Assert.Equal([(4m, true), (3m, false), (2m, false), (1m, false)], usable.Select(voucher => (voucher.Left.Amount, voucher.ExcludesDiscounts)));
    }

    [Fact]
    public async Task Forty_orders_at_once_on_a_voucher_for_ten_are_ten()
    {
        var (world, partner, customer, quota) = await Holding(server);
        await using var _ = world;
        var voucher = await world.Issue(partner, quota, customer, "100.00");
        var use = Guid.NewGuid();

        var refused = await AtOnce(40, _ => world.Pay(Guid.NewGuid(), voucher, Order(customer, 10), 10));
        Assert.Equal(30, refused.Count(code => code == "voucher.used"));
        Assert.Equal((0m, 10L), (await world.LeftOfVoucher(voucher), await world.Scalar<long>("select count(*) from vouchers.payment")));

        var other = await world.Issue(partner, quota, customer, "100.00");
        var third = await world.Issue(partner, quota, customer, "100.00");
        refused = await AtOnce(20, n => world.Pay(use, n % 2 == 0 ? other : third, Order(customer, 10), 10));
        Assert.All(refused, code => Assert.Equal("voucher.one-per-order", code));
        Assert.Equal(190m, await world.LeftOfVoucher(other) + await world.LeftOfVoucher(third));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.Execute("update vouchers.customer_voucher set remaining = -0.01"));
    }

    [Fact, Rule("R12.1.6.10")]
    public async Task An_unsubscription_returns_to_the_customer_while_it_stays_and_to_the_partner_once_it_has_left()
    {
        var (world, partner, customer, quota) = await Holding(server);
        await using var _ = world;
        var voucher = await world.Issue(partner, quota, customer, "100.00");
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await world.Pay(first, voucher, Order(customer, 60), 60);
        await world.Pay(second, voucher, Order(customer, 40), 40);

        await world.Refund(first, RefundCause.Unsubscribed, 25, customer);
        Assert.Equal((25m, 900m), (await world.LeftOfVoucher(voucher), await world.LeftOfQuota(quota)));
        Assert.Equal("voucher.more-than-paid", await No(() => world.Refund(first, RefundCause.Unsubscribed, 35.01m, customer)));
        Assert.Equal("voucher.no-payment", await No(() => world.Refund(Guid.NewGuid(), RefundCause.Unsubscribed, 1, customer)));

        await world.Changes(partner, customer, PartnerCenter.Customers.Published.AssociationMode.Resale, null);
        Assert.Equal(("Returned", 925m), (await world.StateOf(voucher), await world.LeftOfQuota(quota)));
        await world.Refund(first, RefundCause.Unsubscribed, 35, customer);
        await world.Refund(second, RefundCause.FailedProvisioning, 40, customer);
        Assert.Equal((0m, 1000m), (await world.LeftOfVoucher(voucher), await world.LeftOfQuota(quota)));
        Assert.True(await world.Balanced());
    }

    [Theory, Rule("R12.4.24")]
    [InlineData(VoucherSort.Voucher, RefundCause.Downgrade, 0)]
    [InlineData(VoucherSort.Voucher, RefundCause.RenewalNotBegun, 10)]
    [InlineData(VoucherSort.CashCoupon, RefundCause.Downgrade, 10)]
    [InlineData(VoucherSort.StoredValueCard, RefundCause.Downgrade, 10)]
    [InlineData(VoucherSort.StoredValueCard, RefundCause.Unsubscribed, 10)]
    public async Task A_downgrade_gives_back_what_is_as_good_as_money_and_no_voucher(VoucherSort sort, RefundCause cause, int back)
    {
        var (world, _, customer, _) = await Holding(server);
        await using var closing = world;
        var (voucher, use) = (await world.VendorIssues("C-1", "100.00", sort), Guid.NewGuid());
        await world.Pay(use, voucher, Order(customer, 30), 30);

        await world.Refund(use, cause, 10, customer);

        Assert.Equal(70m + back, await world.LeftOfVoucher(voucher));
    }

    [Fact]
    public async Task A_customer_pays_and_is_refunded_behind_its_own_wall()
    {
        var (world, partner, customer, quota) = await Holding(server);
        await using var _ = world;
        var (voucher, foreign) = (await world.Issue(partner, quota, customer, "100.00"), await world.Issue(partner, quota, await world.Customer(partner, "C-2"), "100.00"));
        var (by, use) = (AsCustomer(customer, partner.PartnerId), Guid.NewGuid());
        async Task Within(Func<OrderVouchers, UnitOfWork, Task> work)
        {
            await using var scope = await world.Services.GetRequiredService<IServiceScopeFactory>().OpenUnit(by.Reach);
            await work(scope.ServiceProvider.GetRequiredService<OrderVouchers>(), scope.ServiceProvider.GetRequiredService<UnitOfWork>());
        }

        await Within(async (vouchers, unit) =>
        {
            Assert.Single(await vouchers.For(Order(customer, 50), default));
            Assert.Equal("voucher.none", await No(() => vouchers.Use(use, foreign, Order(customer, 50), Money.Cny(50), by, default)));
            await vouchers.Use(use, voucher, Order(customer, 50), Money.Cny(50), by, default);
            await unit.Save(by, "test.pay");
        });
        await world.Changes(partner, customer, PartnerCenter.Customers.Published.AssociationMode.Resale, null);
        await Within(async (vouchers, unit) =>
        {
            await vouchers.GiveBack(use, RefundCause.Unsubscribed, Money.Cny(50), by, default);
            await unit.Save(by, "test.refund");
        });

        Assert.Equal(900m, await world.LeftOfQuota(quota));
    }
}
