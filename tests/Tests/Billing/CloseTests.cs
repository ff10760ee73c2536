using PartnerCenter.Billing;
using PartnerCenter.Billing.Bills;
using PartnerCenter.Billing.Close;
using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Verify;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Performance;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Vouchers;

namespace PartnerCenter.Tests.Billing;

public class CloseTests(TestServer server)
{
    private const string Header = "charge_id,customer,charge_type,order_type,billing_mode,product_type,product,transaction_at,"
        + "usage,size,per,unit_price,official,discount,voucher,cash_coupon,coupon_counts,stored_value,arrears\n";

    private static readonly Month August = new(2024, 8);

    private static async Task<(World World, Actor Partner)> Closed(TestServer server, string lines, PartnerProgram? program = PartnerProgram.SolutionProvider)
    {
        var world = await World.New(server);
        world.At(2024, 7, 2);
        var partner = await world.Partner("账单科技", program);
        await world.Customer(partner, "C-1");
        await world.Customer(partner, "C-2", AssociationMode.Referral);
        world.At(2024, 9, 2);
        await world.ImportText(Header + lines);
        await world.Close("2024-08");
        return (world, partner);
    }

    [Fact, Rule("R12.1.9.14")]
    public async Task The_bill_holds_what_was_rated_billed_and_cut_off_and_how_it_is_paid()
    {
        var (world, partner) = await Closed(server, """
            a,C-1,consumption,usage,pay-per-use,storage,evs,2024-08-10T00:00:00Z,25874,10,3600,0.00064,,,,,,,
            b,C-1,consumption,purchase,period,compute,ecs,2024-08-11T00:00:00Z,,,,,100.00999999,10,20.00,5.00,false,7.00,3.00
            c,C-1,refund,unsubscription,period,compute,ecs,2024-08-12T00:00:00Z,,,,,-0.04599822,0,,,,,

            """);
        await using var _ = world;

        var bill = (await world.Use((BillLists bills) => bills.Bill(partner, August)))!;

        Assert.Equal((3, 100.00999999m, 10m, 90.00999999m), (bill.Lines, bill.Official, bill.Discount, bill.Payable));
        Assert.Equal((90.01m - 0.01m, 0.00999999m), (bill.Billed, bill.RoundingRemainder));
        Assert.Equal((20m, 5m, 7m, 3m, 55m), (bill.Voucher, bill.CashCoupon, bill.StoredValue, bill.Arrears, bill.Cash));
        Assert.Equal(bill.Billed, bill.Cash + bill.Voucher + bill.CashCoupon + bill.StoredValue + bill.Arrears + bill.PartnerVoucher);
        var lines = await world.Use((BillLists bills) => bills.Lines(partner, August, null, null, null, 0, 10));
        Assert.Equal([0.00599822m, 0.00999999m, -0.00599822m], lines.OrderBy(l => l.ChargeId).Select(l => l.RoundingRemainder));
        Assert.Single(await world.Use((BillLists bills) => bills.Items(partner, August, "customer", ChargeType.Refund)));
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August))).Clean);
    }

    [Fact, Rule("R12.1.5.1", "R12.1.6.9")]
    public async Task Performance_is_what_is_paid_in_cash_or_by_stored_value_card()
    {
        var (world, partner) = await Closed(server, """
            cash,C-1,consumption,purchase,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100.005,0,,,,,
            voucher,C-1,consumption,purchase,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100,0,100.00,,,,
            coupon,C-1,consumption,purchase,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100,0,,40.00,false,,
            counts,C-1,consumption,purchase,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100,0,,40.00,true,,
            card,C-1,consumption,renewal,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100,0,,,,100.00,
            buys-card,C-1,consumption,purchase,period,stored-value-card,card,2024-08-10T00:00:00Z,,,,,1000,0,,,,,
            refund,C-1,refund,unsubscription,period,compute,ecs,2024-08-10T00:00:00Z,,,,,-30,0,,,,,

            """);
        await using var _ = world;

        var month = Assert.Single(await world.Use((PerformanceLists lists) => lists.Months(partner)));

        Assert.Equal(100.005m + 0 + 60 + 100 + 100 + 0 - 30, month.Amount);
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August))).Clean);
    }

    [Fact]
    public async Task A_partner_in_no_programme_has_a_bill_but_no_performance_and_is_told_why()
    {
        var (world, partner) = await Closed(server, "a,C-1,consumption,purchase,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100,0,,,,,\n", null);
        await using var _ = world;

        var month = Assert.Single(await world.Use((PerformanceLists lists) => lists.Months(partner)));

        Assert.Equal((0m, "no-program"), (month.Amount, month.Reason));
        Assert.Equal(100m, (await world.Use((BillLists bills) => bills.Bill(partner, August)))!.Billed);
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August))).Clean);
    }

    [Fact]
    public async Task Partner_vouchers_pay_resale_lines_in_the_order_of_time_those_of_one_customer_first()
    {
        var world = await World.New(server);
        await using var _ = world;
        world.At(2024, 7, 2);
        var partner = await world.Partner("代金券科技");
        var first = await world.Customer(partner, "C-1");
        await world.Customer(partner, "C-2");
        await world.Customer(partner, "C-3", AssociationMode.Referral);
        var manager = await world.Staff(Role.EcosystemManager);
        var number = (await world.View(partner)).Number;
        var (from, to) = (new DateOnly(2024, 7, 1), new DateOnly(2024, 12, 31));
        await world.Use((IssuePartnerVoucher issue) => issue.Run(number, null, "120.00", from, to, "free", manager));
        await world.Use((IssuePartnerVoucher issue) => issue.Run(number, first, "30.00", from, to, "restricted", manager));
        await world.Use((IssuePartnerVoucher issue) => issue.Run(number, null, "999.00", from, new(2024, 8, 30), "ends before the month does", manager));
        world.At(2024, 9, 2);
        await world.ImportText(Header + """
            referral,C-3,consumption,purchase,period,compute,ecs,2024-08-01T00:00:00Z,,,,,500,0,,,,,
            second,C-2,consumption,purchase,period,compute,ecs,2024-08-02T00:00:00Z,,,,,100,0,,,,,
            third,C-1,consumption,purchase,period,compute,ecs,2024-08-03T00:00:00Z,,,,,40.009,0,,,,,
            refund,C-1,refund,unsubscription,period,compute,ecs,2024-08-04T00:00:00Z,,,,,-20,0,,,,,
            fourth,C-2,consumption,purchase,period,compute,ecs,2024-08-05T00:00:00Z,,,,,50,0,,,,,

            """);
        await world.Close("2024-08");

        var items = await world.Use((BillLists bills) => bills.Items(partner, August, "customer", null));
        var byName = items.ToDictionary(item => item.Name, item => item.PartnerVoucher);
        Assert.Equal((40m, 110m, 0m), (byName["C-1"], byName["C-2"], byName["C-3"]));
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August))).Clean);
        world.At(2024, 10, 2);
        await world.ImportText(Header + "next,C-2,consumption,purchase,period,compute,ecs,2024-09-05T00:00:00Z,,,,,50,0,,,,,\n");
        await world.Close("2024-09");
        Assert.Equal(0m, (await world.Use((BillLists bills) => bills.Bill(partner, August.Next)))!.PartnerVoucher);
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August.Next))).Clean);
    }

    [Fact]
    public async Task A_month_is_closed_once_after_it_is_over_and_after_those_before_it()
    {
        var (world, _) = await Closed(server, "a,C-1,consumption,purchase,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100,0,,,,,\n");
        await using var __ = world;
        var sha = await world.Scalar<string>("select result_sha256 from billing.month_close");
        world.At(2024, 11, 2);
        await world.ImportText(Header + "b,C-1,consumption,purchase,period,compute,ecs,2024-09-10T00:00:00Z,,,,,100,0,,,,,\n");

        Assert.Equal("close.closed-already", (await Refused(world, "2024-08")).Code);
        Assert.Equal("close.future", (await Refused(world, "2024-11")).Code);
        Assert.Equal("close.earlier-open", (await Refused(world, "2024-10")).Code);
        Assert.Equal(sha, await world.Scalar<string>("select result_sha256 from billing.month_close"));
    }

    [Fact]
    public async Task A_bucket_that_runs_twice_or_at_once_comes_to_the_same_result()
    {
        var lines = string.Concat(Enumerable.Range(0, 500).Select(n =>
            $"l{n},C-{(n % 2) + 1},consumption,usage,pay-per-use,storage,evs,2024-08-{(n % 28) + 1:00}T00:00:00Z,{n * 97},3,3600,0.00064,,,,,,,\n"));
        var (world, _) = await Closed(server, lines);
        await using var __ = world;
        var sha = await world.Scalar<string>("select result_sha256 from billing.month_close");

        await world.Execute("update billing.month_close set state = 'closing', result_sha256 = null; update platform.job set state = 'queued', attempts = 0, run_at = created_at where job_group like 'close:%'");
        var worker = world.Services.GetRequiredService<JobWorker>();
        await Task.WhenAll(worker.RunAll("close:2024-08"), worker.RunAll("close:2024-08"), worker.RunAll("close:2024-08"));

        Assert.Equal("", await world.Scalar<string>("select coalesce(string_agg(type || ' ' || state || ' ' || attempts || ' ' || coalesce(error, '-'), ', '), '') from platform.job where job_group like 'close:%' and (error is not null or state <> 'done')"));
        Assert.Equal(sha, await world.Scalar<string>("select result_sha256 from billing.month_close"));
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August))).Clean);
    }

    [Fact]
    public async Task Verification_finds_a_result_that_was_tampered_with()
    {
        var (world, _) = await Closed(server, "a,C-1,consumption,purchase,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100,0,,,,,\n");
        await using var __ = world;
        await world.Execute("update billing.bill set cash = cash + 0.01");

        var found = await world.Use((VerifyMonth verify) => verify.Run(August));

        Assert.False(found.Clean);
        Assert.Single(found.Wrong);
        Assert.Single(found.Missing);
    }

    [Fact]
    public async Task No_partner_sees_the_lines_of_another()
    {
        var (world, _) = await Closed(server, "a,C-1,consumption,purchase,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100,0,,,,,\n");
        await using var __ = world;
        var rival = await world.Partner("竞争科技");

        Assert.Empty(await world.Use((BillLists bills) => bills.Lines(rival, August, null, null, null, 0, 10)));
        Assert.Null(await world.Use((BillLists bills) => bills.Bill(rival, August)));
        Assert.Empty(await world.Use((PerformanceLists lists) => lists.Months(rival)));
    }

    private static async Task<Refusal> Refused(World world, string month) =>
        await Assert.ThrowsAsync<Refusal>(() => world.Use((CloseMonth close) => close.Run(Month.Parse(month), BillingCommands.Operator)));
}
