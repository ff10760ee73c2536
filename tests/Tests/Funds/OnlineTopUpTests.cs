using PartnerCenter.Funds.OnlineTopUps;
using PartnerCenter.Funds.OnlineTopUps.Gateway;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Funds;

public sealed class OnlineTopUpTests(TestServer server) : IAsyncLifetime
{
    private World World { get; set; } = null!;

    public async ValueTask InitializeAsync() => World = await World.New(server);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private Task<string> Begin(Actor by, string amount, string channel = "wallet-b", Guid? id = null) => World.Use((BeginOnlineTopUp begin) =>
        begin.Run(id ?? Guid.NewGuid(), new(channel, amount), "http://127.0.0.1:1", by));

    private async Task<Guid> Begun(Actor by, string amount, string channel = "wallet-b")
    {
        var id = Guid.NewGuid();
        await Begin(by, amount, channel, id);
        return id;
    }

    private async Task<decimal> Balance(Actor partner) =>
        (await World.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount;

    private Task Ask() => World.Use((AskGateway ask) => ask.Run(new(World.Clock.GetUtcNow()), null!, default));

    private Task<OnlineTopUpState> State(Actor by, Guid id) => World.Use(async (OnlineTopUpLists lists) =>
        (await lists.After(by, null, 50)).Single(row => row.Id == id).State);

    private Task Pay(Guid id, bool paid = true) => World.Use(async (IPaymentGateway gateway) => { await ((EmbeddedGateway)gateway).Answer(id, paid, "江南贸易", default); });

    [Fact, Rule("R12.1.3.1")]
    public async Task A_channels_limits_hold_for_two_at_once_and_the_refusal_names_what_is_left_and_the_other_ways()
    {
        var partner = await World.Partner("限额科技");
        var over = await Assert.ThrowsAsync<Refusal>(() => Begin(partner, "10000.01"));
        Assert.Equal(("funds.channel-payment", "Amount", 10000m), (over.Code, over.Field, (decimal)over.Facts[1]));

        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 6), async (_, _) =>
        {
            try
            {
                await Begin(partner, "6000.00");
                Interlocked.Increment(ref done);
            }
            catch (Refusal refusal) when (refusal.Code == "funds.channel-day")
            {
                // The day's limit of 20,000 takes three of 6,000.
            }
        });
        Assert.Equal(3, done);

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Begin(partner, "2000.01"));
        Assert.Equal(("funds.channel-day", 20000m, 2000m), (refusal.Code, (decimal)refusal.Facts[1], (decimal)refusal.Facts[2]));
        Assert.Equal("Personal net bank, Corporate net bank, Wallet, bank transfer", ((LocalText)refusal.Facts[3]).En);
        await Begin(partner, "2000.01", "wallet-a");
        await Begin(await World.Partner("别家科技"), "6000.00");
        World.At(2024, 9, 3);
        await Begin(partner, "6000.00");
    }

    [Fact]
    public async Task What_the_callback_did_not_say_the_job_asks_and_what_nobody_pays_expires()
    {
        var partner = await World.Partner("询问科技");
        var (paid, cancelled, forgotten) = (await Begun(partner, "10.00"), await Begun(partner, "20.00"), await Begun(partner, "40.00"));
        await Pay(paid);
        await Pay(cancelled, false);
        Assert.Equal(OnlineTopUpState.Open, await State(partner, paid));

        await Ask();
        Assert.Equal((OnlineTopUpState.Paid, OnlineTopUpState.Cancelled, OnlineTopUpState.Open),
            (await State(partner, paid), await State(partner, cancelled), await State(partner, forgotten)));
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddMinutes(30));
        await Ask();
        Assert.Equal(OnlineTopUpState.Expired, await State(partner, forgotten));
        Assert.Equal(10m, await Balance(partner));

        // Late, but paid: by the policy in force it is booked all the same.
        await World.Use((SettleOnlineTopUp settle) => settle.Run(new(forgotten, "paid", "40.00", "CNY", "江南贸易")));
        Assert.Equal((50m, OnlineTopUpState.Paid), (await Balance(partner), await State(partner, forgotten)));
    }

    [Fact]
    public async Task A_repeat_is_the_same_payment_and_one_with_other_content_is_refused()
    {
        var partner = await World.Partner("重复科技");
        var id = Guid.NewGuid();

        Assert.Equal(await Begin(partner, "10.00", id: id), await Begin(partner, "10.00", id: id));
        Assert.Equal("idempotency.other-content", (await Assert.ThrowsAsync<Refusal>(() => Begin(partner, "11.00", id: id))).Code);
        Assert.Equal("funds.channel", (await Assert.ThrowsAsync<Refusal>(() => Begin(partner, "11.00", "shells"))).Code);
    }
}
