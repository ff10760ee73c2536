using PartnerCenter.Customers;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Access;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Tests.Orders;

public sealed class DiscountTests(TestServer server)
{
    private static async Task<string> Grant(OrderStory story, Actor customer, string factor, string? services = null)
    {
        var (operations, today) = (await story.World.Staff(Role.Operations), story.World.Today);
        return await story.World.Use(async (GrantDiscount grant) => await grant.Run(new(await Number(story, customer), factor, services, today, today.AddDays(30)), operations));
    }

    private static Task<string> Number(OrderStory story, Actor customer) =>
        story.World.Scalar<string>($"select number from customers.customer where id = '{customer.CustomerId}'");

    private static async Task<Guid> Voucher(OrderStory story, Actor customer, string face, bool excludesDiscounts = false, VoucherSort sort = VoucherSort.Voucher)
    {
        var (id, manager, today) = (Guid.NewGuid(), await story.World.Staff(Role.VendorAdministrator), story.World.Today);
        await story.World.Use(async (IssueVendorVoucher issue) => await issue.Run(
            id, new(await Number(story, customer), sort, face, today, today.AddDays(90), LimitsForm.None with { ExcludesDiscounts = excludesDiscounts }, "支持"), manager));
        return id;
    }

    private static Task<decimal> Left(OrderStory story, Guid voucher) =>
        story.World.Scalar<decimal>($"select face - coalesce((select sum(amount - given_back) from vouchers.payment where voucher_id = v.id), 0) from vouchers.customer_voucher v where id = '{voucher}'");

    private static async Task<decimal> Price(OrderStory story, Actor customer) => (await story.Order(await story.Place(customer, 1), customer)).Amount;

    /// <summary>A day of use at 0.64 an hour is charged: 15.36.</summary>
    private static async Task UseADay(OrderStory story, Actor customer)
    {
        story.World.At(2024, 9, 2, 16);
        await story.World.Use((PlaceOrders place) => place.Run(Guid.NewGuid(), [new(OrderStory.Server, PurchaseType.PayPerUse, null, 1)], null, null, customer));
        story.World.At(2024, 9, 3, 17);
        await story.Job<PayAutomatically>();
    }

    [Theory, Rule("R12.4.16")]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)] // the discount is there, and the voucher excludes it
    public async Task Use_is_paid_by_voucher_before_the_balance_unless_it_excludes_the_discount(bool hasDiscount, bool excludes, bool byVoucher)
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "100.00");
        var voucher = await Voucher(story, customer, "50.00", excludes);
        if (hasDiscount)
        {
            await Grant(story, customer, "0.5");
        }

        await UseADay(story, customer);

        var price = hasDiscount ? 7.68m : 15.36m;
        Assert.Equal(byVoucher ? (100m, 50m - price) : (100m - price, 50m), (await story.Own(customer), await Left(story, voucher)));
    }

    [Fact]
    public async Task A_voucher_that_excludes_discounts_is_neither_offered_nor_taken_with_one()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null);
        var voucher = await Voucher(story, customer, "50.00", excludesDiscounts: true);
        await Grant(story, customer, "0.85");
        var order = await story.Place(customer);

        Assert.Empty(await story.World.Use((PayOrders pay) => pay.Vouchers(order, customer)));
        Assert.Equal("orders.voucher-discount", await OrderStory.Refused(() => story.Pay(order, customer, null, new VoucherChoice(order, voucher))));
    }

    [Fact, Rule("R12.4.24")]
    public async Task What_a_voucher_paid_does_not_come_back_as_money()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null);
        var voucher = await Voucher(story, customer, "1000.00");
        var order = await story.Place(customer, start: story.World.Today.AddDays(5));
        await story.Pay(order, customer, null, new VoucherChoice(order, voucher));
        Assert.Equal((2160m, 0m), (await story.Own(customer), await Left(story, voucher)));

        await story.GiveUp(customer, (await story.Order(order, customer)).Resource!.Value);
        await story.Arrive();

        Assert.Equal((5000m, 1000m), (await story.Own(customer), await Left(story, voucher)));
        Assert.Equal(2840m, (await story.World.Use((RefundLists lists) => lists.Of(customer, null, null, 0, 10))).Single().Amount);
    }

    [Fact]
    public async Task A_discount_counts_for_its_services_and_days_and_the_best_of_several()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null);
        Assert.Equal(320m, await Price(story, customer));
        await Grant(story, customer, "0.5", "storage database");
        Assert.Equal(320m, await Price(story, customer));
        await Grant(story, customer, "0.9", "compute");
        await Grant(story, customer, "0.8333");
        Assert.Equal(266.66m, await Price(story, customer));
        story.Pass(24 * 31);
        Assert.Equal(320m, await Price(story, customer));
        Assert.Equal("orders.factor", await OrderStory.Refused(() => Grant(story, customer, "1")));
    }

    [Fact, Rule("R12.1.9.25")]
    public async Task A_custody_sub_account_inherits_the_masters_discount_and_another_if_the_master_says_so()
    {
        await using var story = await OrderStory.Begin(server);
        var master = await story.Customer(null, "0");
        foreach (var (email, custody) in new[] { ("kept@customer.example", true), ("free@customer.example", false) })
        {
            await story.World.Use((SubAccounts subs) => subs.Add(email, email, "13900139000", custody, "http://x", master));
        }

        var (kept, free) = (await story.World.Person("kept@customer.example"), await story.World.Person("free@customer.example"));
        Task<bool> Allow(Guid sub, bool on, Actor by) => story.World.Use((SetSubAccountPolicy policy) => policy.Run(sub, on, by));
        await Grant(story, master, "0.75");

        Assert.Equal((240m, 320m), (await Price(story, kept), await Price(story, free)));
        Assert.True(await Allow(free.CustomerId, true, master));
        Assert.Equal(240m, await Price(story, free));
        Assert.True(await Allow(free.CustomerId, false, master));
        Assert.Equal(320m, await Price(story, free));

        Assert.Equal("orders.custody-inherits", await OrderStory.Refused(() => Allow(kept.CustomerId, false, master)));
        Assert.False(await Allow(free.CustomerId, true, await story.Customer(null, "0")));
    }

    [Fact]
    public async Task What_renews_itself_is_renewed_three_days_before_its_end_and_paid_once()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "1000.00");
        var resource = await story.Bought(customer, 1);
        await story.World.Use((ChangeResources change) => change.RenewItself(resource, true, customer));
        story.Pass(24 * 26);
        await story.Job<PayAutomatically>();
        Assert.Equal(680m, await story.Own(customer));
        story.Pass(24);
        await story.Job<PayAutomatically>();
        await story.Job<PayAutomatically>();

        Assert.Equal(360m, await story.Own(customer));
        Assert.Equal(new DateOnly(2024, 11, 2), (await story.World.Use((ResourceLists lists) => lists.Own(customer))).Single().Until);
    }
}
