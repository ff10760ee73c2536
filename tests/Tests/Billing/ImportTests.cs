using System.Globalization;
using System.Text;
using PartnerCenter.Billing;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Billing.Verify;
using PartnerCenter.Kernel;

namespace PartnerCenter.Tests.Billing;

public class ImportTests(TestServer server)
{
    private const string Header =
        "charge_id,customer,charge_type,billing_mode,product_type,product,transaction_at,official,discount,payable,voucher,usage,unit_price\n";

    private static string Line(string id, string rest = "consumption,period,compute,ecs,2024-08-10T00:00:00Z,100,0,,,,", string customer = "C-1") =>
        $"{id},{customer},{rest}\n";

    [Fact]
    public async Task A_real_FOCUS_file_is_taken_whole_and_its_amounts_are_kept_to_8_decimals()
    {
        await using var world = await World.New(server);
        world.At(2024, 8, 2);
        var partner = await world.Partner("国际科技");
        world.At(2024, 10, 2);
        var view = await world.View(partner);

        var outcome = await world.Import(Path.Combine(TestServer.Root, "samples", "focus_sample.csv"), "focus", createFor: view.Number);

        Assert.Equal((1000, 1000, 0), (outcome.Rows, outcome.Imported, outcome.Rejected));
        var expected = File.ReadLines(Path.Combine(TestServer.Root, "samples", "focus_sample.csv")).Skip(1).Sum(line => Billed(line));
        Assert.Equal(expected, await Original(world));
        await world.Close("2024-09");
        var verification = await world.Use((VerifyMonth verify) => verify.Run(new Month(2024, 9)));
        Assert.True(verification.Clean);
        Assert.Equal(999L, await world.Scalar<long>("select sum(lines)::bigint from billing.bill where month = '2024-09-01'"));

        static long Billed(string line)
        {
            UnitText.TryRead(line.Split(',')[1], true, out var units);
            return units;
        }
    }

    [Theory]
    [InlineData("consumption,period,compute,ecs,2024-08-10T00:00:00Z,100.000000001,0,,,,", "usage.amount")]
    [InlineData("consumption,period,compute,ecs,2024-08-10T00:00:00Z,100,0,99,,,", "usage.sum")]
    [InlineData("consumption,period,compute,ecs,2024-08-10T00:00:00Z,100,0,,100.01,,", "usage.parts")]
    [InlineData("consumption,period,compute,ecs,2024-08-10T00:00:00Z,100,0,,0.001,,", "usage.cents")]
    [InlineData("consumption,period,compute,ecs,2024-08-10T00:00:00Z,-100,0,,,,", "usage.sign")]
    [InlineData("refund,period,compute,ecs,2024-08-10T00:00:00Z,100,0,,,,", "usage.sign")]
    [InlineData("gift,period,compute,ecs,2024-08-10T00:00:00Z,100,0,,,,", "usage.choice")]
    [InlineData("consumption,period,,ecs,2024-08-10T00:00:00Z,100,0,,,,", "usage.required")]
    [InlineData("consumption,period,compute,ecs,yesterday,100,0,,,,", "usage.instant")]
    [InlineData("consumption,pay-per-use,compute,ecs,2024-08-10T00:00:00Z,,0,,,5,", "usage.no-amount")]
    [InlineData("consumption,period,compute,ecs,2022-08-10T00:00:00Z,100,0,,,,", "usage.customer")]
    public async Task A_bad_line_is_rejected_with_its_number_and_reason_and_nothing_is_imported(string rest, string reason)
    {
        await using var world = await World.New(server);
        await world.Customer(await world.Partner("导入科技"), "C-1");

        var outcome = await world.ImportText(Header + Line("good") + Line("bad", rest));

        Assert.Equal((2, 0, 1), (outcome.Rows, outcome.Imported, outcome.Rejected));
        Assert.StartsWith($"3,{reason},", File.ReadLines(outcome.RejectsFile!).Last());
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from billing.segment"));
    }

