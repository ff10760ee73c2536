using PartnerCenter.Customers;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs.Published;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Tests.Orders;

public sealed class PaymentTests(TestServer server)
{
    [Fact, Rule("R12.1.2.1", "R12.1.3.4")]
    public async Task A_resale_customer_spends_its_allocation_and_others_their_own_money()
    {
        await using var story = await OrderStory.Begin(server);
        var (resale, referral) = (await story.Customer(AssociationMode.Resale), await story.Customer(AssociationMode.Referral));
        var partner = await story.Partners();
        Assert.Equal(5000m, partner);
        foreach (var customer in new[] { resale, referral })
        {
            await story.Pay(await story.Place(customer), customer);
        }

        Assert.Equal((1160m, 0m), (await story.Allocated(resale), await story.Own(resale)));
        Assert.Equal((0m, 1160m), (await story.Allocated(referral), await story.Own(referral)));
        Assert.Equal(partner, await story.Partners());
        var kinds = (await story.World.Use((FundsLists lists) => lists.Statement(story.Partner, null, null, 10))).Select(line => line.Kind).ToHashSet();
        Assert.Equal([TransferKind.TopUp, TransferKind.Allocation], kinds.Order());
    }

    [Fact]
    public async Task A_repeat_changes_nothing_and_two_at_once_pay_once()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "10000.00");
        var (order, other, id) = (await story.Place(customer), await story.Place(customer), Guid.NewGuid());
        async Task<string> Paid(Guid command) => await Record.ExceptionAsync(() => story.Pay(order, customer, command)) is Refusal refusal ? refusal.Code : "";

        var outcomes = await Task.WhenAll(Paid(id), Paid(Guid.NewGuid()), Paid(Guid.NewGuid()));
        Assert.Equal(["", "order.wrong-state", "order.wrong-state"], outcomes.Order());
        if (outcomes[0].Length == 0)
        {
            Assert.Equal("", await Paid(id));
            Assert.Equal("idempotency.other-content", await OrderStory.Refused(() => story.Pay(other, customer, id)));
        }

        Assert.Equal(6160m, await story.Own(customer));
        Assert.Single(await story.World.Use((ResourceLists lists) => lists.Own(customer)));
    }

    [Fact, Rule("R12.4.9")]
    public async Task Customers_of_a_solution_provider_ask_in_both_modes_and_a_resellers_in_resale_alone()
    {
        await using var provider = await OrderStory.Begin(server);
        foreach (var mode in new[] { AssociationMode.Referral, AssociationMode.Resale })
        {
            var customer = await provider.Customer(mode, "0");
            var (order, before) = (await provider.Place(customer), await provider.Partners());
            await provider.PayByPartner(order, customer);
            Assert.Equal(before - 3840m, await provider.Partners());
            Assert.Equal((OrderState.Completed, PaidFrom.Partner), ((await provider.Order(order, customer)).State, (await provider.Order(order, customer)).PaidFrom));
        }

        await using var reseller = await OrderStory.Begin(server, PartnerProgram.Reseller);
        var resale = await reseller.Customer(AssociationMode.Resale, "0");
        await reseller.PayByPartner(await reseller.Place(resale), resale);
        var referral = await reseller.Customer(AssociationMode.Referral, "0");
        var wish = await reseller.Place(referral);
        Assert.Equal("orders.reseller-referral", await OrderStory.Refused(() => reseller.PayByPartner(wish, referral)));
        var direct = await provider.Customer(null, "0");
        var alone = await provider.Place(direct);
        Assert.Equal("association.none", await OrderStory.Refused(() => provider.PayByPartner(alone, direct)));
    }

    [Fact]
    public async Task A_request_is_answered_once_and_by_its_partner()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(AssociationMode.Referral);
        var (order, request) = (await story.Place(customer), Guid.NewGuid());
        Task<bool> Ask(Guid id) => story.World.Use((AskPartner ask) => ask.Run(id, [order], "预算内", customer));
        Task<bool> Pay(Actor by) => story.World.Use((AnswerRequest answer) => answer.Pay(request, null, by));
        await Ask(request);
        await Ask(request);
        Assert.Equal("orders.asked-already", await OrderStory.Refused(() => Ask(Guid.NewGuid())));

        Assert.False(await Pay(await story.World.Partner("别家科技")));
        Assert.True(await Pay(story.Partner));
        Assert.True(await Pay(story.Partner));

        Assert.Equal(6160m, await story.Partners());
        Assert.Equal("payment-request.wrong-state", await OrderStory.Refused(() => story.World.Use((AnswerRequest answer) => answer.Decline(request, "晚了", story.Partner))));
    }

    [Fact, Rule("R12.1.9.11")]
    public async Task Orders_of_a_combination_are_paid_or_cancelled_together_and_then_go_their_own_ways()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "20000.00");
        foreach (var kind in Enum.GetValues<CombinationKind>())
        {
            async Task<(Guid Id, List<OrderRow> Orders)> Place()
            {
                var id = Guid.NewGuid();
                await story.World.Use((PlaceOrders place) => place.Run(
                    id, [new(OrderStory.Server, PurchaseType.Period, 1, 1), new("evs.ssd100", PurchaseType.Period, 1, 2)], kind, "组合", customer));
                var found = await story.World.Use((OrderLists lists) => lists.Combination(id, customer));
                Assert.Equal(kind, found!.Value.Row.Kind);
                return (id, found.Value.Orders);
            }

            var (first, second) = (await Place(), await Place());
            Assert.Equal("orders.combined", await OrderStory.Refused(() => story.Pay(first.Orders[0].Id, customer)));
            var before = await story.Own(customer);
            await story.World.Use((PayOrders pay) => pay.Run(Guid.NewGuid(), [.. first.Orders.Select(o => o.Id)], [], customer));
            Assert.Equal(before - 460m, await story.Own(customer));

            await story.World.Use((CancelOrders cancel) => cancel.Run(second.Orders[1].Id, customer));
            var cancelled = await story.World.Use((OrderLists lists) => lists.Combination(second.Id, customer));
            Assert.All(cancelled!.Value.Orders, order => Assert.Equal(OrderState.Cancelled, order.State));

            var paid = (await story.World.Use((OrderLists lists) => lists.Combination(first.Id, customer)))!.Value.Orders;
            await story.GiveUp(customer, paid[0].Resource!.Value);
            Assert.Equal([OrderState.Unsubscribed, OrderState.Completed],
                (await story.World.Use((OrderLists lists) => lists.Combination(first.Id, customer)))!.Value.Orders.Select(order => order.State));
        }
    }

    [Fact]
    public async Task An_order_that_nobody_pays_in_time_is_cancelled_and_cannot_be_paid_meanwhile()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null);
        var order = await story.Place(customer);
        story.Pass(168);
        Assert.Equal("orders.expired", await OrderStory.Refused(() => story.Pay(order, customer)));
        await story.Job<ExpireOrders>();
        Assert.Equal(OrderState.Cancelled, (await story.Order(order, customer)).State);
    }

    [Fact]
    public async Task Use_is_charged_by_the_second_cut_to_the_cent_and_stays_due_without_money()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "10.00");
        await story.World.Use((PlaceOrders place) => place.Run(Guid.NewGuid(), [new(OrderStory.Server, PurchaseType.PayPerUse, null, 1)], null, null, customer));
        story.World.At(2024, 9, 2, 17);
        await story.Job<PayAutomatically>();

        // From 10:00 to midnight are 14 hours at 0.64: 8.96.
        Assert.Equal(1.04m, await story.Own(customer));
        story.World.At(2024, 9, 3, 17);
        await story.Job<PayAutomatically>();
        await story.Job<PayAutomatically>();
        var due = (await story.World.Use((OrderLists lists) => lists.Of(customer, new(OrderState.Unpaid), null, 0, 10))).Single();
        Assert.Equal((OrderKind.Usage, 15.36m, 1.04m), (due.Kind, due.Amount, await story.Own(customer)));
        Assert.Equal("orders.use-stays-due", await OrderStory.Refused(() => story.World.Use((CancelOrders cancel) => cancel.Run(due.Id, customer))));
    }
}
