using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Exports;

namespace PartnerCenter.Tests.Funds;

public class CustomerStatementTests(TestServer server)
{
    private static readonly DateTimeOffset Left = new(2024, 9, 3, 2, 0, 0, TimeSpan.Zero);

    private static Task Post(World world, Actor partner, Guid customer, TransferKind kind, decimal amount, DateTimeOffset at)
    {
        world.Clock.MoveTo(at);
        return world.Use(async (IServiceProvider scope) =>
        {
            ((Ledger)scope.GetService(typeof(Ledger))!).Post(Guid.NewGuid(), kind, partner.PartnerId, customer, Money.Cny(amount), "C-1", partner);
            await ((UnitOfWork)scope.GetService(typeof(UnitOfWork))!).Save(partner, "test");
        });
    }

    private static Task Associate(World world, Actor partner, Guid customer, DateTimeOffset from) => world.Execute($"""
        insert into customers.association (id, partner_id, customer_id, mode, origin, from_at)
        values (gen_random_uuid(), '{partner.PartnerId}', '{customer}', 'Resale', 'Invitation', '{from:O}')
        """);

    private static Task Leave(World world, Guid customer, DateTimeOffset at) =>
        world.Execute($"update customers.association set to_at = '{at:O}' where customer_id = '{customer}' and to_at is null");

    private static async Task<List<decimal>> Seen(World world, Actor by, Guid customer) =>
        [.. (await world.Use((CustomerStatements statements) => statements.Of(customer, by, 0, 50))).Select(line => line.Amount)];

    private static async Task<List<decimal>> Exported(World world, Actor by, Guid customer) => await world.Use(async (IEnumerable<ExportSource> sources) =>
    {
        var table = await sources.Single(source => source.Kind == "funds.customer-statement").Table(new Dictionary<string, string> { ["customer"] = $"{customer}" }, by, default);
        return await table.Rows.Select(row => (decimal)row[3]!).ToListAsync();
    });

    [Fact, Rule("R12.1.9.21")]
    public async Task A_former_partner_sees_the_time_of_the_association_to_the_instant_and_nothing_later()
    {
        var world = await World.New(server);
        await using var _ = world;
        var (partner, rival, finance) = (await world.Partner("前任科技"), await world.Partner("后任科技"), await world.Staff(Role.Finance));
        var customer = await world.Customer(partner, "C-1");
        foreach (var one in new[] { partner, rival })
        {
            var number = (await world.View(one)).Number;
            await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "1000.00", "TT-1", finance));
        }

        await Post(world, partner, customer, TransferKind.Allocation, 300m, Left.AddDays(-1));
        await Post(world, partner, customer, TransferKind.Allocation, 10m, Left.AddMicroseconds(-1));
        await Leave(world, customer, Left);
        await Post(world, partner, customer, TransferKind.DisassociationReclaim, 310m, Left);
        // What the ledger has of that instant and later is not the former partner's to see.
        await Post(world, partner, customer, TransferKind.Allocation, 1m, Left);
        await Post(world, partner, customer, TransferKind.Allocation, 2m, Left.AddDays(1));
        Assert.Equal([-310m, 10m, 300m], await Seen(world, partner, customer));

        await Associate(world, rival, customer, Left.AddDays(2));
        await Post(world, rival, customer, TransferKind.Allocation, 77m, Left.AddDays(3));
        Assert.Equal([-310m, 10m, 300m], await Seen(world, partner, customer));
        Assert.Equal([77m], await Seen(world, rival, customer));

        await Leave(world, customer, Left.AddDays(4));
        await Associate(world, partner, customer, Left.AddDays(5));
        await Post(world, partner, customer, TransferKind.Allocation, 5m, Left.AddDays(5));
        Assert.Equal([5m, -310m, 10m, 300m], await Seen(world, partner, customer));
        Assert.Equal([5m, -310m, 10m, 300m], await Exported(world, partner, customer));
        Assert.Equal([77m], await Exported(world, rival, customer));
        Assert.Empty(await Exported(world, await world.Partner("无关科技"), customer));
    }
}
