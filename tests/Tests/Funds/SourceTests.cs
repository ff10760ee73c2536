using PartnerCenter.Funds;
using PartnerCenter.Funds.OnlineTopUps;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Funds.Withdrawals;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Tests.Funds;

/// <summary>Where money came from, and to whom it goes back.</summary>
public sealed class SourceTests(TestServer server) : IAsyncLifetime
{
    private const string Company = "来源科技";
    private const string Wallet = "江南贸易";
    private World world = null!;
    private Actor partner = null!;
    private Actor finance = null!;

    public async ValueTask InitializeAsync()
    {
        world = await World.New(server);
        (partner, finance) = (await world.Partner(Company), await world.Staff(Role.Finance));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private async Task TopUp(string amount)
    {
        var number = (await world.View(partner)).Number;
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, amount, "TT-1", finance));
    }

    private async Task Online(string amount, string channel, string payer)
    {
        var id = Guid.NewGuid();
        await world.Use((BeginOnlineTopUp begin) => begin.Run(id, new(channel, amount), "http://127.0.0.1:1", partner));
        await world.Use((SettleOnlineTopUp settle) => settle.Run(new(id, "paid", amount, "CNY", payer)));
    }

    private Task Incentive(decimal amount) => world.Use(async (IServiceProvider scope) =>
    {
        ((Ledger)scope.GetService(typeof(Ledger))!).Post(Guid.NewGuid(), TransferKind.Incentive, partner.PartnerId, null, Money.Cny(amount), "PO-1", finance);
        await ((UnitOfWork)scope.GetService(typeof(UnitOfWork))!).Save(finance, "test");
    });

    private async Task<Guid> Account(string holder)
    {
        var id = await world.Use((ProposeBankAccount propose) => propose.Run(new(holder, "招商银行 深圳", "6222021234567890", World.Password), partner));
        await Decide(id, true);
        return id;
    }

    private async Task Decide(Guid subject, bool approve)
    {
        var review = (await world.Use((ReviewLists lists) => lists.OfSubject(subject)))!.Id;
        await world.Use((ReviewDesk desk) => approve ? desk.Approve(review, finance, "好") : desk.Reject(review, finance, "不符"));
    }

    private async Task<Guid> Withdraw(Guid account, string amount, string? source = null)
    {
        var id = Guid.NewGuid();
        await world.Use((RequestWithdrawal request) => request.Run(id, new(account, amount, World.Password, source), partner));
        return id;
    }

    private async Task<string> Key(MoneySource source) => (await Sources()).Single(one => one.From.Source == source).Key;

    private Task<List<SourceBalance>> Sources() => world.Use((MoneySources sources) => sources.Of(partner));

    private async Task<List<(MoneySource, decimal)>> Amounts() => [.. (await Sources()).Select(one => (one.From.Source, one.Amount))];

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    [Fact, Rule("R12.1.3.7")]
    public async Task What_a_wallet_paid_goes_back_to_its_subject_and_all_else_to_the_real_name_subject()
    {
        await TopUp("100.00");
        await Online("200.00", "personal-bank", "某人");
        await Online("300.00", "wallet-b", Wallet);
        await Incentive(400m);
        Assert.Equal("funds.holder", await Refused(() => Account("旁人有限公司")));
        var (company, wallet) = (await Account(Company), await Account(Wallet));

        Assert.Equal("funds.holder", await Refused(async () => await Withdraw(company, "1.00", await Key(MoneySource.Wallet))));
        foreach (var source in new[] { MoneySource.Transfer, MoneySource.NetBank, MoneySource.Incentive })
        {
            Assert.Equal("funds.holder", await Refused(async () => await Withdraw(wallet, "1.00", await Key(source))));
            await Withdraw(company, "1.00", await Key(source));
        }

        await Withdraw(wallet, "300.00", await Key(MoneySource.Wallet));
        Assert.Equal([(MoneySource.Incentive, 399m), (MoneySource.NetBank, 199m), (MoneySource.Transfer, 99m)], await Amounts());
        Assert.Equal("funds.source", await Refused(() => Withdraw(wallet, "1.00", "Wallet|别人|x")));
    }

    [Fact, Rule("R12.1.3.6")]
    public async Task A_withdrawal_takes_of_one_source_alone_and_what_is_rejected_is_of_that_source_again()
    {
        await TopUp("100.00");
        await Online("300.00", "wallet-b", Wallet);
        var account = await Account(Company);

        Assert.Equal("funds.source-too-low", await Refused(() => Withdraw(account, "100.01")));
        var id = await Withdraw(account, "100.00");
        Assert.Equal([(MoneySource.Wallet, 300m)], await Amounts());
        await Decide(id, false);
        Assert.Equal([(MoneySource.Transfer, 100m), (MoneySource.Wallet, 300m)], await Amounts());

        var paid = await Withdraw(account, "40.00");
        await Decide(paid, true);
        var cashier = await world.Staff(Role.Finance);
        await world.Use((PayWithdrawal pay) => pay.Run(paid, "BANK-1", cashier));
        Assert.Equal([(MoneySource.Transfer, 60m), (MoneySource.Wallet, 300m)], await Amounts());
        Assert.Equal(0L, await world.Use((Ledger ledger) => ledger.Strays()));
    }

    [Fact, Rule("R12.1.3.6")]
    public async Task After_a_change_of_the_signing_entity_online_payments_go_back_by_the_old_one_and_transfers_by_the_new_one()
    {
        await TopUp("100.00");
        await Online("300.00", "wallet-b", Wallet);
        await world.Execute($"update network.agreement set signing_entity = 'Cloud Computing International Pte. Ltd.' where partner_id = '{partner.PartnerId}'");
        await Online("50.00", "wallet-b", Wallet);
        var (company, wallet) = (await Account(Company), await Account(Wallet));

        var wallets = (await Sources()).Where(one => one.From.Source == MoneySource.Wallet).OrderBy(one => one.Amount).ToList();
        Assert.Equal([50m, 300m], wallets.Select(one => one.Amount));
        var ids = new[] { await Withdraw(company, "10.00"), await Withdraw(wallet, "300.00", wallets[1].Key), await Withdraw(wallet, "50.00", wallets[0].Key) };

        var entities = new List<string>();
        foreach (var id in ids)
        {
            entities.Add((await world.Use((WithdrawalLists lists) => lists.Find(id, partner)))!.PayingEntity);
        }

        Assert.Equal(["Cloud Computing International Pte. Ltd.", "Cloud Computing Technologies Co., Ltd.", "Cloud Computing International Pte. Ltd."], entities);
    }

    [Fact]
    public async Task Money_that_comes_back_from_a_customer_is_what_it_was()
    {
        await Online("300.00", "wallet-b", Wallet);
        world.At(2024, 9, 3);
        await TopUp("100.00");
        var customer = await world.Customer(partner, "C-1");

        await world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), customer, "350.00", partner));
        Assert.Equal([(MoneySource.Transfer, 50m)], await Amounts());
        await world.Use((ReclaimFunds reclaim) => reclaim.Run(Guid.NewGuid(), customer, "320.00", partner));

        // The oldest comes back first as well.
        Assert.Equal([(MoneySource.Transfer, 70m), (MoneySource.Wallet, 300m)], await Amounts());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_happens_lots_add_up_to_the_balance(int seed)
    {
        var random = new Random(seed);
        await TopUp("500.00");
        var customers = new[] { await world.Customer(partner, "C-1"), await world.Customer(partner, "C-2") };
        var account = await Account(Company);
        var requested = new Queue<Guid>();
        for (var n = 0; n < 40; n++)
        {
            var (amount, customer) = ($"{random.Next(1, 20000) / 100m:0.00}", customers[random.Next(2)]);
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddHours(1));
            try
            {
                await (random.Next(7) switch
                {
                    0 => TopUp(amount),
                    1 => Online(amount, "wallet-a", random.Next(2) == 0 ? "甲" : "乙"),
                    2 => Incentive(1.23m),
                    3 or 4 => world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), customer, amount, partner)),
                    5 => world.Use((ReclaimFunds reclaim) => reclaim.Run(Guid.NewGuid(), customer, amount, partner)),
                    _ => Request(amount),
                });
            }
            catch (Refusal refusal) when (refusal.Code is "funds.balance-too-low" or "funds.source-too-low")
            {
                // Short at that moment: nothing has moved.
            }

            Assert.Equal(0L, await world.Use((Ledger ledger) => ledger.Strays()));
        }

        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));

        async Task Request(string amount)
        {
            requested.Enqueue(await Withdraw(account, amount));
            if (requested.Count > 1)
            {
                await Decide(requested.Dequeue(), false);
            }
        }
    }
}
