using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Alerts;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Withdrawals;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Tests.Funds;

public class WithdrawalTests(TestServer server)
{
    private const string Number = "6222 0212 3456 7890";

    /// <summary>A partner with 1,000 CNY, and one of the vendor's finance.</summary>
    private static async Task<(World World, Actor Partner, Actor Finance)> Funded(TestServer server)
    {
        var world = await World.New(server);
        var partner = await world.Partner("提现科技");
        var finance = await world.Staff(Role.Finance);
        var view = await world.View(partner);
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), view.Number, "1000.00", "TT-1", finance));
        return (world, partner, finance);
    }

    private static Task<Guid> Propose(World world, Actor partner, string holder = "提现科技", string number = Number, string present = World.Password) =>
        world.Use((ProposeBankAccount propose) => propose.Run(new(holder, "招商银行 深圳", number, present), partner));

    private static async Task<Guid> Active(World world, Actor partner, Actor finance)
    {
        var account = await Propose(world, partner);
        await Decide(world, account, finance, approve: true);
        return account;
    }

    private static async Task Decide(World world, Guid subject, Actor by, bool approve)
    {
        var review = (await world.Use((ReviewLists lists) => lists.OfSubject(subject)))!.Id;
        await world.Use((ReviewDesk desk) => approve ? desk.Approve(review, by, "好") : desk.Reject(review, by, "不符"));
    }

    private static async Task<Guid> Request(World world, Actor partner, Guid account, string amount, Guid? id = null)
    {
        var command = id ?? Guid.NewGuid();
        await world.Use((RequestWithdrawal request) => request.Run(command, new(account, amount, World.Password), partner));
        return command;
    }

    private static Task<bool> Pay(World world, Guid id, Actor by) => world.Use((PayWithdrawal pay) => pay.Run(id, "BANK-77", by));

    private static async Task<decimal> Balance(World world, Actor partner) =>
        (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount;

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    [Fact]
    public async Task Money_is_set_aside_at_once_and_paid_by_a_second_person_of_finance()
    {
        var (world, partner, finance) = await Funded(server);
        await using var _ = world;
        var account = await Active(world, partner, finance);
        world.At(2024, 9, 3);

        var id = await Request(world, partner, account, "400.00");
        await Request(world, partner, account, "400.00", id);
        Assert.Equal(600m, await Balance(world, partner));
        Assert.Equal("idempotency.other-content", await Refused(() => Request(world, partner, account, "401.00", id)));
        var cashier = await world.Staff(Role.Finance);
        Assert.Equal("withdrawal.wrong-state", await Refused(() => Pay(world, id, cashier)));

        await Decide(world, id, finance, approve: true);
        Assert.Equal("withdrawal.same-person", await Refused(() => Pay(world, id, finance with { Name = "改了名字" })));
        await Pay(world, id, cashier);
        Assert.Equal("withdrawal.wrong-state", await Refused(() => Pay(world, id, cashier)));

        Assert.Equal([TransferKind.Withdrawal, TransferKind.TopUp], (await world.Use((FundsLists lists) => lists.Statement(partner, null, null, 9))).Select(l => l.Kind));
        Assert.Equal(0m, await world.Scalar<decimal>("select sum(balance) from funds.account where kind = 'Withdrawals'"));
        Assert.Equal(-600m, await world.Scalar<decimal>("select sum(balance) from funds.account where kind = 'Bank'"));
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
    }

    [Fact]
    public async Task What_is_rejected_goes_back_to_the_balance()
    {
        var (world, partner, finance) = await Funded(server);
        await using var _ = world;
        var id = await Request(world, partner, await Active(world, partner, finance), "1000.00");
        Assert.Equal(0m, await Balance(world, partner));

        await Decide(world, id, finance, approve: false);

        Assert.Equal(1000m, await Balance(world, partner));
        Assert.Equal(WithdrawalState.Rejected, (await world.Use((WithdrawalLists lists) => lists.Find(id, partner)))!.State);
    }

    [Fact]
    public async Task An_account_is_the_real_name_subjects_checked_by_finance_and_ones_own()
    {
        var (world, partner, finance) = await Funded(server);
        await using var _ = world;

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Propose(world, partner, "别人的公司"));
        Assert.Equal(("funds.holder", "Holder", "提现科技"), (refusal.Code, refusal.Field, (string)refusal.Facts[0]));
        Assert.Equal("funds.account-number", await Refused(() => Propose(world, partner, number: "12-34")));
        Assert.Equal("identity.password-wrong", await Refused(() => Propose(world, partner, present: "not my password")));

        var account = await Propose(world, partner);
        Assert.Equal("funds.bank-account", await Refused(() => Request(world, partner, account, "1.00")));
        await Decide(world, account, finance, approve: true);
        var rival = await world.Partner("竞争科技");
        Assert.Equal("funds.bank-account", await Refused(() => Request(world, rival, account, "1.00")));
        Assert.Equal("funds.balance-too-low", await Refused(() => Request(world, partner, account, "1000.01")));
        await world.Use((ProposeBankAccount accounts) => accounts.Retire(account, partner));
        Assert.Equal("funds.bank-account", await Refused(() => Request(world, partner, account, "1.00")));
        Assert.Equal(1000m, await Balance(world, partner));
        Assert.DoesNotContain("7890", await world.Scalar<string>("select number from funds.bank_account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_pays_sees_the_whole_number_with_its_password_and_on_record()
    {
        var (world, partner, finance) = await Funded(server);
        await using var _ = world;
        var id = await Request(world, partner, await Active(world, partner, finance), "10.00");

        Assert.Equal("access.denied", await Refused(() => world.Use((RevealBankAccount reveal) => reveal.Run(id, World.Password, partner))));
        Assert.Equal("identity.password-wrong", await Refused(() => world.Use((RevealBankAccount reveal) => reveal.Run(id, "x", finance))));
        Assert.Equal("6222021234567890", await world.Use((RevealBankAccount reveal) => reveal.Run(id, World.Password, finance)));
        Assert.Equal(1L, await world.Scalar<long>("select count(*) from platform.audit where action = 'funds.reveal-bank-account' and changes like '%seen%'"));
    }

    [Fact]
    public async Task Twenty_wishes_at_once_never_take_more_than_there_is()
    {
        var (world, partner, finance) = await Funded(server);
        await using var _ = world;
        var account = await Active(world, partner, finance);
        var done = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (_, _) =>
        {
            try
            {
                await Request(world, partner, account, "300.00");
                Interlocked.Increment(ref done);
            }
            catch (Refusal refusal) when (refusal.Code == "funds.balance-too-low")
            {
                // Somebody else was first.
            }
        });

        Assert.Equal((3, 100m), (done, await Balance(world, partner)));
    }

    [Fact, Rule("R12.1.3.11")]
    public async Task Below_the_threshold_one_is_told_once_and_again_only_after_having_been_above()
    {
        var (world, partner, finance) = await Funded(server);
        await using var _ = world;
        var customer = await world.Customer(partner, "C-1");
        Task Move(string amount) => world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), customer, amount, partner));
        async Task<long> Told()
        {
            await world.Use((IServiceProvider scope) => scope.GetRequiredService<WatchBalances>().Run(new(world.Clock.GetUtcNow()), null!, default));
            await world.Deliver();
            return await world.Scalar<long>("select count(*) from platform.notification where event = 'funds.balance-low'");
        }

        await world.Use((SetBalanceAlert alert) => alert.Run("500.00", partner));
        Assert.Equal(0, await Told());
        await Move("500.00");
        Assert.Equal(0, await Told());
        await Move("0.01");
        Assert.Equal(1, await Told());
        await Move("100.00");
        Assert.Equal(1, await Told());
        await world.Use((ReclaimFunds reclaim) => reclaim.Run(Guid.NewGuid(), customer, "100.01", partner));
        Assert.Equal(1, await Told());
        await Move("1.00");
        Assert.Equal(2, await Told());
        await world.Use((SetBalanceAlert alert) => alert.Run("", partner));
        await Move("1.00");
        Assert.Equal(2, await Told());
        Assert.Equal("money.not-cents", await Refused(() => world.Use((SetBalanceAlert alert) => alert.Run("0.001", partner))));
    }

    [Fact]
    public async Task Each_partner_has_a_number_of_its_own_to_which_transfers_are_entered()
    {
        var (world, partner, finance) = await Funded(server);
        await using var _ = world;
        var other = await world.Partner("另一家科技");

        var mine = await world.Use((TopUpAccounts accounts) => accounts.Of(partner));
        var theirs = await world.Use((TopUpAccounts accounts) => accounts.Of(other));
        Assert.NotEqual(mine.Number, theirs.Number);
        Assert.Equal(mine.Number, (await world.Use((TopUpAccounts accounts) => accounts.Of(partner))).Number);
        Assert.Equal('3', TopUpAccounts.Check("7992739871"));

        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), theirs.Number, "5.00", "TT-2", finance));
        Assert.Equal((1000m, 5m), (await Balance(world, partner), await Balance(world, other)));
        Assert.Equal("funds.no-partner", await Refused(() => world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), theirs.Number + "0", "5.00", "TT-3", finance))));
    }
}
