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
