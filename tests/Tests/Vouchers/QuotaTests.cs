using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;
using static PartnerCenter.Tests.Vouchers.VoucherStory;

namespace PartnerCenter.Tests.Vouchers;

/// <summary>Quotas: who gives them to whom, and that no more comes out of them than went in.</summary>
public sealed class QuotaTests(TestServer server)
{
    private static async Task<(Actor Distributor, Actor Reseller)> Channel(World world)
    {
        var (distributor, reseller, manager) = (
            await world.Partner("总经销", PartnerProgram.Distributor), await world.Partner("经销科技", null), await world.Staff(Role.EcosystemManager));
        await world.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        return (distributor, (await world.Enter(reseller.Account))!);
    }

    private static Task<bool> Share(World world, Actor distributor, Guid quota, Actor reseller, string amount, Guid? id = null) =>
        world.Use((ShareQuota share) => share.Run(id ?? Guid.NewGuid(), quota, reseller.PartnerId, amount, null, distributor));

    [Fact, Rule("R12.1.6.11")]
    public async Task The_vendor_gives_to_providers_and_distributors_and_a_distributor_out_of_its_own_to_its_resellers()
    {
        await using var world = await World.New(server);
        var (distributor, reseller) = await Channel(world);
        var (provider, stranger) = (await world.Partner("方案商"), await world.Partner("无计划", null));
        var part = Guid.NewGuid();

        var own = await world.Quota(distributor, "1000.00");
        await world.Quota(provider, "500.00");
        Assert.Equal("voucher.quota-partner", await No(() => world.Quota(reseller, "500.00")));
        Assert.Equal("voucher.quota-partner", await No(() => world.Quota(stranger, "500.00")));
        Assert.True(await Share(world, distributor, own, reseller, "300.00", part));
        Assert.True(await Share(world, distributor, own, reseller, "300.00", part));

        Assert.Equal((700m, 300m), (await world.LeftOfQuota(own), await world.LeftOfQuota(part)));
        Assert.Equal("idempotency.other-content", await No(() => Share(world, distributor, own, reseller, "301.00", part)));
        Assert.Equal("voucher.quota-too-small", await No(() => Share(world, distributor, own, reseller, "700.01")));
        Assert.Equal("voucher.not-your-reseller", await No(() => Share(world, distributor, own, provider, "1.00")));
        Assert.Equal("access.denied", await No(() => Share(world, reseller, part, reseller, "1.00")));
        Assert.False(await world.Use((ShareQuota share) => share.Run(Guid.NewGuid(), part, reseller.PartnerId, "1.00", null, distributor)));
        Assert.True(await world.Balanced());
    }

    [Fact, Rule("R12.1.6.11")]
    public async Task What_a_reseller_has_not_issued_comes_back_and_what_comes_back_to_it_later_goes_on_to_the_distributor()
    {
        await using var world = await World.New(server);
        var (distributor, reseller) = await Channel(world);
        var customer = await world.Customer(reseller, "C-1");
        var (own, part) = (await world.Quota(distributor, "1000.00"), Guid.NewGuid());
        await Share(world, distributor, own, reseller, "300.00", part);
        var voucher = await world.Issue(reseller, part, customer, "100.00");
        Task<decimal?> Reclaim(Actor by) => world.Use((ReclaimQuota reclaim) => reclaim.Run(part, "季度末回收", by));

        Assert.Equal("access.denied", await No(() => Reclaim(reseller)));
        Assert.Null(await Reclaim(await world.Partner("另一总经销", PartnerProgram.Distributor)));
        Assert.Equal(200m, await Reclaim(distributor));
        Assert.Equal("voucher-quota.wrong-state", await No(() => Reclaim(distributor)));
        Assert.Equal((900m, 0m), (await world.LeftOfQuota(own), await world.LeftOfQuota(part)));
        Assert.Equal("voucher.quota-over", await No(() => world.Issue(reseller, part, customer, "1.00")));

        await world.Use((ReclaimVoucher reclaim) => reclaim.Run(voucher, reseller));
        Assert.Equal((1000m, 0m), (await world.LeftOfQuota(own), await world.LeftOfQuota(part)));
        Assert.True(await world.Balanced());
    }

