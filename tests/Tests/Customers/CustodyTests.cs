using PartnerCenter.Billing.Bills;
using PartnerCenter.Customers;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Performance;

namespace PartnerCenter.Tests.Customers;

public class CustodyTests(TestServer server)
{
    private const string Header = "charge_id,customer,charge_type,order_type,billing_mode,product_type,product,transaction_at,"
        + "usage,size,per,unit_price,official,discount,voucher,cash_coupon,coupon_counts,stored_value,arrears\n";

    [Fact, Rule("R12.1.2.12")]
    public async Task In_custody_only_the_master_associates_and_its_partner_has_what_the_sub_account_consumes()
    {
        await using var world = await World.New(server);
        world.At(2024, 7, 2);
        var (partner, other) = (await world.Partner("主客户伙伴"), await world.Partner("子客户伙伴"));
        await world.Use((RegisterCustomer register) => register.Run(new(true, "集团", "13900139000", "m@customer.example", World.Password)));
        var master = (await world.Enter((await world.Person("m@customer.example")).Account))!;
        foreach (var (email, custody) in new[] { ("kept@customer.example", true), ("free@customer.example", false) })
        {
            await world.Use((SubAccounts subs) => subs.Add(email, email, "13900139000", custody, "http://x", master));
        }

        var (kept, free) = (await world.Person("kept@customer.example"), await world.Person("free@customer.example"));
        Assert.Equal("customer.custody", await Accept(world, partner, kept, AssociationMode.Referral));
        Assert.Equal("customer.sub-referral-only", await Accept(world, other, free, AssociationMode.Resale));
        Assert.Equal("", await Accept(world, other, free, AssociationMode.Referral));
        world.At(2024, 8, 10);
        Assert.Equal("", await Accept(world, partner, master, AssociationMode.Referral));
        var numbers = (await world.Use((SubAccounts subs) => subs.Of(master))).Subs.ToDictionary(sub => sub.Email!, sub => sub.Number);

        world.At(2024, 9, 2);
        var outcome = await world.ImportText(Header + $"""
            a,{numbers["kept@customer.example"]},consumption,usage,pay-per-use,storage,evs,2024-08-09T00:00:00Z,,,,,5,0,,,,,
            b,{numbers["kept@customer.example"]},consumption,usage,pay-per-use,storage,evs,2024-08-11T00:00:00Z,,,,,70,0,,,,,
            c,{numbers["free@customer.example"]},consumption,usage,pay-per-use,storage,evs,2024-08-11T00:00:00Z,,,,,30,0,,,,,

            """, acceptValid: true);
        await world.Close("2024-08");

        Assert.Equal((2, 1), (outcome.Imported, outcome.Rejected));
        foreach (var (who, amount) in new[] { (partner, 70m), (other, 30m) })
        {
            Assert.Equal(amount, (await world.Use((BillLists bills) => bills.Bill(who, new(2024, 8))))!.Payable);
            Assert.Equal(amount, (await world.Use((PerformanceLists lists) => lists.Items(who, new(2024, 8), null))).Sum(item => item.Amount));
        }
    }

    private static async Task<string> Accept(World world, PartnerCenter.Platform.Access.Actor partner, PartnerCenter.Platform.Access.Actor customer, AssociationMode mode)
    {
        var prospect = await world.Use((RegisterProspect register) => register.Run(new($"集团 {Guid.NewGuid():n}", "王", "13900139000", "x@customer.example"), partner));
        var link = await world.Use((InviteProspect invite) => invite.Run(prospect, mode, null, "http://x", partner));
        try
        {
            await world.Use((AcceptInvitation accept) => accept.RunAs(link!.Split('/')[^1], true, customer));
            return "";
        }
        catch (Refusal refusal)
        {
            return refusal.Code;
        }
    }
}
