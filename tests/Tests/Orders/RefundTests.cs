using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Refunds;

namespace PartnerCenter.Tests.Orders;

public sealed class RefundTests(TestServer server)
{
    // 320.00 a month for twelve months from 2 September 2024 on are 3,840.00; given up on day 1 of 365, and the refund arrives a day later.
    private const decimal Back = 3829.48m;

    [Theory, Rule("R12.4.24")]
    [InlineData(null, PaidFrom.Own, Since.Same, Destination.Own)]
    [InlineData(AssociationMode.Referral, PaidFrom.Own, Since.Same, Destination.Own)]
    [InlineData(AssociationMode.Referral, PaidFrom.Own, Since.Ended, Destination.Own)]
    [InlineData(AssociationMode.Referral, PaidFrom.Own, Since.Switched, Destination.Own)]
    [InlineData(AssociationMode.Referral, PaidFrom.Partner, Since.Same, Destination.Partner)]
    [InlineData(AssociationMode.Referral, PaidFrom.Partner, Since.Ended, Destination.Partner)]
    [InlineData(AssociationMode.Referral, PaidFrom.Partner, Since.Switched, Destination.Partner)]
    [InlineData(AssociationMode.Resale, PaidFrom.Allocation, Since.Same, Destination.Allocation)]
    [InlineData(AssociationMode.Resale, PaidFrom.Allocation, Since.Ended, Destination.Partner)]
    [InlineData(AssociationMode.Resale, PaidFrom.Allocation, Since.Switched, Destination.Partner)]
    [InlineData(AssociationMode.Resale, PaidFrom.Partner, Since.Same, Destination.Partner)]
    [InlineData(AssociationMode.Resale, PaidFrom.Partner, Since.Ended, Destination.Partner)]
    [InlineData(AssociationMode.Resale, PaidFrom.Partner, Since.Switched, Destination.Partner)]
    public async Task Money_goes_back_by_mode_means_and_what_has_become_of_the_association(
        AssociationMode? mode, PaidFrom from, Since since, Destination destination)
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(mode);
        var order = await story.Place(customer);
        await (from == PaidFrom.Partner ? story.PayByPartner(order, customer) : story.Pay(order, customer));
        await (since switch { Since.Switched => story.Switch(customer), Since.Ended => story.Leave(customer), _ => Task.CompletedTask });
        var resource = (await story.Order(order, customer)).Resource!.Value;
        var (own, allocated, partner) = (await story.Own(customer), await story.Allocated(customer), await story.Partners());

        Assert.Equal(destination, (await story.World.Use((Unsubscribe unsubscribe) => unsubscribe.Preview(resource, customer)))!.Single().Destination);
        await story.GiveUp(customer, resource);
        Assert.Equal((own, allocated, partner), (await story.Own(customer), await story.Allocated(customer), await story.Partners()));
        await story.Arrive();

        Assert.Equal(
            (own + At(Destination.Own), allocated + At(Destination.Allocation), partner + At(Destination.Partner)),
            (await story.Own(customer), await story.Allocated(customer), await story.Partners()));
        var refund = (await story.World.Use((RefundLists lists) => lists.Of(customer, null, null, 0, 10))).Single();
        Assert.Equal((Back, since, destination, RefundState.Arrived), (refund.Amount, refund.Since, refund.Destination, refund.State));
        await story.Arrive();
        Assert.Equal(own + At(Destination.Own), await story.Own(customer));

        decimal At(Destination one) => one == destination ? Back : 0;
    }

    [Fact, Rule("R12.4.24")]
    public async Task After_a_switch_to_resale_the_customer_withdraws_what_came_back_to_it()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(AssociationMode.Referral);
        var resource = await story.Bought(customer);
        await story.Switch(customer);
        await story.GiveUp(customer, resource);
        await story.Arrive();

        await story.World.Use((PartnerCenter.Funds.Own.RequestOwnWithdrawal request) =>
            request.Run(Guid.NewGuid(), new($"{1160m + Back}", "招商银行", "6222021234567890", World.Password), customer));

        Assert.Equal(0m, await story.Own(customer));
    }

    [Fact]
    public async Task What_has_not_begun_comes_back_whole_and_of_the_rest_the_days_left()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "20000.00");
        var begun = await story.Bought(customer, months: 1);
        var later = await story.Bought(customer, months: 1, start: story.World.Today.AddDays(10));
        await story.World.Use((ChangeResources change) => change.Renew(Guid.NewGuid(), [begun], 2, customer));
        var renewal = (await story.World.Use((OrderLists lists) => lists.Of(customer, new(OrderState.Unpaid), null, 0, 10))).Single();
        await story.Pay(renewal.Id, customer);
        story.Pass(24 * 9);

        // 2 to 11 September are ten of thirty days.
        var preview = (await story.World.Use((Unsubscribe unsubscribe) => unsubscribe.Preview(begun, customer)))!;
        Assert.Equal([213.33m, 640m], preview.Select(part => part.Refund));
        await story.GiveUp(customer, begun, later);
        await story.Arrive();

        Assert.Equal(20000m - 106.67m, await story.Own(customer));
        Assert.Equal("resource.wrong-state", await OrderStory.Refused(() => story.GiveUp(customer, begun)));
    }

    [Fact]
    public async Task Fewer_give_back_their_part_and_more_cost_the_days_left()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "20000.00");
        var resource = await story.Bought(customer, months: 1, quantity: 4);
        story.Pass(24 * 14);
        Task Resize(int quantity) => story.World.Use((ChangeResources change) => change.Resize(Guid.NewGuid(), resource, quantity, customer));

        // Half of the month is left: 14 whole days and today are 15 of 30.
        await Resize(1);
        await story.Arrive();
        Assert.Equal(20000m - 1280m + 480m, await story.Own(customer));

        // Fifteen days are gone; today and fourteen more are 15 of 30, for two more.
        await Resize(3);
        var order = (await story.World.Use((OrderLists lists) => lists.Of(customer, new(OrderState.Unpaid), null, 0, 10))).Single();
        Assert.Equal(320m, order.Amount);
        Assert.Equal("orders.waiting", await OrderStory.Refused(() => Resize(2)));
        await story.Pay(order.Id, customer);
        var row = (await story.World.Use((ResourceLists lists) => lists.Own(customer))).Single();
        Assert.Equal(3, row.Quantity);
        await story.GiveUp(customer, resource);
        await story.Arrive();

        // Of the first order's one 14 days of 30, of the second's two 14 of its 15.
        Assert.Equal(20000m - 1280m + 480m - 320m + 149.33m + 298.67m, await story.Own(customer));
    }

    [Fact]
    public async Task Unpaid_orders_and_refunds_on_their_way_stand_in_the_way_of_a_change()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(AssociationMode.Resale);
        var order = await story.Place(customer);
        async Task<string> Why() => $"{(await Assert.ThrowsAsync<Refusal>(() => story.Leave(customer))).Facts[0]}";

        Assert.Contains("unpaid order", await Why(), StringComparison.Ordinal);
        await story.Pay(order, customer);
        await story.GiveUp(customer, (await story.Order(order, customer)).Resource!.Value);
        Assert.Contains("refund", await Why(), StringComparison.Ordinal);
        await story.Arrive();
        await story.Leave(customer);

        Assert.Null(await story.World.Use((Associations associations) => associations.OfCustomer(customer.CustomerId)));
    }
}
