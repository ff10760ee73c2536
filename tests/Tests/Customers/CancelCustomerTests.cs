using PartnerCenter.Customers;
using PartnerCenter.Customers.Cancelling;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Expansion;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Own;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Customers;

/// <summary>A customer cancels its account: what stands against it, and where its name is blank afterwards.</summary>
public sealed class CancelCustomerTests(TestServer server)
{
    private const string CustomerName = "莲花超市";

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    /// <summary>A resale customer that was given 300 CNY and has a task.</summary>
    private static async Task<(World World, Actor Partner, Actor Customer)> Associated(TestServer server)
    {
        var world = await World.New(server);
        var partner = (await world.Enter((await world.Partner("拓客科技")).Account))!;
        var prospect = await world.Use((RegisterProspect register) => register.Run(new("莲花集团", "王", "13900139000", "it@customer.example"), partner));
        var link = await world.Use((InviteProspect invite) => invite.Run(prospect, AssociationMode.Resale, null, "http://x", partner));
        var registration = new CustomerRegistration(true, CustomerName, "13900139000", "it@customer.example", World.Password);
        await world.Use((RegisterCustomer register) => register.Run(registration));
        var customer = await world.Person("it@customer.example");
        await world.Use((AcceptInvitation accept) => accept.RunAs(link!.Split('/')[^1], true, customer));
        customer = await world.Person("it@customer.example");
        var (finance, view) = (await world.Staff(Role.Finance), await world.View(partner));
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), view.Number, "1000.00", "TT-1", finance));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
        await world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), customer.CustomerId, "300.00", partner));
        return (world, partner, customer);
    }

    private static async Task Leave(World world, Actor partner, Actor customer)
    {
        var change = await world.Use((AskAssociationChange ask) => ask.RunAs("更换伙伴", customer));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(5));
        await world.Use((AnswerAssociationChange answer) => answer.Agree(change, null, partner));
    }

    private static async Task Cancel(World world, Actor customer)
    {
        var code = await AssociationChangeTests.Code(world, customer, CancelCustomer.Operation, customer.CustomerId);
        await world.Use((CancelCustomer cancel) => cancel.Run(true, code, customer));
    }

    [Fact]
    public async Task Everything_in_the_way_is_named_at_once_and_nothing_happens_without_consent_and_code()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        var found = await world.Use((CancelCustomer cancel) => cancel.Obstacles(customer));
        Assert.Equal(["您仍关联合作伙伴。", "伙伴拨款尚有 300.00 元。"], found.Select(one => one.Problem.Zh));
        Assert.Equal("customer.cannot-cancel", await Refused(() => world.Use((CancelCustomer cancel) => cancel.Run(true, "123456", customer))));

        await Leave(world, partner, customer);
        await world.Use(async (RecordOwnTopUp topUp) => await topUp.Run(
            Guid.NewGuid(), await world.Scalar<string>("select number from customers.customer"), "5.00", "OWN-1", await world.Staff(Role.Finance)));
        Assert.Equal(["账户上有充值余额 5.00 元。"], (await world.Use((CancelCustomer cancel) => cancel.Obstacles(customer))).Select(one => one.Problem.Zh));
        await world.Execute("update funds.account set balance = 0 where kind = 'Own'");

        Assert.Equal("association.agree", await Refused(() => world.Use((CancelCustomer cancel) => cancel.Run(false, null, customer))));
        Assert.StartsWith("identity.code", await Refused(() => world.Use((CancelCustomer cancel) => cancel.Run(true, "000000", customer))), StringComparison.Ordinal);
        Assert.Equal("access.denied", await Refused(() => world.Use((CancelCustomer cancel) => cancel.Obstacles(partner))));
        Assert.Equal(0, await world.Scalar<long>("select count(*) from customers.customer where cancelled_at is not null"));
    }

    [Fact, Rule("R12.1.9.23")]
    public async Task Its_former_partner_sees_the_name_of_a_cancelled_customer_blank_everywhere()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        var operations = (await world.Enter((await world.Staff(Role.Operations)).Account))!;
        await world.Use(async (GiveSalesTasks give) => await give.Run(
            new("visit", "拜访", "拜访", "", new(2024, 10, 1), await world.Scalar<string>("select number from customers.customer")), null, operations));
        Assert.Contains(CustomerName, (await world.Use((FundsLists lists) => lists.Statement(partner, null, null, 50))).Select(line => line.Memo));
        await Leave(world, partner, customer);

        await Cancel(world, customer);

        Assert.All(await Log(), row => Assert.Equal(("", false), (row.CustomerName, row.AskedBy == CustomerName || row.EndedBy == CustomerName)));
        var statement = await world.Use((FundsLists lists) => lists.Statement(partner, null, null, 50));
        Assert.Equal(3, statement.Count);
        Assert.Equal(["", "", "TT-1"], statement.Select(line => line.Memo).Order());
        Assert.DoesNotContain(statement, line => line.By == CustomerName);
        var former = Assert.Single(await world.Use((CustomerStatements statements) => statements.Customers(partner, 0, 50)));
        Assert.Equal("", former.Name);
        var lines = await world.Use((CustomerStatements statements) => statements.Of(customer.CustomerId, partner, 0, 50));
        Assert.Equal(2, lines.Count);
        Assert.DoesNotContain(lines, line => line.Memo == CustomerName || line.By == CustomerName);

        Task<List<ChangeRow>> Log() => world.Use((AssociationLog log) => log.Of(partner, null, null, null, null, 0, 50));
    }

    [Fact, Rule("R12.1.9.23")]
    public async Task No_table_that_a_partner_reaches_keeps_the_name_but_the_books_and_the_customer_itself()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        await Leave(world, partner, customer);
        await world.Deliver();

        await Cancel(world, customer);

        var kept = new List<string>();
        await using var columns = world.Source.CreateCommand("""
            select format('%I.%I', table_schema, table_name), quote_ident(column_name) from information_schema.columns
            where table_schema not in ('pg_catalog', 'information_schema', 'public', 'platform', 'identity') and data_type = 'text'
            order by 1, 2
            """);
        await using (var reader = await columns.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var (table, column) = (reader.GetString(0), reader.GetString(1));
                if (await world.Scalar<long>($"select count(*) from {table} where {column} like '%{CustomerName}%'") > 0)
                {
                    kept.Add($"{table}.{column}");
                }
            }
        }

        // A transfer never changes: statements leave its memo out on reading.
        Assert.Equal(["customers.customer.former_name", "customers.pub_cancellation.former_name", "funds.transfer.memo"], kept.Where(place => place != "funds.transfer.actor_name"));
        Assert.True(await world.Scalar<bool>("select mobile is null and email is null and name = '' from customers.customer"));
        Assert.True(await world.Scalar<bool>($"select count(*) > 0 from platform.audit where changes like '%{CustomerName}%'"));
    }

    [Fact]
    public async Task Nobody_signs_in_any_more_and_no_partner_gets_it_again()
    {
        var (world, partner, customer) = await Associated(server);
        await using var _ = world;
        await Leave(world, partner, customer);
        var session = await world.BeginSession(customer.Account);
        Assert.NotNull(await world.Holder(customer.Account, session));

        await Cancel(world, customer);

        Assert.Null(await world.Holder(customer.Account, session));
        var number = await world.Scalar<string>("select number from customers.customer");
        Assert.Equal("customer.other-partner", await Refused(() => world.Customer(partner, number)));
        Assert.Equal(0, await world.Scalar<long>("select count(*) from customers.association where to_at is null"));
    }
}
