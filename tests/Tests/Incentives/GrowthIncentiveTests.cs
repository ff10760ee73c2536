using PartnerCenter.Billing.Verify;
using PartnerCenter.Incentives;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Incentives;

public class GrowthIncentiveTests(TestServer server)
{
    /// <summary>The worked example through import and close of every month, not by calling a function with the answers.</summary>
    [Fact, Rule("R12.1.5.4")]
    public async Task The_worked_example_comes_out_to_the_last_digit()
    {
        await using var world = await World.New(server);
        world.At(2023, 1, 5);
        var partner = await world.Partner("增长科技", PartnerProgram.SolutionProvider, "leading");
        await world.Customer(partner, "C-GROWTH");
        await Renew(world, partner, 2024);
        world.At(2025, 1, 3);
        var outcome = await world.Import(Path.Combine(TestServer.Root, "samples", "growth_incentive.csv"));
        Assert.Equal((7, 7, 0), (outcome.Rows, outcome.Imported, outcome.Rejected));

        await world.Close("2023-12");
        await world.Close("2024-12");

        var bill = (await world.Use((IncentiveLists lists) => lists.Bills(partner))).Single(b => b is { Policy: "growth", Period: "2024Y" });
        var working = IncentiveLists.WorkingOf(bill);
        Assert.Equal((2_086_683.11m, 639_941.65m, 1_446_741.46m), (working.ThresholdValue, working.ThresholdBefore, working.Reached));
        Assert.Equal(2.2607m, working.Growth);
        Assert.Equal((990_549.59m, 425_463.10m, 565_086.49m), (working.BaseValue, working.BaseBefore, bill.Base));
        Assert.Equal((0.04m, 22_603.46m), (bill.Rate, bill.Amount));
        var lines = await world.Use((IncentiveLists lists) => lists.Lines(bill, 0, 50));
        Assert.Equal(
            [15.83657640m, 47.78447128m, 10_154.66856532m, 12_385.17038701m],
            lines.Select(line => line.Share).Order());
        Assert.Equal(22_603.46000001m, lines.Sum(line => line.Share));
        Assert.Equal((4, -0.00000001m), (bill.Lines, bill.Residue));
        Assert.Equal(bill.Amount, lines.Sum(line => line.Share) + bill.Residue);
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(new Month(2024, 12)))).Clean);
    }

    private static IncentivePolicy Policy(params (string From, string Rate)[] steps) => new(
        "p", new("", ""), [], [], PeriodLength.Year, null, "base", Measure.Increment, null,
        new("threshold", Measure.Increment, "0.30", [.. steps.Select(s => new Step(s.From, s.Rate))]));

    private static (decimal Rate, string Outcome) Rate(decimal value, decimal before)
    {
        var figures = new IndicatorFigures(Money.Cny(value).Units, Money.Cny(before).Units);
        var policy = Policy(("1000000", "0.04"), ("3000000", "0.06"), ("5000000", "0.08"));
        var (_, working) = IncentiveCalculation.Total(policy, figures, figures);
        return (working.Rate, working.Outcome);
    }

    [Theory, Rule("R12.1.5.4")]
    [InlineData(1_999_999.99, 1_000_000, 0, "below-ladder")]
    [InlineData(2_000_000, 1_000_000, 0.04, "step")]
    [InlineData(3_999_999.99, 1_000_000, 0.04, "step")]
    [InlineData(4_000_000, 1_000_000, 0.06, "step")]
    [InlineData(6_000_000, 1_000_000, 0.08, "step")]
    public void Steps_are_closed_below_and_open_above(decimal value, decimal before, decimal rate, string outcome) =>
        Assert.Equal((rate, outcome), Rate(value, before));

    [Fact, Rule("R12.1.5.4")]
    public void Growth_must_exceed_30_percent_not_reach_it()
    {
        Assert.Equal((0m, "no-growth"), Rate(13_000_000m, 10_000_000m));
        Assert.Equal((0.06m, "step"), Rate(13_000_000.00000001m, 10_000_000m));
        Assert.Equal((0m, "no-comparison"), Rate(13_000_000m, 0));
    }

    private static async Task Renew(World world, Actor partner, int year)
    {
        for (var y = year; y <= 2025; y++)
        {
            world.At(y, 1, 10);
            var manager = await world.Staff(Role.EcosystemManager);
            await world.Use((PartnerCenter.Programs.AssessMembership assess) => assess.Run(partner.PartnerId, PartnerProgram.SolutionProvider, true, "通过", manager));
            world.At(y, 1, 31);
            await world.Use((PartnerCenter.Programs.RenewCertificates renew) => renew.Run(new(world.Clock.GetUtcNow()), null!, default));
        }
    }
}