    [Fact]
    public async Task The_good_lines_go_in_when_that_is_asked_for()
    {
        await using var world = await World.New(server);
        await world.Customer(await world.Partner("导入科技"), "C-1");

        var outcome = await world.ImportText(Header + Line("a") + Line("b", customer: "C-NOBODY") + Line("c"), acceptValid: true);

        Assert.Equal((3, 2, 1), (outcome.Rows, outcome.Imported, outcome.Rejected));
    }

    [Fact]
    public async Task A_file_delivered_again_changes_nothing_and_a_charge_seen_before_is_a_bad_line()
    {
        await using var world = await World.New(server);
        await world.Customer(await world.Partner("导入科技"), "C-1");
        var text = Header + Line("a") + Line("b");
        await world.ImportText(text);

        Assert.True((await world.ImportText(text)).Known);
        var mixed = await world.ImportText(Header + Line("b") + Line("c") + Line("c"), acceptValid: true);

        Assert.Equal((3, 1, 2), (mixed.Rows, mixed.Imported, mixed.Rejected));
        Assert.Equal(3m, await world.Scalar<decimal>("select sum(rows) from billing.segment"));
    }

    [Theory]
    [InlineData("charge_id,customer\n1,2\n", "usage.columns")]
    [InlineData("", "usage.not-csv")]
    public async Task A_file_without_the_columns_is_refused_by_name(string text, string code)
    {
        await using var world = await World.New(server);

        Assert.Equal(code, (await Assert.ThrowsAsync<Refusal>(() => world.ImportText(text))).Code);
    }

    [Fact]
    public async Task A_line_that_comes_after_its_month_was_closed_goes_to_the_first_open_month()
    {
        await using var world = await World.New(server);
        await world.Customer(await world.Partner("导入科技"), "C-1");
        await world.ImportText(Header + Line("a"));
        await world.Close("2024-08");

        await world.ImportText(Header + Line("late"));

        Assert.Equal(new DateOnly(2024, 9, 1), await world.Scalar<DateOnly>("select max(month) from billing.segment"));
        Assert.Equal(1L, await world.Scalar<long>("select lines from billing.bill"));
    }

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    [InlineData("\r\n", false)]
    public async Task A_long_file_keeps_every_cell_and_every_line_number(string end, bool final)
    {
        await using var world = await World.New(server);
        await world.Customer(await world.Partner("导入科技"), "C-1");
        await world.Customer(await world.Partner("另一科技"), "C-2");
        var text = new StringBuilder("charge_id,customer,charge_type,billing_mode,product_type,product,transaction_at,official,resource_name,period_start").Append(end);
        const int lines = 9000;
        for (var n = 0; n < lines; n++)
        {
            // Quoted line ends, quotes, characters of several bytes, texts shorter and longer than what stands in place in a vector.
            var name = (n % 4) switch { 0 => $"\"云{end}主机 \"\"{n}\"\"\"", 1 => "𠮷", 2 => new string('长', n % 700), _ => "" };
            var at = n % 1000 == 999 ? "never" : n % 2 == 0 ? "2024-08-10T00:00:00Z" : "2024-08-11T08:00:00.5+08:00";
            text.Append(CultureInfo.InvariantCulture, $"l{n},C-{(n % 50 == 7 ? 2 : 1)},consumption,period,compute,ecs,{at},{n}.00000001,{name},{(n % 3 == 0 ? at : "")}");
            text.Append(n < lines - 1 || final ? end : "");
        }

        var outcome = await world.ImportText(text.ToString(), acceptValid: true);

        Assert.Equal((lines, lines - 9, 9), (outcome.Rows, outcome.Imported, outcome.Rejected));
        Assert.Equal(Enumerable.Range(1, 9).Select(n => (n * 1000) + 1), Rejected(outcome).Select(r => (int)r.Line));
        var found = await Rows(world, "charge_id, resource_name, official, line, transaction_at, period_start", "line");
        var expected = Enumerable.Range(0, lines).Where(n => n % 1000 != 999).ToList();
        Assert.Equal(expected.Select(n => $"l{n}"), found.Select(r => r[0]));
        Assert.Equal(expected.Select(n => (n % 4) switch { 0 => $"云{end}主机 \"{n}\"", 1 => "𠮷", 2 => new string('长', n % 700), _ => "" }), found.Select(r => r[1]));
        Assert.Equal(expected.Select(n => (n * Rounding.One) + 1), found.Select(r => (long)r[2]));
        Assert.Equal(expected.Select(n => n + 2L), found.Select(r => (long)r[3]));
        Assert.Equal(expected.Select(n => n % 2 == 0 ? new DateTime(2024, 8, 10) : new DateTime(2024, 8, 11).AddSeconds(0.5)), found.Select(r => (DateTime)r[4]));
        Assert.Equal(expected.Select(n => n % 3 == 0 ? (n % 2 == 0 ? new DateTime(2024, 8, 10) : new DateTime(2024, 8, 11).AddSeconds(0.5)) : (object)DBNull.Value), found.Select(r => r[5]));
    }

