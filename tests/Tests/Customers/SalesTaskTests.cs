using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Expansion;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Customers;

/// <summary>Sales expansion tasks: who processes them, who reads them, and where they go.</summary>
public sealed class SalesTaskTests(TestServer server)
{
    private static readonly SalesTaskFilter All = new(null, null, null, false, null);

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    private static SalesTaskForm Form(string? customer, DateOnly? due = null) =>
        new("new-product", "数据库上云", "了解数据库现状，约一次演示。", "云数据库", due ?? new(2024, 9, 10), customer);

    private static async Task<Guid> Give(World world, Actor by, string customer, DateOnly? due = null) =>
        Assert.Single((await world.Use((GiveSalesTasks give) => give.Run(Form(customer, due), null, by))).Tasks);

    private static async Task<(Actor Distributor, Actor Reseller)> Channel(World world, string name)
    {
        var distributor = await world.Partner($"{name}总经销", PartnerProgram.Distributor);
        var reseller = await world.Partner($"{name}经销", program: null);
        var manager = await world.Staff(Role.EcosystemManager);
        await world.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        return ((await world.Enter(distributor.Account))!, (await world.Enter(reseller.Account))!);
    }

    private static Task<SalesTaskDetail?> Find(World world, Guid id, Actor by) => world.Use((SalesTaskLists lists) => lists.Find(id, by));

    private static async Task<IEnumerable<Guid>> Listed(World world, Actor by, SalesTaskFilter? filter = null) =>
        (await world.Use((SalesTaskLists lists) => lists.Of(by, filter ?? All, null, 0, 50))).Select(row => row.Id);

    [Fact, Rule("R12.1.9.26")]
    public async Task A_solution_provider_and_a_distributor_process_the_tasks_of_their_customers()
    {
        await using var world = await World.New(server);
        var operations = (await world.Enter((await world.Staff(Role.Operations)).Account))!;
        var provider = (await world.Enter((await world.Partner("方案科技")).Account))!;
        var (distributor, _) = await Channel(world, "甲");
        foreach (var (partner, number) in new[] { (provider, "C-1"), (distributor, "C-2") })
        {
            await world.Customer(partner, number);
            var id = await Give(world, operations, number);
            Assert.Equal("sales-task.wrong-state", await Refused(() => world.Use((ProcessSalesTask p) => p.Finish(id, SalesTaskResult.Won, null, "签了", partner))));
            Assert.True(await world.Use((ProcessSalesTask p) => p.Start(id, partner)));
            Assert.True(await world.Use((ProcessSalesTask p) => p.Note(id, "已约周四演示", partner)));
            Assert.Equal("form.required", await Refused(() => world.Use((ProcessSalesTask p) => p.Finish(id, SalesTaskResult.Later, null, "下季度再谈", partner))));
            Assert.Equal("sales-task.later-day", await Refused(() => world.Use((ProcessSalesTask p) => p.Finish(id, SalesTaskResult.Later, world.Today, "下季度再谈", partner))));
            Assert.True(await world.Use((ProcessSalesTask p) => p.Finish(id, SalesTaskResult.Later, new(2024, 12, 1), "下季度再谈", partner)));
            Assert.Equal("sales-task.ended", await Refused(() => world.Use((ProcessSalesTask p) => p.Note(id, "还有一句", partner))));

            var seen = (await Find(world, id, partner))!;
            Assert.True(seen.Processes);
            Assert.Equal((SalesTaskState.Done, SalesTaskResult.Later, new DateOnly(2024, 12, 1)), (seen.Task.State, seen.Task.Result, seen.Task.LaterOn));
            Assert.Equal(
                [SalesTaskEvent.Given, SalesTaskEvent.Started, SalesTaskEvent.Noted, SalesTaskEvent.Finished], seen.Record.Select(line => line.What));
        }

        Assert.Equal(new(2, 0, 0, 0, 0, 0, 0, 2), await world.Use((SalesTaskLists lists) => lists.Figures(operations, All)));
    }