    [Fact, Rule("R12.1.6.11")]
    public async Task Forty_vouchers_at_once_out_of_a_quota_for_ten_are_ten()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("并发科技");
        var customer = await world.Customer(partner, "C-1");
        var quota = await world.Quota(partner, "100.00");

        var refused = await AtOnce(40, _ => world.Issue(partner, quota, customer, "10.00"));

        Assert.Equal(Enumerable.Repeat("voucher.quota-too-small", 30), refused);
        Assert.Equal((0m, 10L), (await world.LeftOfQuota(quota), await world.Scalar<long>("select count(*) from vouchers.customer_voucher")));
        Assert.True(await world.Balanced());
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.Execute("update vouchers.quota set remaining = -0.01"));
    }

    [Fact, Rule("R12.1.6.11")]
    public async Task The_same_command_sent_twenty_times_issues_one_voucher_and_gives_one_quota()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("重复科技");
        var customer = await world.Customer(partner, "C-1");
        var id = Guid.NewGuid();

        Assert.Empty(await AtOnce(10, _ => world.Quota(partner, "100.00", id: id)));
        Assert.Empty(await AtOnce(20, _ => world.Issue(partner, id, customer, "10.00", id: id)));

        Assert.Equal((90m, 1L), (await world.LeftOfQuota(id), await world.Scalar<long>("select count(*) from vouchers.customer_voucher")));
        Assert.Equal("idempotency.other-content", await No(() => world.Issue(partner, id, customer, "11.00", id: id)));
        Assert.Equal("idempotency.other-content", await No(() => world.Quota(partner, "101.00", id: id)));
    }

    [Fact, Rule("R12.1.6.3")]
    public async Task Vouchers_inherit_what_their_quota_says_and_may_be_narrower_only()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("限制科技");
        var customer = await world.Customer(partner, "C-1");
        var wide = await world.Quota(partner, "100.00");
        var narrow = await world.Quota(partner, "100.00", limits: new(PurchaseTypes.PayPerUse, "ecs, evs", false, true), to: new(2024, 10, 31));
        var acquisition = await world.Quota(partner, "100.00", limits: new(null, null, true, false));
        async Task<CustomerVoucherRow> Row(Guid id) =>
            (await world.Use((CustomerVoucherLists lists) => lists.Issued(partner, new(), null, 0, 50))).Single(row => row.Id == id);

        var inherited = await Row(await world.Issue(partner, narrow, customer, "1.00"));
        var narrower = await Row(await world.Issue(partner, narrow, customer, "1.00", new(null, "evs", false, false), new(2024, 9, 30)));
        var chosen = await Row(await world.Issue(partner, wide, customer, "1.00", new(PurchaseTypes.Period, "ecs", false, true)));
        var periods = await Row(await world.Issue(partner, acquisition, customer, "1.00"));

        Assert.Equal((PurchaseTypes.PayPerUse, "ecs,evs", true, new DateOnly(2024, 10, 31)), Terms(inherited));
        Assert.Equal((PurchaseTypes.PayPerUse, "evs", true, new DateOnly(2024, 9, 30)), Terms(narrower));
        Assert.Equal((PurchaseTypes.Period, "ecs", true, Last), Terms(chosen));
        Assert.Equal((PurchaseTypes.Period, true), (periods.Purchase, periods.Acquisition));
        foreach (var (quota, limits, to, code) in new (Guid, LimitsForm?, DateOnly?, string)[]
        {
            (narrow, new(PurchaseTypes.Both, null, false, false), null, "voucher.wider-than-quota"),
            (narrow, new(PurchaseTypes.Period, null, false, false), null, "voucher.wider-than-quota"),
            (narrow, new(null, "obs", false, false), null, "voucher.wider-than-quota"),
            (narrow, null, new DateOnly(2024, 11, 1), "voucher.beyond-quota"),
            (narrow, null, new DateOnly(2024, 9, 1), "voucher.dates"),
            (wide, new(PurchaseTypes.PayPerUse, null, true, false), null, "voucher.acquisition-period"),
            (acquisition, new(PurchaseTypes.Both, null, false, false), null, "voucher.acquisition-period"),
        })
        {
            Assert.Equal(code, await No(() => world.Issue(partner, quota, customer, "1.00", limits, to)));
        }

        Assert.Equal("voucher.acquisition-period", await No(() => world.Quota(partner, "1.00", limits: new(PurchaseTypes.Both, null, true, false))));
        Assert.Equal("voucher.quota-sort", await No(() => world.Quota(partner, "1.00", VoucherSort.StoredValueCard)));

        static (PurchaseTypes, string, bool, DateOnly) Terms(CustomerVoucherRow row) =>
            (row.Purchase, string.Join(',', row.Products), row.ExcludesDiscounts, row.ValidTo);
    }

    [Fact, Rule("R12.1.9.19")]
    public async Task What_comes_back_from_a_sub_account_goes_to_the_master_unless_the_quota_is_for_the_sub_account_alone()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("主子科技");
        var (master, sub) = (await world.Customer(partner, "C-M", AssociationMode.Referral), await world.Customer(partner, "C-S", AssociationMode.Referral));
        await world.Execute($"update customers.customer set master_id = '{master}' where id = '{sub}'");
        var (free, bound) = (await world.Quota(partner, "100.00"), await world.Quota(partner, "100.00", customer: "C-S"));
        await world.Issue(partner, free, sub, "100.00");
        await world.Issue(partner, bound, sub, "100.00");
        Assert.Equal((0m, 0m), (await world.LeftOfQuota(free), await world.LeftOfQuota(bound)));

        await world.Changes(partner, sub, AssociationMode.Referral, null);
        Assert.Equal((100m, 100m), (await world.LeftOfQuota(free), await world.LeftOfQuota(bound)));

        await world.Issue(partner, free, master, "100.00");
        Assert.Equal("voucher.quota-customer", await No(() => world.Issue(partner, bound, master, "100.00")));
        Assert.Equal((0m, 100m), (await world.LeftOfQuota(free), await world.LeftOfQuota(bound)));
    }

    [Fact]
    public async Task A_quota_for_one_customer_is_shared_with_that_customers_reseller_alone()
    {
        await using var world = await World.New(server);
        var (distributor, reseller) = await Channel(world);
        await world.Customer(reseller, "C-R");
        await world.Customer(distributor, "C-D");
        var (theirs, own) = (await world.Quota(distributor, "100.00", customer: "C-R"), await world.Quota(distributor, "100.00", customer: "C-D"));

        Assert.True(await Share(world, distributor, theirs, reseller, "50.00"));
        Assert.Equal("voucher.quota-customer", await No(() => Share(world, distributor, own, reseller, "50.00")));
    }

    [Fact]
    public async Task Whoever_has_something_left_is_told_a_week_before_it_ends_and_once()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("到期科技");
        var customer = await world.Customer(partner, "C-1");
        var quota = await world.Quota(partner, "100.00");
        await world.Issue(partner, quota, customer, "10.00", to: new(2024, 12, 20));
        async Task Run(int month, int day)
        {
            world.At(2024, month, day);
            await world.Use((AnnounceEndings announce) => announce.Run(new(world.Clock.GetUtcNow()), null!, default));
        }

        Task<long> Told(string what) => world.Scalar<long>($"select count(*) from vouchers.{what} where expiry_told");
        await Run(12, 12);
        Assert.Equal((0L, 0L), (await Told("customer_voucher"), await Told("quota")));
        await Run(12, 13);
        Assert.Equal((1L, 0L), (await Told("customer_voucher"), await Told("quota")));
        await Run(12, 24);
        await Run(12, 25);
        await world.Deliver();
        Assert.Equal(1L, await Told("quota"));
        Assert.Equal(1L, await world.Scalar<long>("select count(*) from platform.notification where event = 'vouchers.quota' and title_en like 'A quota is about to end%'"));
    }
}
