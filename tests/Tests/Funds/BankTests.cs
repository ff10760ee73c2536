using System.Collections.Concurrent;
using System.Globalization;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Tests.Vouchers;

namespace PartnerCenter.Tests.Funds;

/// <summary>
/// Many clients and one bank. <c>PC_TRANSFERS</c> says how many movements: a million before a release.
/// </summary>
public sealed class BankTests(TestServer server)
{
    private const int Clients = 64;
    private const int ListLength = 100;

    private static int Transfers => int.Parse(Environment.GetEnvironmentVariable("PC_TRANSFERS") ?? "50000", CultureInfo.InvariantCulture);

    /// <summary>Single movements and lists of them; each client keeps a log of what it was told, and the ledger must say the same.</summary>
    [Fact, Target("T13", "T14"), Rule("R12.1.3.0")]
    public async Task Whatever_was_acknowledged_is_there_whatever_was_refused_is_not_and_the_books_balance()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("银行科技");
        await TopUp(world, partner, "100000.00");
        var customers = new List<Guid>();
        for (var n = 0; n < 40; n++)
        {
            customers.Add(await world.Customer(partner, $"B-{n}"));
        }

        var (done, refused, moved) = (new ConcurrentQueue<Guid>(), new ConcurrentQueue<Guid>(), 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, Clients), new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (client, _) =>
        {
            var random = new Random(client);
            while (Volatile.Read(ref moved) < Transfers)
            {
                var id = Guid.NewGuid();
                var (kind, customer, amount) = (random.Next(8), customers[random.Next(customers.Count)], $"{random.Next(1, 40_000) / 100m:0.00}");
                var moves = kind == 0 ? ListLength : 1;
                try
                {
                    await (kind switch
                    {
                        0 => world.Use((AllocateFundsToMany many) => many.Run(id, [.. Enumerable.Range(0, ListLength).Select(n => new AllocationLine(customers[(n + client) % customers.Count], "0.01"))], partner)),
                        < 4 => world.Use((AllocateFunds allocate) => allocate.Run(id, customer, amount, partner)),
                        _ => world.Use((ReclaimFunds reclaim) => reclaim.Run(id, customer, amount, partner)),
                    });
                    Interlocked.Add(ref moved, moves);
                    done.Enqueue(kind == 0 ? CommandId.Part(id, ListLength - 1) : id);
                }
                catch (Refusal no) when (no.Code == "funds.balance-too-low")
                {
                    refused.Enqueue(id);
                }
            }
        });

        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from funds.account where not may_go_negative and balance < 0"));
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from (select transfer_id from funds.entry group by 1 having sum(amount) <> 0 or count(*) <> 2) x"));
        Assert.Equal(100_000m, await world.Scalar<decimal>("select sum(balance) from funds.account where kind in ('Partner', 'Customer')"));
        Assert.Equal(moved + 1, await world.Scalar<long>("select count(*) from funds.transfer"));
        Assert.Equal((done.Count, 0L), (await Known(world, done), await Known(world, refused)));
        Assert.NotEmpty(refused);
    }

    [Fact, Target("T14"), Rule("R12.1.3.0")]
    public async Task Of_two_hundred_who_spend_the_same_hundred_yuan_ten_succeed()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("争用科技");
        await TopUp(world, partner, "100.00");
        var customer = await world.Customer(partner, "B-1");

        var codes = await VoucherStory.AtOnce(200, _ => world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), customer, "10.00", partner)));

        Assert.Equal(190, codes.Count);
        Assert.All(codes, code => Assert.Equal("funds.balance-too-low", code));
        Assert.Equal((0m, 100m), (await Balance(world, partner), await Balance(world, partner, customer)));
    }

    [Fact, Target("T14"), Rule("R12.1.6.11")]
    public async Task Of_five_hundred_claims_on_ten_places_ten_are_met()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("名额科技");
        var customer = await world.Customer(partner, "B-1");
        var quota = await world.Quota(partner, "100.00");

        var codes = await VoucherStory.AtOnce(500, _ => world.Issue(partner, quota, customer, "10.00"));

        Assert.Equal(490, codes.Count);
        Assert.Equal((0m, 10L), (await world.LeftOfQuota(quota), await world.Scalar<long>("select count(*) from vouchers.customer_voucher")));
        Assert.True(await world.Balanced());
    }

    private static async Task TopUp(World world, Actor partner, string amount)
    {
        var (finance, number) = (await world.Staff(Role.Finance), (await world.View(partner)).Number);
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, amount, "TT-1", finance));
    }

    private static async Task<decimal> Balance(World world, Actor partner, Guid? customer = null) =>
        (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, customer, Currency.Cny))).Amount;

    private static async Task<long> Known(World world, IEnumerable<Guid> ids)
    {
        await using var command = world.Source.CreateCommand("select count(*) from funds.transfer where id = any ($1)");
        command.Parameters.Add(new() { Value = ids.ToArray() });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