    [Fact, Rule("R12.1.9.26")]
    public async Task Tasks_of_a_resellers_customer_are_processed_by_its_distributor_and_the_reseller_reads_task_and_record()
    {
        await using var world = await World.New(server);
        var operations = (await world.Enter((await world.Staff(Role.Operations)).Account))!;
        var (distributor, reseller) = await Channel(world, "甲");
        var (rival, rivalReseller) = await Channel(world, "乙");
        await world.Customer(reseller, "C-1");
        var id = await Give(world, operations, "C-1");

        Assert.True(await world.Use((ProcessSalesTask p) => p.Start(id, distributor)));
        Assert.True(await world.Use((ProcessSalesTask p) => p.Note(id, "已拜访", distributor)));
        var read = (await Find(world, id, reseller))!;
        Assert.False(read.Processes);
        Assert.Equal(("甲总经销", "甲经销", "C-1"), (read.Task.Partner, read.Task.Reseller, read.Task.CustomerName));
        Assert.Equal("已拜访", read.Record[^1].Text);
        Assert.Equal("access.denied", await Refused(() => world.Use((ProcessSalesTask p) => p.Note(id, "我来", reseller))));
        // Even with the permission, which its programme leaves out, the task is not its own to process.
        var bold = reseller with { Permissions = new HashSet<string> { CustomersModule.ProcessTasks } };
        Assert.False(await world.Use((ProcessSalesTask p) => p.Note(id, "我来", bold)));
        Assert.Null(await Find(world, id, rival));
        Assert.Null(await Find(world, id, rivalReseller));
        Assert.Equal([id], await Listed(world, reseller));
        Assert.Empty(await Listed(world, rivalReseller));
    }

    [Fact]
    public async Task The_walls_let_the_reseller_read_and_not_write()
    {
        await using var world = await World.New(server);
        var operations = (await world.Enter((await world.Staff(Role.Operations)).Account))!;
        var (distributor, reseller) = await Channel(world, "甲");
        var (rival, _) = await Channel(world, "乙");
        await world.Customer(reseller, "C-1");
        var id = await Give(world, operations, "C-1");

        Assert.Equal((1, 1), await Reached(distributor));
        Assert.Equal((1, 0), await Reached(reseller));
        Assert.Equal((0, 0), await Reached(rival));

        async Task<(int Read, int Written)> Reached(Actor by) => await world.Use(async (UnitOfWork unit) =>
        {
            await unit.Open(by.Reach);
            await using var read = unit.Command("select count(*)::int from customers.sales_task where id = $1", id);
            var seen = (int)(await read.ExecuteScalarAsync())!;
            await using var write = unit.Command("update customers.sales_task set title = 'x' where id = $1", id);
            return (seen, await write.ExecuteNonQueryAsync());
        });
    }

    [Fact]
    public async Task A_file_gives_all_of_its_tasks_or_names_each_row_at_fault()
    {
        await using var world = await World.New(server);
        var manager = await world.Staff(Role.EcosystemManager);
        var partner = await world.Partner("方案科技");
        var own = new Reach(false, [partner.PartnerId]);
        foreach (var number in new[] { "C-1", "C-2" })
        {
            await world.Customer(partner, number);
        }

        await world.Customer(await world.Partner("别家科技"), "C-3");
        await world.Customer(await world.Partner("未加入", program: null), "C-4");

        var bad = (await Send("customer\nC-1\nC-3\nC-1\nC-9\n", own)).Bad;
        Assert.Equal(
            [(3, "customer", "sales-task.no-customer"), (4, "customer", "sales-task.twice"), (5, "customer", "sales-task.no-customer")],
            bad.Select(row => (row.Line, row.Field, row.Code)));
        Assert.Equal("sales-task.nobody", Assert.Single((await Send("customer\nC-4\n", Reach.Everything)).Bad).Code);
        Assert.Equal(0, await world.Scalar<long>("select count(*) from customers.sales_task"));
        Assert.Equal(2, (await Send("客户编号\nC-1\nC-2\n", own, "GB18030")).Tasks.Count);
        Assert.Equal("sales-task.no-customer", await Refused(() => Give(world, manager, "C-9")));
        Assert.Equal("sales-task.due-day", await Refused(() => Give(world, manager, "C-1", new(2024, 9, 1))));
        Assert.Equal("access.denied", await Refused(() => Give(world, partner, "C-1")));

        async Task<GivenSalesTasks> Send(string text, Reach reach, string encoding = "utf-8")
        {
            var file = new MemoryStream((CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.UTF8).GetBytes(text));
            await using var scope = await world.Services.GetRequiredService<IServiceScopeFactory>().OpenUnit(reach);
            return await scope.ServiceProvider.GetRequiredService<GiveSalesTasks>().Run(Form(null), file, manager);
        }
    }

