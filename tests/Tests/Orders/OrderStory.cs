using PartnerCenter.Customers;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Own;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Tests.Customers;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Tests.Orders;

/// <summary>A partner with 10,000 CNY and customers with accounts of their own, who order servers at 320.00 a month.</summary>
internal sealed class OrderStory(World world) : IAsyncDisposable
{
    public const string Server = "ecs.c4";
    private int people;

    public World World => world;

    public Actor Partner { get; private set; } = null!;

    public Actor Finance { get; private set; } = null!;

    public static async Task<OrderStory> Begin(TestServer server, PartnerProgram program = PartnerProgram.SolutionProvider) =>
        await In(await World.New(server), program);

    public static async Task<OrderStory> In(World world, PartnerProgram program = PartnerProgram.SolutionProvider)
    {
        var story = new OrderStory(world);
        story.Finance = await story.World.Staff(Role.Finance);
        story.Partner = await story.World.Partner("订单科技", program == PartnerProgram.Reseller ? null : program);
        if (program == PartnerProgram.Reseller)
        {
            var (distributor, manager) = (await story.World.Partner("总经销科技", PartnerProgram.Distributor), await story.World.Staff(Role.EcosystemManager));
            await story.World.Use((JoinProgram join) => join.Admit(story.Partner.PartnerId, program, distributor.PartnerId, manager));
        }

        var view = await story.World.View(story.Partner);
        await story.World.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), view.Number, "10000.00", "TT-1", story.Finance));
        return story;
    }

    /// <summary>A customer: direct without a mode. It holds 5,000 CNY, of its own or allocated.</summary>
    public async Task<Actor> Customer(AssociationMode? mode, string amount = "5000.00")
    {
        var (email, mobile) = ($"it{++people}@customer.example", $"1390013{people:0000}");
        if (mode is null)
        {
            await world.Use((RegisterCustomer register) => register.Run(new(true, $"客户{people}", mobile, email, World.Password)));
        }
        else
        {
            await world.Use(async (AcceptInvitation accept) => await accept.Run(await Invite(email, mobile, mode.Value), new(mobile, email, World.Password, true)));
        }

        var customer = await world.Person(email);
        if (amount != "0")
        {
            await (mode == AssociationMode.Resale ? Allocate(customer, amount) : TopUp(customer, amount));
        }

        return customer;
    }

    public async Task<string> Invite(string email, string mobile, AssociationMode mode)
    {
        var prospect = await world.Use((RegisterProspect register) => register.Run(new($"客户{people}", "王", mobile, email), Partner));
        return (await world.Use((InviteProspect invite) => invite.Run(prospect, mode, null, "http://x", Partner)))!.Split('/')[^1];
    }

    public Task Allocate(Actor customer, string amount) => world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), customer.CustomerId, amount, Partner));

    public async Task TopUp(Actor customer, string amount)
    {
        var number = await world.Scalar<string>($"select number from customers.customer where id = '{customer.CustomerId}'");
        await world.Use((RecordOwnTopUp topUp) => topUp.Run(Guid.NewGuid(), number, amount, "TT-2", Finance));
    }

    public void Pass(double hours = 1) => world.Clock.MoveTo(world.Clock.GetUtcNow().AddHours(hours));

    /// <summary>Places an order for servers; a second passes.</summary>
    public async Task<Guid> Place(Actor customer, int months = 12, int quantity = 1, DateOnly? start = null)
    {
        var id = Guid.NewGuid();
        await world.Use((PlaceOrders place) => place.Run(id, [new(Server, PurchaseType.Period, months, quantity, start)], null, null, customer));
        Pass(0.001);
        return id;
    }

    public Task<bool> Pay(Guid order, Actor customer, Guid? id = null, params VoucherChoice[] vouchers) =>
        world.Use((PayOrders pay) => pay.Run(id ?? Guid.NewGuid(), [order], vouchers, customer));

    public async Task PayByPartner(Guid order, Actor customer)
    {
        var request = Guid.NewGuid();
        await world.Use((AskPartner ask) => ask.Run(request, [order], null, customer));
        Assert.True(await world.Use((AnswerRequest answer) => answer.Pay(request, null, Partner)));
    }

    public Task<OrderRow> Order(Guid id, Actor by) => world.Use(async (OrderLists lists) => (await lists.Find(id, by))!);

    public async Task<Guid> Bought(Actor customer, int months = 12, int quantity = 1, DateOnly? start = null)
    {
        var order = await Place(customer, months, quantity, start);
        await Pay(order, customer);
        return (await Order(order, customer)).Resource!.Value;
    }

    public Task<bool> GiveUp(Actor customer, params Guid[] resources) => world.Use((Unsubscribe unsubscribe) => unsubscribe.Run(Guid.NewGuid(), resources, customer));

    /// <summary>A day passes and refunds arrive.</summary>
    public async Task Arrive()
    {
        Pass(24.1);
        await Job<PayRefunds>();
    }

    public Task Job<T>()
        where T : IJob<Occurrence> => world.Use((T job) => job.Run(new(world.Clock.GetUtcNow()), null!, default));

    public async Task Leave(Actor customer)
    {
        Pass();
        var change = await world.Use((AskAssociationChange ask) => ask.RunAs("更换伙伴", customer));
        await world.Use((AnswerAssociationChange answer) => answer.Agree(change, null, Partner));
        Pass();
    }

    public async Task Switch(Actor customer)
    {
        Pass();
        var change = await world.Use((AskAssociationChange ask) => ask.Run(customer.CustomerId, ChangeKind.ModeSwitch, "调整", null, Partner));
        var code = await AssociationChangeTests.Code(world, customer, AnswerAssociationChange.Operation, change!.Value);
        await world.Use((AnswerAssociationChange answer) => answer.Agree(change.Value, code, customer));
        Pass();
    }

    public async Task<decimal> Own(Actor customer) => (await world.Use((Ledger ledger) => ledger.OwnBalance(customer.CustomerId))).Amount;

    public async Task<decimal> Allocated(Actor customer) =>
        (await world.Use((Ledger ledger) => ledger.Balance(Partner.PartnerId, customer.CustomerId, Currency.Cny))).Amount;

    public async Task<decimal> Partners() => (await world.Use((Ledger ledger) => ledger.Balance(Partner.PartnerId, null, Currency.Cny))).Amount;

    public static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    public async ValueTask DisposeAsync()
    {
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
        await world.DisposeAsync();
    }
}