    [Fact]
    public async Task Of_two_lines_with_one_charge_the_later_is_the_bad_one_however_far_apart()
    {
        await using var world = await World.New(server);
        await world.Customer(await world.Partner("导入科技"), "C-1");
        await world.Customer(await world.Partner("另一科技"), "C-2");
        var ids = Enumerable.Range(0, 20_000).Select(n => n % 5000 == 4999 ? "again" : $"l{n}").ToList();

        var text = Header + string.Concat(ids.Select((id, n) => Line(id, customer: $"C-{(n % 2) + 1}")));
        var outcome = await world.ImportText(text + Line("l0", customer: "C-2") + Line("x", customer: "nobody"), acceptValid: true);

        Assert.Equal((20_002, 19_997, 5), (outcome.Rows, outcome.Imported, outcome.Rejected));
        Assert.Equal(
            [(20_003, "usage.customer"), (10_001, "usage.seen-before"), (15_001, "usage.seen-before"), (20_001, "usage.seen-before"), (20_002, "usage.seen-before")],
            Rejected(outcome));
        Assert.Equal(5001L, (await Rows(world, "line", "line", "charge_id = 'again'")).Single()[0]);
        Assert.Equal(19_997m, await world.Scalar<decimal>("select sum(rows) from billing.segment"));
    }

    [Fact]
    public async Task The_lines_of_a_partner_that_owns_nearly_all_come_out_in_order_month_by_month()
    {
        await using var world = await World.New(server);
        await world.Customer(await world.Partner("巨头科技"), "C-1");
        await world.Customer(await world.Partner("另一科技"), "C-2");
        var lines = Enumerable.Range(0, 30_000).Select(n => Line(
            $"l{n}", $"consumption,period,compute,ecs-{n % 7},2024-0{8 + (n % 2)}-{(n * 13 % 27) + 1:00}T00:00:00Z,1,0,,,,", n == 17_000 ? "C-2" : "C-1"));

        var outcome = await world.ImportText(Header + string.Concat(lines));

        Assert.Equal((30_000, 0), (outcome.Imported, outcome.Rejected));
        Assert.Equal(30_000m, await world.Scalar<decimal>("select sum(payable) from billing.segment"));
        Assert.Empty(await Rows(world, """
            filename, file_row_number, (partner, customer, product, transaction_at, charge_hash) as here, lag((partner, customer, product, transaction_at, charge_hash))
                over (partition by filename order by file_row_number) as before
            """, "1", only: "before > here"));
    }

    [Fact]
    public async Task Past_a_broken_quote_the_rest_of_the_file_is_one_bad_line()
    {
        await using var world = await World.New(server);
        await world.Customer(await world.Partner("导入科技"), "C-1");
        var good = string.Concat(Enumerable.Range(0, 5000).Select(n => Line($"l{n}", n == 3000 ? "gift,period,compute,ecs,2024-08-10T00:00:00Z,1,0,,,," : "consumption,period,compute,ecs,2024-08-10T00:00:00Z,1,0,,,,")));

        var outcome = await world.ImportText(Header + good + "\"l\"x,C-1\n" + Line("after"), acceptValid: true);

        Assert.Equal((5000, 4999, 2), (outcome.Rows, outcome.Imported, outcome.Rejected));
        Assert.Equal([(3002, "usage.choice"), (5002, "usage.not-csv")], Rejected(outcome));
    }