    [Fact]
    public async Task Open_tasks_go_with_a_customer_that_changes_its_partner_and_the_new_one_does_not_read_what_the_old_one_wrote()
    {
        await using var world = await World.New(server);
        var operations = (await world.Enter((await world.Staff(Role.Operations)).Account))!;
        var provider = (await world.Enter((await world.Partner("方案科技")).Account))!;
        var (distributor, reseller) = await Channel(world, "甲");
        var customer = await world.Customer(provider, "C-1");
        var (open, ended) = (await Give(world, operations, "C-1"), await Give(world, operations, "C-1"));
        await world.Use((ProcessSalesTask p) => p.Start(open, provider));
        await world.Use((ProcessSalesTask p) => p.Note(open, "客户在比价", provider));
        await world.Use((ProcessSalesTask p) => p.Start(ended, provider));
        await world.Use((ProcessSalesTask p) => p.Finish(ended, SalesTaskResult.Won, null, "已下单", provider));
        var (from, to) = (await world.View(provider), await world.View(reseller));

        await world.Use((MoveCustomers move) => move.Run(new(from.Number, to.Number, "C-1", "区域调整"), operations));

        var moved = (await Find(world, open, distributor))!;
        Assert.Equal((SalesTaskState.Open, "甲总经销", "甲经销"), (moved.Task.State, moved.Task.Partner, moved.Task.Reseller));
        Assert.Equal([SalesTaskEvent.Moved], moved.Record.Select(line => line.What));
        Assert.NotNull(await Find(world, open, reseller));
        Assert.Equal([ended], await Listed(world, provider));
        Assert.Equal(4, (await Find(world, open, operations))!.Record.Count);

        // Without a partner it waits with the vendor.
        var asked = await world.Use((AskAssociationChange ask) => ask.Run(customer, ChangeKind.Disassociation, "合作结束", null, reseller));
        await world.Execute($"update customers.association set to_at = now() where customer_id = '{customer}' and to_at is null");
        Assert.NotNull(asked);
        await world.Use((WatchSalesTasks watch) => watch.Run(new(world.Clock.GetUtcNow()), null!, default));
        Assert.Empty(await Listed(world, distributor));
        Assert.Null((await Find(world, open, operations))!.Task.Partner);
    }

    [Fact]
    public async Task An_account_manager_sees_the_tasks_handed_to_it_and_an_overdue_one_is_told_once()
    {
        await using var world = await World.New(server);
        var operations = (await world.Enter((await world.Staff(Role.Operations)).Account))!;
        var partner = (await world.Enter((await world.Partner("方案科技")).Account))!;
        var narrow = await Member(Role.AccountManager);
        var sales = await Member(Role.PartnerSales);
        await world.Customer(partner, "C-1");
        var (id, other) = (await Give(world, operations, "C-1"), await Give(world, operations, "C-1", new(2024, 12, 31)));
        Assert.Empty(await Listed(world, narrow));
        Assert.Equal("customers.no-manager", await Refused(() => world.Use((ProcessSalesTask p) => p.Hand(id, sales.Account, partner))));
        Assert.Equal("access.denied", await Refused(() => world.Use((ProcessSalesTask p) => p.Hand(id, narrow.Account, sales))));

        Assert.True(await world.Use((ProcessSalesTask p) => p.Hand(id, narrow.Account, partner)));

        Assert.Equal([id], await Listed(world, narrow));
        Assert.True(await world.Use((ProcessSalesTask p) => p.Start(id, narrow)));
        Assert.False(await world.Use((ProcessSalesTask p) => p.Start(other, narrow)));
        world.At(2024, 9, 10);
        await Watch();
        Assert.Equal(0, await Told());
        world.At(2024, 9, 11);
        await Watch();
        await Watch();
        Assert.Equal(1, await Told());
        Assert.Equal([id], await Listed(world, operations, All with { Overdue = true }));
        Assert.True(await world.Use((WithdrawSalesTask withdraw) => withdraw.Run(id, "不再需要", operations)));
        Assert.Empty(await Listed(world, operations, All with { Overdue = true }));

        Task Watch() => world.Use((WatchSalesTasks watch) => watch.Run(new(world.Clock.GetUtcNow()), null!, default));

        Task<long> Told() => world.Scalar<long>($"select count(*) from platform.notification where account_id = '{narrow.Account}' and title_en like '%overdue'");

        async Task<Actor> Member(string role)
        {
            var email = $"{role}-{Guid.NewGuid():n}@example.com";
            await world.Use(async (IServiceProvider scope) =>
            {
                await scope.GetRequiredService<Accounts>().AddPerson(role, email, World.Password, [role], partner.PartnerId);
                await scope.GetRequiredService<UnitOfWork>().Save(Actor.System, "test");
            });
            var account = (await world.Person(email)).Account;
            return (await world.Enter(account))!;
        }
    }
}
