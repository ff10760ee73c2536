using PartnerCenter.Funds.Published;
using PartnerCenter.Incentives;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Certification;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Tests.Incentives;

public class PayoutTests(TestServer server)
{
    private const string Header = "charge_id,customer,charge_type,billing_mode,product_type,product,transaction_at,official\n";

    private static async Task<(World World, Actor Partner, IncentiveBill Bill)> Closed(TestServer server, string official = "10000")
    {
        var world = await World.New(server);
        var partner = await world.Partner("返点科技");
        await world.Certify(partner);
        await world.Customer(partner, "C-1");
        world.At(2024, 10, 2);
        var type = official.StartsWith('-') ? "refund" : "consumption";
        await world.ImportText(Header + $"a,C-1,{type},period,compute,ecs,2024-09-10T00:00:00Z,{official}\n");
        await world.Close("2024-09");
        var bill = (await world.Use((IncentiveLists lists) => lists.Bills(partner))).Single(b => b is { Policy: "base-resale", Period: "2024M9" });
        return (world, partner, bill);
    }

    [Fact, Rule("R12.1.5.5")]
    public async Task A_bill_is_confirmed_claimed_approved_and_paid_by_two_people()
    {
        var (world, partner, bill) = await Closed(server);
        await using var _ = world;
        Assert.Equal((IncentiveState.ToBeConfirmed, 500.00m), (bill.State, bill.Amount));
        var early = await Assert.ThrowsAsync<Refusal>(() => Claim(world, partner, bill.Id, Guid.NewGuid()));
        Assert.Equal("payout.nothing-chosen", early.Code);

        await world.Use((ConfirmIncentive confirm) => confirm.Run(bill.Id, partner));
        var id = Guid.NewGuid();
        await Claim(world, partner, bill.Id, id);
        Assert.Equal(id, (await Claim(world, partner, bill.Id, id)).Id);
        var other = await Assert.ThrowsAsync<Refusal>(() => world.Use((RequestPayout request) => request.Run(id, [bill.Id], PayoutForm.BankTransfer, partner)));
        Assert.Equal("idempotency.other-content", other.Code);

        var approver = await world.Staff(Role.Finance);
        var review = await world.Use((ReviewLists lists) => lists.OfSubject(id));
        await world.Use((ReviewDesk desk) => desk.Approve(review!.Id, approver, ""));
        Assert.Equal("payout.same-person", (await Assert.ThrowsAsync<Refusal>(() => world.Use((PayIncentive pay) => pay.Run(id, approver)))).Code);
        var cashier = await world.Staff(Role.Finance);
        await world.Use((PayIncentive pay) => pay.Run(id, cashier));
        Assert.Equal("payout.wrong-state", (await Assert.ThrowsAsync<Refusal>(() => world.Use((PayIncentive pay) => pay.Run(id, cashier)))).Code);

        Assert.Equal(500.00m, (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount);
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
        Assert.Equal(IncentiveState.Issued, (await world.Use((IncentiveLists lists) => lists.Find(bill.Id, partner)))!.State);
    }

    [Fact, Rule("R12.1.5.36", "R12.1.5.22")]
    public async Task Negative_incentives_always_go_along_and_block_a_claim_that_they_exceed()
    {
        var (world, partner, bill) = await Closed(server);
        await using var _ = world;
        world.At(2024, 11, 2);
        await world.ImportText(Header + "b,C-1,refund,period,compute,ecs,2024-10-10T00:00:00Z,-12000\n");
        await world.Close("2024-10");
        foreach (var each in (await world.Use((IncentiveLists lists) => lists.Bills(partner))).Where(b => b.State == IncentiveState.ToBeConfirmed))
        {
            await world.Use((ConfirmIncentive confirm) => confirm.Run(each.Id, partner));
        }

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Claim(world, partner, bill.Id, Guid.NewGuid()));

        Assert.Equal(("payout.negative", -100.00m), (refusal.Code, (decimal)refusal.Facts[0]));
        world.At(2024, 12, 2);
        await world.ImportText(Header + "c,C-1,consumption,period,compute,ecs,2024-11-10T00:00:00Z,3000\n");
        await world.Close("2024-11");
        var more = (await world.Use((IncentiveLists lists) => lists.Bills(partner))).Single(b => b is { Policy: "base-resale", Period: "2024M11" });
        await world.Use((ConfirmIncentive confirm) => confirm.Run(more.Id, partner));
        var payout = await world.Use((RequestPayout request) => request.Run(Guid.NewGuid(), [bill.Id, more.Id], PayoutForm.ReturnToAccount, partner));
        Assert.Equal(50.00m, payout.Amount);
    }

