using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;
using static PartnerCenter.Customers.Published.AssociationMode;
using static PartnerCenter.Tests.Vouchers.VoucherStory;
using static PartnerCenter.Vouchers.Published.VoucherSort;

namespace PartnerCenter.Tests.Vouchers;

/// <summary>What becomes of a customer's vouchers when its association changes, cell by cell.</summary>
public sealed class AssociationEffectTests(TestServer server)
{
    [Theory, Rule("R12.4.4")]
    [InlineData(Referral, null, Voucher, true, true)]
    [InlineData(Referral, null, Voucher, false, false)]
    [InlineData(Referral, null, CashCoupon, true, false)]
    [InlineData(Referral, null, CashCoupon, false, false)]
    [InlineData(Referral, null, StoredValueCard, false, false)]
    [InlineData(Resale, null, Voucher, true, true)]
    [InlineData(Resale, null, Voucher, false, false)]
    [InlineData(Resale, null, CashCoupon, true, true)]
    [InlineData(Resale, null, CashCoupon, false, true)]
    [InlineData(Resale, null, StoredValueCard, false, false)]
    [InlineData(Resale, Referral, Voucher, true, true)]
    [InlineData(Resale, Referral, Voucher, false, false)]
    [InlineData(Resale, Referral, CashCoupon, true, true)]
    [InlineData(Resale, Referral, CashCoupon, false, true)]
    [InlineData(Resale, Referral, StoredValueCard, false, false)]
    [InlineData(Referral, Resale, Voucher, true, true)]
    [InlineData(Referral, Resale, Voucher, false, false)]
    [InlineData(Referral, Resale, CashCoupon, true, true)]
    [InlineData(Referral, Resale, CashCoupon, false, true)]
    [InlineData(Referral, Resale, StoredValueCard, false, false)]
    public async Task What_returns_and_what_stays(AssociationMode from, AssociationMode? to, VoucherSort sort, bool isPartners, bool returns)
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("关联科技");
        var customer = await world.Customer(partner, "C-1", from);
        Guid? quota = isPartners ? await world.Quota(partner, "100.00", sort) : null;
        var voucher = quota is { } own ? await world.Issue(partner, own, customer, "80.00") : await world.VendorIssues("C-1", "80.00", sort);
        await world.Pay(Guid.NewGuid(), voucher, Order(customer, 30), 30);

        var change = new AssociationChanged(Guid.CreateVersion7(), partner.PartnerId, customer, "C-1", from, to, partner.Account, partner.Name);
        var preview = (await world.Use((AccountCheck check) => check.Run(change))).Effects.Select(effect => effect.En).ToList();
        await world.Changes(partner, customer, from, to);

        var who = isPartners ? "the partner" : "the vendor";
        Assert.Contains(preview, sentence => sentence.Contains("50.00", StringComparison.Ordinal)
            && sentence.StartsWith(returns ? $"What is left goes back to {who}:" : $"The customer keeps what {who} issued:", StringComparison.Ordinal));
        Assert.Equal(returns ? ("Returned", 0m) : ("Issued", 50m), (await world.StateOf(voucher), await world.LeftOfVoucher(voucher)));
        Assert.Equal(returns ? 0 : 1, (await world.Use((CustomerVoucherLists lists) => lists.Own(AsCustomer(customer), new(), null, 0, 10))).Count);
        if (quota is { } one)
        {
            // Of 100, 80 had been issued and 30 of them were used.
            Assert.Equal(returns ? 70m : 20m, await world.LeftOfQuota(one));
        }

        Assert.True(await world.Balanced());
    }

    [Fact, Rule("R12.4.4")]
    public async Task Nothing_moves_while_the_other_side_has_not_agreed()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("等待科技");
        var customer = await world.Customer(partner, "C-1");
        var quota = await world.Quota(partner, "100.00");
        var voucher = await world.Issue(partner, quota, customer, "80.00");

        await world.Use((AskAssociationChange ask) => ask.Run(customer, ChangeKind.ModeSwitch, "组织调整", null, partner));

        Assert.Equal(("Issued", 80m, 20m), (await world.StateOf(voucher), await world.LeftOfVoucher(voucher), await world.LeftOfQuota(quota)));
    }
}
