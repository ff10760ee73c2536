using PartnerCenter.Customers;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Own;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Orders;

public sealed class OwnMoneyTests(TestServer server)
{
    private static Task Withdraw(OrderStory story, Actor customer, string amount, Guid? id = null) => story.World.Use((RequestOwnWithdrawal request) =>
        request.Run(id ?? Guid.NewGuid(), new(amount, "招商银行", "6222 0212 3456 7890", World.Password), customer));

    [Fact, Rule("R12.4.7", "R12.4.15")]
    public async Task A_resale_customer_neither_tops_up_nor_withdraws_and_hears_whom_to_ask()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(AssociationMode.Resale, "300.00");

        var refusal = await Assert.ThrowsAsync<Refusal>(() => story.TopUp(customer, "10.00"));
        Assert.Equal(("funds.resale-top-up", "订单科技"), (refusal.Code, refusal.Facts[0]));
        Assert.Equal("funds.resale-top-up", await OrderStory.Refused(() => story.World.Use((TopUpAccounts accounts) => accounts.OfCustomer(customer))));
        refusal = await Assert.ThrowsAsync<Refusal>(() => Withdraw(story, customer, "10.00"));
        Assert.Equal(("funds.resale-withdrawal", "订单科技"), (refusal.Code, refusal.Facts[0]));

        await story.World.Use((ReclaimFunds reclaim) => reclaim.Run(Guid.NewGuid(), customer.CustomerId, "300.00", story.Partner));
        Assert.Equal((10000m, 0m), (await story.Partners(), await story.Allocated(customer)));
    }

    [Fact, Rule("R12.1.2.11")]
    public async Task Associating_as_resale_waits_for_an_empty_own_balance()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "80.00");
        var mobile = "13900130001";
        var token = await story.Invite("it1@customer.example", mobile, AssociationMode.Resale);
        Task Accept() => story.World.Use((AcceptInvitation accept) => accept.RunAs(token, true, customer));

        var refusal = await Assert.ThrowsAsync<Refusal>(Accept);
        Assert.Equal("association.obstacle", refusal.Code);
        Assert.Contains("80.00", $"{refusal.Facts[0]}", StringComparison.Ordinal);
        await Withdraw(story, customer, "80.00");
        await Accept();

        Assert.Equal(AssociationMode.Resale, (await story.World.Use((Associations associations) => associations.OfCustomer(customer.CustomerId)))!.Mode);
    }

    [Fact, Rule("R12.4.4")]
    public async Task Own_money_stays_after_a_switch_to_resale_unusable_and_to_be_withdrawn()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(AssociationMode.Referral);
        await story.Switch(customer);
        var order = await story.Place(customer);

        Assert.Equal("funds.balance-too-low", await OrderStory.Refused(() => story.Pay(order, customer)));
        Assert.Equal(5000m, await story.Own(customer));
        await Withdraw(story, customer, "5000.00");
        Assert.Equal(0m, await story.Own(customer));
    }

    [Fact]
    public async Task A_withdrawal_is_set_aside_at_once_approved_by_one_and_paid_by_another_or_returned_once()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "100.00");
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await Withdraw(story, customer, "60.00", first);
        await Withdraw(story, customer, "60.00", first);
        Assert.Equal(40m, await story.Own(customer));
        Assert.Equal("funds.balance-too-low", await OrderStory.Refused(() => Withdraw(story, customer, "40.01")));
        await Withdraw(story, customer, "40.00", second);

        var cashier = await story.World.Staff(Role.Finance);
        Task<bool> Pay(Actor by) => story.World.Use((AnswerOwnWithdrawal answer) => answer.Pay(first, "BOC-1", by));
        Assert.Equal("own-withdrawal.wrong-state", await OrderStory.Refused(() => Pay(cashier)));
        await story.World.Use((AnswerOwnWithdrawal answer) => answer.Approve(first, story.Finance));
        Assert.Equal("withdrawal.same-person", await OrderStory.Refused(() => Pay(story.Finance)));
        await Pay(cashier);
        await story.World.Use((AnswerOwnWithdrawal answer) => answer.Reject(second, "户名不符", story.Finance));

        Assert.Equal(40m, await story.Own(customer));
        Assert.Equal("own-withdrawal.wrong-state", await OrderStory.Refused(() => story.World.Use((AnswerOwnWithdrawal answer) => answer.Reject(first, "x", story.Finance))));
        var kinds = (await story.World.Use((FundsLists lists) => lists.Statement(customer, null, null, 10))).Select(line => line.Kind).Order();
        Assert.Equal([TransferKind.OwnTopUp, TransferKind.OwnWithdrawal, TransferKind.OwnWithdrawal, TransferKind.OwnWithdrawalReturn], kinds);
    }

    [Fact]
    public async Task A_transfer_to_a_customers_number_is_that_customers()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "0");
        var account = await story.World.Use((TopUpAccounts accounts) => accounts.OfCustomer(customer));
        Assert.Equal(account, await story.World.Use((TopUpAccounts accounts) => accounts.OfCustomer(customer)));
        await story.World.Use((RecordOwnTopUp topUp) => topUp.Run(Guid.NewGuid(), account.Number, "12.34", "TT-9", story.Finance));

        Assert.Equal(12.34m, await story.Own(customer));
    }
}
