using PartnerCenter.Customers.Freezes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Orders;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Tests.Customers;

/// <summary>What a frozen customer can no longer do, and who freezes whom.</summary>
public class FreezeTests(TestServer server)
{
    [Fact]
    public async Task A_frozen_customer_orders_and_pays_nothing_and_reads_why()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(AssociationMode.Resale);
        var (resource, unpaid) = (await story.Bought(customer, 1), await story.Place(customer, 1));
        var asked = Guid.NewGuid();
        await story.World.Use((AskPartner ask) => ask.Run(asked, [unpaid], null, customer));

        Assert.True(await Freeze(story, customer, "欠款未结清"));

        var no = await Assert.ThrowsAsync<PartnerCenter.Kernel.Refusal>(() => story.Place(customer, 1));
        Assert.Equal(("customers.frozen", "欠款未结清"), (no.Code, no.Facts[0]));
        Assert.Equal("customers.frozen", await OrderStory.Refused(() => story.Pay(unpaid, customer)));
        Assert.Equal("customers.frozen", await OrderStory.Refused(() => story.World.Use((AnswerRequest answer) => answer.Pay(asked, null, story.Partner))));
        Assert.Equal("customers.frozen", await OrderStory.Refused(() => story.World.Use((ChangeResources change) => change.Renew(Guid.NewGuid(), [resource], 1, customer))));
        Assert.Equal(4680m, await story.Allocated(customer));
        Assert.Contains("欠款未结清", await Told(story, customer));
        Assert.Equal(["欠款未结清"], (await story.World.Use((FreezeLists lists) => lists.Own(customer))).Select(row => row.Reason));

        Assert.True(await story.World.Use((UnfreezeCustomer unfreeze) => unfreeze.Run(customer.CustomerId, "已结清", story.Partner)));
        Assert.Contains("已结清", await Told(story, customer));
        Assert.True(await story.Pay(unpaid, customer));
        var row = Assert.Single((await story.World.Use((FreezeLists lists) => lists.Of(customer.CustomerId, story.Partner)))!);
        Assert.Equal((story.Partner.Name, story.Partner.Name, "已结清"), (row.FrozenBy, row.EndedBy, row.EndReason));
        Assert.Equal(["customers.freeze", "customers.unfreeze"], (await story.World.Scalar<string[]>(
            "select array_agg(distinct action order by action) from platform.audit where action in ('customers.freeze', 'customers.unfreeze')")));
    }

    /// <summary>What was used before and while it is frozen stays due, and is not taken from its money meanwhile.</summary>
    [Fact]
    public async Task Use_goes_on_and_stays_due()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(AssociationMode.Resale);
        await story.World.Use((PlaceOrders place) => place.Run(Guid.NewGuid(), [new(OrderStory.Server, PurchaseType.PayPerUse, null, 1)], null, null, customer));
        await Freeze(story, customer, "核实中");

        story.Pass(24);
        await story.Job<PayAutomatically>();

        Assert.Equal(5000m, await story.Allocated(customer));
        var due = Assert.Single(await story.World.Use((OrderLists lists) => lists.Of(customer, new(OrderState.Unpaid), null, 0, 10)));
        Assert.Equal(OrderKind.Usage, due.Kind);
    }

    [Fact, Rule("R12.1.2.1")]
    public async Task Only_ones_own_resale_customers_are_frozen_once_and_a_freeze_ends_with_its_association()
    {
        await using var story = await OrderStory.Begin(server);
        var (resale, referral) = (await story.Customer(AssociationMode.Resale, "0"), await story.Customer(AssociationMode.Referral, "0"));
        var other = await story.World.Partner("别家冻结");
        var id = Guid.NewGuid();

        Assert.Equal("customers.freeze-referral", await OrderStory.Refused(() => Freeze(story, referral, "原因")));
        Assert.False(await story.World.Use((FreezeCustomer freeze) => freeze.Run(Guid.NewGuid(), resale.CustomerId, "原因", other)));
        Assert.Equal("customers.not-frozen", await OrderStory.Refused(() => story.World.Use((UnfreezeCustomer unfreeze) => unfreeze.Run(resale.CustomerId, "原因", story.Partner))));
        Assert.Equal("form.required", await OrderStory.Refused(() => Freeze(story, resale, " ")));
        for (var n = 0; n < 2; n++)
        {
            Assert.True(await story.World.Use((FreezeCustomer freeze) => freeze.Run(id, resale.CustomerId, "原因", story.Partner)));
        }

        Assert.Equal("customers.frozen-already", await OrderStory.Refused(() => Freeze(story, resale, "原因")));
        Assert.Null(await story.World.Use((FreezeLists lists) => lists.Of(resale.CustomerId, other)));

        await story.Leave(resale);

        Assert.Empty(await story.World.Use((CustomerFreezes freezes) => freezes.Among([resale.CustomerId])));
        Assert.Equal((1L, 1L), (await story.World.Scalar<long>("select count(*) from customers.freeze"), await story.World.Scalar<long>("select count(*) from customers.freeze where end_reason is null and ended_at is not null")));
    }

    private static Task<bool> Freeze(OrderStory story, Actor customer, string reason) =>
        story.World.Use((FreezeCustomer freeze) => freeze.Run(Guid.NewGuid(), customer.CustomerId, reason, story.Partner));

    private static async Task<string> Told(OrderStory story, Actor customer)
    {
        await story.World.Deliver();
        return await story.World.Scalar<string>(
            $"select coalesce(string_agg(body_zh, ' '), '') from platform.notification where account_id = '{customer.Account}' and event = 'customers.freeze'");
    }
}
