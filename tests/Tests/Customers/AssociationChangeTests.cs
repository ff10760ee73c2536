using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Customers;

public sealed partial class AssociationChangeTests(TestServer server)
{
    private const string Mobile = "13900139000";

    /// <summary>A partner with 1,000 CNY, and its customer with an account of its own and 300 of them if it is one of resale.</summary>
    private static async Task<(World World, Actor Partner, Actor Customer)> Associated(
        TestServer server, AssociationMode mode = AssociationMode.Resale, Action<IServiceCollection>? adapt = null)
    {
        var world = await World.New(server, adapt);
        var partner = await world.Partner("拓客科技");
        var prospect = await Register(world, partner);
        await world.Use((AcceptInvitation accept) => accept.Run(Invite(world, partner, prospect, mode).Result, new(Mobile, "it@customer.example", World.Password, true)));
        var customer = await world.Person("it@customer.example");
        var (finance, view) = (await world.Staff(Role.Finance), await world.View(partner));
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), view.Number, "1000.00", "TT-1", finance));
        if (mode == AssociationMode.Resale)
        {
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
            await world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), customer.CustomerId, "300.00", partner));
        }

        return (world, partner, customer);
    }

    private static Task<Guid> Register(World world, Actor partner) => world.Use((RegisterProspect register) =>
        register.Run(new("莲花超市", "王", Mobile, "it@customer.example"), partner));

    private static async Task<string> Invite(World world, Actor partner, Guid prospect, AssociationMode mode = AssociationMode.Resale) =>
        (await world.Use((InviteProspect invite) => invite.Run(prospect, mode, null, "http://x", partner)))!.Split('/')[^1];

    private static async Task<Guid> Ask(World world, Actor partner, Actor customer, ChangeKind kind, string? code = null) =>
        (await world.Use((AskAssociationChange ask) => ask.Run(customer.CustomerId, kind, "组织调整", code, partner)))!.Value;

    private static Task<Guid> Leave(World world, Actor customer) => world.Use((AskAssociationChange ask) => ask.RunAs("更换伙伴", customer));

    private static Task<bool> Agree(World world, Guid change, Actor by, string? code = null) =>
        world.Use((AnswerAssociationChange answer) => answer.Agree(change, code, by));

    private static Task<bool> Refuse(World world, Guid change, Actor by) => world.Use((AnswerAssociationChange answer) => answer.Refuse(change, "合同未到期", by));

    internal static async Task<string> Code(World world, Actor who, string operation, Guid thing)
    {
        await world.Use((SendConfirmationCode send) => send.Run(who.Account, operation, thing.ToString()));
        await world.Deliver();
        return Digits().Match(await world.Scalar<string>("select body from platform.sent_message where subject like '%code%' order by id desc limit 1")).Value;
    }

    private static async Task<AssociationMode?> Mode(World world, Actor customer) =>
        (await world.Use((Associations associations) => associations.OfCustomer(customer.CustomerId)))?.Mode;

    private static async Task<decimal> Balance(World world, Actor partner, Guid? customer = null) =>
        (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, customer, Currency.Cny))).Amount;

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    [Fact, Rule("R12.1.2.9")]
    public async Task A_switch_takes_effect_when_the_customer_confirms_with_its_code_and_not_before()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;

        Assert.Equal("form.required", await Refused(() =>
            world.Use((AskAssociationChange ask) => ask.Run(customer.CustomerId, ChangeKind.ModeSwitch, " ", null, partner))));
        var change = await Ask(world, partner, customer, ChangeKind.ModeSwitch);
        Assert.Equal((AssociationMode.Resale, 300m), (await Mode(world, customer), await Balance(world, partner, customer.CustomerId)));
        Assert.False(await Agree(world, change, partner));
        Assert.Equal("identity.code-needed", await Refused(() => Agree(world, change, customer)));
        await Agree(world, change, customer, await Code(world, customer, AnswerAssociationChange.Operation, change));

        Assert.Equal((AssociationMode.Referral, 1000m, 0m),
            (await Mode(world, customer), await Balance(world, partner), await Balance(world, partner, customer.CustomerId)));
        Assert.Equal("association-change.wrong-state", await Refused(() => Agree(world, change, customer, "123456")));
    }

    [Fact, Rule("R12.1.2.9")]
    public async Task What_is_in_the_way_is_listed_with_its_remedy_and_stops_both_sides()
    {
        var obstacle = new Arrears();
        var (world, partner, customer) = await Associated(server, adapt: services => services.AddSingleton<IAssociationStake>(obstacle));
        await using var _ = world;
        obstacle.Owed = 12.50m;

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Ask(world, partner, customer, ChangeKind.ModeSwitch));
        Assert.Equal("association.obstacle", refusal.Code);
        Assert.Equal(["The customer owes 12.50.", "It pays first."], refusal.Facts.Cast<LocalText>().Select(text => text.En));

        obstacle.Owed = 0;
        var change = await Ask(world, partner, customer, ChangeKind.ModeSwitch);
        obstacle.Owed = 1;
        var code = await Code(world, customer, AnswerAssociationChange.Operation, change);
        Assert.Equal("association.obstacle", await Refused(() => Agree(world, change, customer, code)));
        Assert.Equal(AssociationMode.Resale, await Mode(world, customer));
        obstacle.Owed = 0;
        await Agree(world, change, customer, code);
        Assert.Equal(AssociationMode.Referral, await Mode(world, customer));
    }

    [Fact, Rule("R12.1.2.10", "R12.4.31")]
    public async Task The_partner_lets_go_when_the_customer_confirms_and_the_log_tells_everything()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        world.At(2024, 9, 10);

        var change = await Ask(world, partner, customer, ChangeKind.Disassociation);
        world.At(2024, 9, 11);
        await Agree(world, change, customer, await Code(world, customer, AnswerAssociationChange.Operation, change));

        Assert.Null(await Mode(world, customer));
        var statement = await world.Use((FundsLists lists) => lists.Statement(partner, null, null, 10));
        Assert.Equal([(TransferKind.DisassociationReclaim, 300m, "莲花超市"), (TransferKind.Allocation, -300m, "莲花超市"), (TransferKind.TopUp, 1000m, "TT-1")],
            statement.Select(line => (line.Kind, line.Amount, line.Memo)));
        var log = await world.Use((AssociationLog log) => log.Of(partner, null, null, null, null, 0, 10));
        Assert.Equal(
            [(ChangeKind.Disassociation, ChangeOrigin.Partner, ChangeState.Done, "组织调整", "拓客科技", "莲花超市"), (ChangeKind.Association, ChangeOrigin.Invitation, ChangeState.Done, null, "莲花超市", "莲花超市")],
            log.Select(row => (row.Kind, row.Origin, row.State, row.Reason, row.AskedBy == "联系人" ? "拓客科技" : row.AskedBy, row.EndedBy!)));
        Assert.Equal((new DateTime(2024, 9, 10), new DateTime(2024, 9, 11)), (log[0].AskedAt.Date, log[0].EndedAt!.Value.Date));
        Assert.Equal((AssociationMode.Resale, (AssociationMode?)null), (log[0].FromMode!.Value, log[0].ToMode));
        Assert.Empty(await world.Use((CustomerLists lists) => lists.CustomersAfter(partner, null, null, null, 10)));
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
    }

    [Fact, Rule("R12.1.2.10")]
    public async Task A_customer_that_asks_leaves_when_the_administrator_agrees_and_stays_when_it_does_not()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;

        var first = await Leave(world, customer);
        Assert.Equal("association.pending", await Refused(() => Leave(world, customer)));
        Assert.False(await Agree(world, first, customer, "123456"));
        await Refuse(world, first, partner);
        Assert.Equal((AssociationMode.Resale, "合同未到期"),
            (await Mode(world, customer), (await world.Use((AssociationLog log) => log.Find(first, customer)))!.Answer));

        var second = await Leave(world, customer);
        var sales = partner with { Permissions = new HashSet<string> { CustomersModule.Change, CustomersModule.See } };
        Assert.Equal("access.denied", await Refused(() => Agree(world, second, sales)));
        await Agree(world, second, partner);
        Assert.Equal((null, 1000m), (await Mode(world, customer), await Balance(world, partner)));
    }

    [Fact, Rule("R12.4.3")]
    public async Task A_customer_asks_three_times_in_three_months_and_never_for_the_other_mode()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        Assert.Equal("access.denied", await Refused(() =>
            world.Use((AskAssociationChange ask) => ask.Run(customer.CustomerId, ChangeKind.ModeSwitch, "x", null, customer))));

        world.At(2024, 9, 10);
        for (var n = 0; n < 3; n++)
        {
            await Refuse(world, await Leave(world, customer), partner);
        }

        Assert.Equal("association.too-often", await Refused(() => Leave(world, customer)));
        world.Clock.MoveTo(new(2024, 12, 10, 1, 59, 59, TimeSpan.Zero));
        Assert.Equal("association.too-often", await Refused(() => Leave(world, customer)));
        world.Clock.MoveTo(new(2024, 12, 10, 2, 0, 0, TimeSpan.Zero));
        await Leave(world, customer);
    }

    [Fact, Rule("R12.1.2.3")]
    public async Task Another_partner_can_have_it_only_after_it_has_left()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        var other = await world.Partner("另一家科技");
        var token = await Invite(world, other, await Register(world, other));

        Assert.Equal("customer.associated-already", await Refused(() => world.Use((AcceptInvitation accept) => accept.RunAs(token, true, customer))));
        await Agree(world, await Leave(world, customer), partner);
        await world.Use((AcceptInvitation accept) => accept.RunAs(token, true, customer));

        Assert.Equal(other.PartnerId, (await world.Use((Associations a) => a.OfCustomer(customer.CustomerId)))!.Partner);
        Assert.Null(await world.Use((CustomerLists lists) => lists.Find(customer.CustomerId, partner)));
    }

    [Fact, Rule("R12.4.32")]
    public async Task Why_an_association_failed_both_sides_read()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        var other = await world.Partner("另一家科技");
        var token = await Invite(world, other, await Register(world, other));

        Assert.Equal("customer.associated-already", await Refused(() => world.Use((AcceptInvitation accept) => accept.RunAs(token, true, customer))));

        foreach (var side in new[] { other, customer })
        {
            var row = (await world.Use((AssociationLog log) => log.Of(side, null, null, ChangeState.Failed, null, 0, 9))).Single();
            Assert.Equal((ChangeKind.Association, "customer.associated-already", "莲花超市"), (row.Kind, row.Failure, row.CustomerName));
        }

        Assert.Empty(await world.Use((AssociationLog log) => log.Of(partner, null, null, ChangeState.Failed, null, 0, 9)));
        await Agree(world, await Leave(world, customer), partner);
        await world.Use((AcceptInvitation accept) => accept.RunAs(token, true, customer));
        Assert.Equal(AssociationMode.Resale, await Mode(world, customer));
    }

    [Theory, Rule("R12.4.19")]
    [InlineData(AssociationMode.Referral, 0, 1)]
    [InlineData(AssociationMode.Resale, 1, 7)]
    public async Task Grace_is_a_day_in_resale_and_seven_after_it_and_never_shorter_than_it_was(AssociationMode mode, int before, int after)
    {
        var (world, partner, customer) = await Associated(server, mode);
        await using var _ = world;
        Task<int> Grace() => world.Scalar<int>($"select grace_days from customers.customer where id = '{customer.CustomerId}'");
        Assert.Equal(before, await Grace());

        foreach (var days in new[] { after, 7 })
        {
            var change = await Ask(world, partner, customer, ChangeKind.ModeSwitch);
            await Agree(world, change, customer, await Code(world, customer, AnswerAssociationChange.Operation, change));
            Assert.Equal(days, await Grace());
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddHours(1));
        }
    }

    [Fact, Rule("R12.1.2.2b")]
    public async Task With_codes_switched_on_every_sensitive_action_asks_for_one_of_its_own()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        await world.Use((Confirmations confirmations) => confirmations.Switch(true, partner));
        var id = customer.CustomerId;
        async Task<string> Fresh(string operation, Guid thing)
        {
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(2));
            return await Code(world, partner, operation, thing);
        }

        Task Allocate(string? code) => world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), id, "1.00", partner, code));
        Assert.Equal("identity.code-needed", await Refused(() => Allocate(null)));
        await Allocate(await Fresh(FundsModule.Allocate, id));

        foreach (var kind in new[] { ChangeKind.ModeSwitch, ChangeKind.Disassociation })
        {
            Assert.Equal("identity.code-needed", await Refused(() => Ask(world, partner, customer, kind)));
            var other = await Fresh(FundsModule.Allocate, id);
            Assert.Equal("identity.code-wrong", await Refused(() => Ask(world, partner, customer, kind, other)));
            var change = await Ask(world, partner, customer, kind, await Fresh(AskAssociationChange.Operation, id));
            await world.Use((AnswerAssociationChange answer) => answer.Withdraw(change, partner));
        }

        var leaving = await Leave(world, customer);
        Assert.Equal("identity.code-needed", await Refused(() => Agree(world, leaving, partner)));
        Assert.Equal(AssociationMode.Resale, await Mode(world, customer));
        await Agree(world, leaving, partner, await Fresh(AnswerAssociationChange.Operation, leaving));
        Assert.Null(await Mode(world, customer));
    }

    [Fact]
    public async Task Twenty_who_agree_at_once_end_it_once()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        var change = await Leave(world, customer);
        var done = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (_, _) =>
        {
            try
            {
                await Agree(world, change, partner);
                Interlocked.Increment(ref done);
            }
            catch (Exception failure) when (failure is Refusal or DbUpdateConcurrencyException)
            {
                // Somebody else was first.
            }
        });

        Assert.Equal((1, 1000m), (done, await Balance(world, partner)));
        Assert.Equal(1L, await world.Scalar<long>("select count(*) from funds.transfer where kind = 'DisassociationReclaim'"));
    }

    [Fact]
    public async Task Nobody_else_sees_or_answers_it()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        var rival = await world.Partner("竞争科技");
        var change = await Leave(world, customer);

        Assert.Null(await world.Use((AssociationLog log) => log.Find(change, rival)));
        Assert.False(await Agree(world, change, rival));
        Assert.False(await Refuse(world, change, rival));
        Assert.Null(await world.Use((AskAssociationChange ask) => ask.Run(customer.CustomerId, ChangeKind.Disassociation, "x", null, rival)));
        Assert.NotNull(await world.Use((AssociationLog log) => log.Find(change, partner)));
    }

    /// <summary>What a later module might have at stake.</summary>
    private sealed class Arrears : IAssociationStake
    {
        public decimal Owed { get; set; }

        public Task<Stake> Of(AssociationChanged change, CancellationToken ct) => Task.FromResult(new Stake(
            Owed > 0 ? [new(new("客户欠费。", $"The customer owes {Owed:0.00}."), new("请先付款。", "It pays first."))] : [], []));
    }

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Digits();
}