    [Fact, Rule("R12.1.5.3c")]
    public async Task A_bill_confirms_itself_the_day_after_its_notice_ends()
    {
        var (world, partner, bill) = await Closed(server);
        await using var _ = world;
        Assert.Equal(new DateOnly(2024, 10, 12), bill.NoticeEndsOn);

        world.At(2024, 10, 12, 15);
        await world.Use((ConfirmIncentive confirm) => confirm.ConfirmAfterNotice());
        Assert.Equal(IncentiveState.ToBeConfirmed, (await world.Use((IncentiveLists lists) => lists.Find(bill.Id, partner)))!.State);

        world.At(2024, 10, 12, 16);
        await world.Use((ConfirmIncentive confirm) => confirm.ConfirmAfterNotice());
        Assert.Equal(IncentiveState.Confirmed, (await world.Use((IncentiveLists lists) => lists.Find(bill.Id, partner)))!.State);
    }

    [Fact]
    public async Task A_rejected_claim_frees_its_bills_and_another_partner_sees_nothing_of_it()
    {
        var (world, partner, bill) = await Closed(server);
        await using var _ = world;
        await world.Use((ConfirmIncentive confirm) => confirm.Run(bill.Id, partner));
        var payout = await Claim(world, partner, bill.Id, Guid.NewGuid());
        var review = await world.Use((ReviewLists lists) => lists.OfSubject(payout.Id));
        var finance = await world.Staff(Role.Finance);
        var rival = await world.Partner("竞争科技");

        Assert.Null(await world.Use((IncentiveLists lists) => lists.Find(bill.Id, rival)));
        Assert.Null(await world.Use((IncentiveLists lists) => lists.FindPayout(payout.Id, rival)));
        Assert.False(await world.Use((ConfirmIncentive confirm) => confirm.Run(bill.Id, rival)));
        Assert.Equal("review.reason-needed", (await Assert.ThrowsAsync<Refusal>(() => world.Use((ReviewDesk desk) => desk.Reject(review!.Id, finance, " ")))).Code);
        await world.Use((ReviewDesk desk) => desk.Reject(review!.Id, finance, "金额待核"));

        Assert.Equal(IncentiveState.Confirmed, (await world.Use((IncentiveLists lists) => lists.Find(bill.Id, partner)))!.State);
    }

    [Fact, Rule("R6.2.2", "R6.2.10")]
    public async Task Nobody_claims_or_is_paid_whose_business_information_is_not_certified()
    {
        var (world, partner, bill) = await Closed(server);
        await using var _ = world;
        await world.Use((ConfirmIncentive confirm) => confirm.Run(bill.Id, partner));
        await world.Use((CertifyCompany certify) => certify.Run(World.BankData("返点科技"), partner));
        Assert.Equal("payout.not-certified", (await Assert.ThrowsAsync<Refusal>(() => Claim(world, partner, bill.Id, Guid.NewGuid()))).Code);

        await world.Certify(partner);
        var id = Guid.NewGuid();
        await Claim(world, partner, bill.Id, id);
        var (approver, cashier) = (await world.Staff(Role.Finance), await world.Staff(Role.Finance));
        var review = await world.Use((ReviewLists lists) => lists.OfSubject(id));
        await world.Use((ReviewDesk desk) => desk.Approve(review!.Id, approver, ""));
        await world.Use((CertifyCompany certify) => certify.Run(World.BankData("返点科技") with { Number = "7559 9999 9999 999" }, partner));
        Assert.Equal("payout.paused", (await Assert.ThrowsAsync<Refusal>(() => world.Use((PayIncentive pay) => pay.Run(id, cashier)))).Code);
        Assert.Equal(0m, (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount);

        await world.Certify(partner);
        await world.Use((PayIncentive pay) => pay.Run(id, cashier));
        Assert.Equal(500.00m, (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount);
    }

    private static Task<Payout> Claim(World world, Actor partner, Guid bill, Guid id) =>
        world.Use((RequestPayout request) => request.Run(id, [bill], PayoutForm.ReturnToAccount, partner));
}