    [Fact]
    public async Task Unknown_accounts_of_a_FOCUS_file_become_customers_once_each_from_the_month_of_their_first_line()
    {
        await using var world = await World.New(server);
        world.At(2024, 8, 2);
        var partner = await world.View(await world.Partner("国际科技"));
        world.At(2024, 10, 2);
        var path = Path.Combine(world.Folder, "focus.csv");
        var lines = Enumerable.Range(0, 9000).Select(n =>
        {
            // The last account begins in September: what it used in July was before it was anybody's.
            var (account, month) = n < 6000 ? ($"a-{n % 5}", 9) : n == 8000 ? ("late", 9) : n == 8001 ? ("late", 7) : ("a-1", 9);
            return $"f{n},1,CNY,2024-0{month}-01T00:00:00Z,Usage,2024-0{month}-05T00:00:00Z,1,Compute,ecs,{account}";
        });
        await File.WriteAllLinesAsync(path,
            lines.Prepend("Id,BilledCost,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ListCost,ServiceCategory,ServiceName,SubAccountId"), TestContext.Current.CancellationToken);

        var outcome = await world.Use((ImportUsage import) => import.Run(
            path, new("focus", true, new Dictionary<string, string>(), partner.Number), BillingCommands.Operator));

        Assert.Equal((9000, 8999, 1), (outcome.Rows, outcome.Imported, outcome.Rejected));
        Assert.Equal([(8003, "usage.customer")], Rejected(outcome));
        Assert.Equal(6L, await world.Scalar<long>("select count(*) from customers.customer"));
    }

    [Fact]
    public async Task A_stopped_import_leaves_nothing_behind()
    {
        await using var world = await World.New(server);
        await world.Customer(await world.Partner("导入科技"), "C-1");
        var path = Path.Combine(world.Folder, "long.csv");
        await File.WriteAllTextAsync(path, Header + string.Concat(Enumerable.Range(0, 20_000).Select(n => Line($"l{n}"))), TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var progress = new Stopper(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Use((ImportUsage import) => import.Run(
            path, new("native", true, new Dictionary<string, string>()), BillingCommands.Operator, progress, stop.Token)));

        Assert.Equal(0L, await world.Scalar<long>("select count(*) from billing.usage_batch"));
        Assert.Empty(Directory.GetFiles(world.Folder, "*.parquet", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(world.Folder, "bucket-*", SearchOption.AllDirectories));
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<long>
    {
        public void Report(long value) => stop.Cancel();
    }

    private static List<(int Line, string Reason)> Rejected(ImportOutcome outcome) =>
        [.. File.ReadLines(outcome.RejectsFile!).Skip(1).Select(line => line.Split(',')).Select(cells => (int.Parse(cells[0], CultureInfo.InvariantCulture), cells[1]))];

    private static async Task<List<object[]>> Rows(World world, string columns, string order, string where = "true", string only = "true")
    {
        var files = new List<string>();
        foreach (var segment in await world.Use((Manifest manifest) => manifest.All()))
        {
            files.Add(await world.Services.GetRequiredService<SegmentStore>().Local(segment));
        }

        using var connection = SegmentStore.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"select * from (select {columns} from {SegmentStore.List(files)} where {where}) where {only} order by {order}";
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static async Task<decimal> Original(World world)
    {
        var total = 0m;
        var segments = await world.Use((Manifest manifest) => manifest.All());
        using var connection = SegmentStore.Connect();
        foreach (var segment in segments)
        {
            using var command = connection.CreateCommand();
            var file = await world.Services.GetRequiredService<SegmentStore>().Local(segment);
            command.CommandText = $"select sum(original) from {SegmentStore.List([file])}";
            total += (decimal)(System.Numerics.BigInteger)command.ExecuteScalar()!;
        }

        return total;
    }
}
