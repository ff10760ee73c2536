using PartnerCenter.Benefits;
using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Tests.Paths;
using PartnerCenter.Tests.Solutions;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Benefits;

/// <summary>Test vouchers: whose cap it is, and that it holds.</summary>
public sealed class TestVoucherTests(TestServer server)
{
    private static TestVoucherForm Form(World world, Guid solution, decimal amount)
    {
        var today = new BusinessDay(world.Clock).Today;
        return new(solution, amount, "性能测试", today, today.AddDays(30), "https://calculator.example/lists/1", true, true);
    }

    private static async Task<Guid> Apply(World world, Actor partner, Guid solution, decimal amount, Guid? id = null) =>
        await world.Use((ApplyForTestVoucher apply) => apply.Run(id ?? Guid.CreateVersion7(), Form(world, solution, amount), [], partner));

    private static Task<Entitlement> Entitlement(World world, Actor partner) => world.Use((TestVoucherBudget budget) => budget.Mine(partner));

    private static Task<string> State(World world, Guid id) => world.Scalar<string>($"select state from benefits.test_voucher where id = '{id}'");

    /// <summary>Does things at once, and gives the codes of those that were refused.</summary>
    private static async Task<List<string>> AtOnce(IEnumerable<Func<Task>> work)
    {
        var outcomes = await Task.WhenAll(work.Select(one => Task.Run(async () =>
        {
            try
            {
                await one();
                return "";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        })));
        return [.. outcomes.Where(code => code.Length > 0)];
    }

    [Fact, Rule("R4.1.10")]
    public async Task The_cap_is_the_companys_for_any_of_its_solutions_and_never_exceeded()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("测试软件");
        var plain = await world.Describe(partner);
        Assert.Equal("benefits.not-entitled", await No(() => Apply(world, partner, plain, 1)));

        var certified = await world.Certified(partner);
        Assert.Equal((100_000m, 100_000m), ((await Entitlement(world, partner)).Cap, (await Entitlement(world, partner)).Left));
        // Earned with one solution, spent on another that is not certified.
        await Apply(world, partner, plain, 60_000);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Apply(world, partner, certified, 40_000.01m));
        Assert.Equal(("benefits.over-cap", "Amount"), (refusal.Code, refusal.Field));
        Assert.Equal([100_000m, 40_000m], refusal.Facts);
        await Apply(world, partner, certified, 40_000);
        Assert.Equal("benefits.over-cap", await No(() => Apply(world, partner, plain, 0.01m)));
        // A second certified solution, and the higher level, add nothing.
        await world.Certified(partner, PartnerCenter.Solutions.Published.SolutionLevel.AdvancedCloudSoftware);
        Assert.Equal((100_000m, 0m), ((await Entitlement(world, partner)).Cap, (await Entitlement(world, partner)).Left));
    }

    [Fact, Rule("R4.1.10")]
    public async Task Two_accounts_of_one_company_have_one_cap()
    {
        await using var world = await World.New(server);
        var code = World.ValidCode(901);
        async Task<Actor> Account()
        {
            var company = await world.Company("同一软件", code);
            await world.Use((JoinNetwork join) => join.Run(World.Form(), company));
            var actor = await world.Person(await world.Scalar<string>($"select email from identity.account where id = '{company.Account}'"));
            await world.Join(actor, DevelopmentPath.Software);
            return actor;
        }

        var (first, second) = (await Account(), await Account());
        var (one, two) = (await world.Certified(first), await world.Certified(second));
        Assert.NotEqual(first.PartnerId, second.PartnerId);

        await Apply(world, first, one, 70_000);

        Assert.Equal(30_000m, (await Entitlement(world, second)).Left);
        Assert.Equal("benefits.over-cap", await No(() => Apply(world, second, two, 30_001)));
        await Apply(world, second, two, 30_000);
        // What the other account has is not this one's to spend on, nor to see.
        Assert.Equal("benefits.no-solution", await No(() => Apply(world, second, one, 1)));
        Assert.Single(await world.Use((TestVoucherLists lists) => lists.Mine(second)));
    }

    [Fact, Rule("R4.1.10")]
    public async Task Applications_at_once_cannot_exceed_the_cap_together()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("并发软件");
        var solution = await world.Certified(partner);

        var refused = await AtOnce(Enumerable.Range(0, 8).Select(_ => (Func<Task>)(() => Apply(world, partner, solution, 30_000))));

        Assert.Equal(Enumerable.Repeat("benefits.over-cap", 5), refused);
        Assert.Equal(90_000m, (await Entitlement(world, partner)).Committed);
    }

    [Fact, Rule("R4.1.10")]
    public async Task Decisions_at_once_cannot_either()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("审批软件");
        var solution = await world.Certified(partner);
        Guid[] vouchers = [await Apply(world, partner, solution, 20_000), await Apply(world, partner, solution, 20_000), await Apply(world, partner, solution, 20_000)];
        // Written past the use case, they exceed the cap together; two of them do not.
        await world.Execute("update benefits.test_voucher set amount = 50000");

        var refused = await AtOnce(vouchers.Select(id => (Func<Task>)(() => world.Decide(id, Role.EcosystemManager))));

        Assert.Equal(["benefits.over-cap-now"], refused);
        Assert.Equal(100_000m, await world.Scalar<decimal>("select sum(amount) from benefits.test_voucher where state = 'Approved'"));
    }

    [Fact, Rule("R4.1.10")]
    public async Task What_is_rejected_is_free_again_and_what_is_granted_is_not()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("额度软件");
        var solution = await world.Certified(partner);
        var (kept, gone) = (await Apply(world, partner, solution, 60_000), await Apply(world, partner, solution, 40_000));

        await world.Decide(gone, Role.EcosystemManager, approve: false);
        await world.Decide(kept, Role.EcosystemManager);
        await world.Use(async (GrantTestVoucher grant) => await grant.Run(kept, await world.Staff(Role.Operations)));

        var entitlement = await Entitlement(world, partner);
        Assert.Equal((0m, 60_000m, 40_000m), (entitlement.Committed, entitlement.Granted, entitlement.Left));
        // The next year has a cap of its own, as long as the solution is certified then.
        world.At(2025, 1, 1);
        Assert.Equal(100_000m, (await Entitlement(world, partner)).Left);
    }

    [Fact, Rule("R4.1.8")]
    public async Task The_entitlement_falls_the_day_the_last_certification_lapses()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("失效软件");
        var solution = await world.Certified(partner);
        world.At(2025, 8, 30);
        var (review, approved, granted) = (
            await Apply(world, partner, solution, 10_000), await Apply(world, partner, solution, 20_000), await Apply(world, partner, solution, 30_000));
        await world.Decide(approved, Role.EcosystemManager);
        await world.Decide(granted, Role.EcosystemManager);
        await world.Use(async (GrantTestVoucher grant) => await grant.Run(granted, await world.Staff(Role.Operations)));

        world.At(2025, 9, 1);
        await world.Lapse();
        Assert.Equal(100_000m, (await Entitlement(world, partner)).Cap);
        world.Clock.MoveTo(new(2025, 9, 1, 16, 1, 0, TimeSpan.Zero));
        await world.Lapse();

        var entitlement = await Entitlement(world, partner);
        Assert.Equal((0m, 0m, 30_000m, 0m), (entitlement.Cap, entitlement.Committed, entitlement.Granted, entitlement.Left));
        Assert.Equal(("Lapsed", "Lapsed", "Granted"), (await State(world, review), await State(world, approved), await State(world, granted)));
        Assert.Equal("Withdrawn", await world.Scalar<string>($"select state from platform.review where subject = '{review}'"));
        Assert.Equal("benefits.not-entitled", await No(() => Apply(world, partner, solution, 1)));
        Assert.Equal("review.wrong-state", await No(() => world.Decide(review, Role.EcosystemManager)));
        Assert.Equal("test-voucher.wrong-state", await No(() => world.Use(async (GrantTestVoucher grant) => await grant.Run(approved, await world.Staff(Role.Operations)))));
        await world.Deliver();
        Assert.Equal(3L, await world.Scalar<long>("select count(*) from platform.notification where event = 'benefits.test-voucher'"));
    }

    [Fact, Rule("R4.1.8")]
    public async Task As_long_as_another_certification_holds_nothing_falls()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("双证软件");
        var solution = await world.Certified(partner);
        world.At(2025, 3, 1);
        await world.Certified(partner);
        world.At(2025, 8, 30);
        var voucher = await Apply(world, partner, solution, 10_000);
        world.At(2025, 9, 2);
        await world.Lapse();

        Assert.Equal(("InReview", 100_000m), (await State(world, voucher), (await Entitlement(world, partner)).Cap));
        world.At(2026, 3, 1);
        await world.Lapse();
        Assert.Equal(("Lapsed", 0m), (await State(world, voucher), (await Entitlement(world, partner)).Cap));
    }

    [Fact, Rule("R10.2.5")]
    public async Task Approved_is_not_granted_and_a_granted_voucher_is_valid_for_three_months()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("发放软件");
        var solution = await world.Certified(partner);
        var (id, operations) = (await Apply(world, partner, solution, 10_000), await world.Staff(Role.Operations));

        Assert.Equal("test-voucher.wrong-state", await No(() => world.Use((GrantTestVoucher grant) => grant.Run(id, operations))));
        await world.Decide(id, Role.EcosystemManager);
        var row = Assert.Single(await world.Use((TestVoucherLists lists) => lists.Mine(partner)));
        Assert.Equal((TestVoucherState.Approved, (DateOnly?)null), (row.State, row.ValidUntil));
        Assert.Equal("access.denied", await No(() => world.Use((GrantTestVoucher grant) => grant.Run(id, partner))));
        Assert.True(await world.Use((GrantTestVoucher grant) => grant.Run(id, operations)));
        row = Assert.Single(await world.Use((TestVoucherLists lists) => lists.Mine(partner)));
        Assert.Equal((TestVoucherState.Granted, new DateOnly(2024, 12, 1), false), (row.State, row.ValidUntil!.Value, row.IsOver));
        world.At(2024, 12, 2);
        Assert.True(Assert.Single(await world.Use((TestVoucherLists lists) => lists.Mine(partner))).IsOver);
        Assert.Equal("test-voucher.wrong-state", await No(() => world.Use((GrantTestVoucher grant) => grant.Run(id, operations))));
    }

    [Fact, Rule("R4.4.2")]
    public async Task Who_has_applied_for_a_voucher_cannot_leave_the_path()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("记录软件");
        var solution = await world.Certified(partner);
        Assert.DoesNotContain(LeavingReason.TestVoucher, await world.Use((LeavePath leave) => leave.Reasons(partner)));
        await world.Decide(await Apply(world, partner, solution, 10_000), Role.EcosystemManager, approve: false);
        await world.Enter(partner, EvidenceKind.TestVoucher);

        // Known to the register as well, it is named once.
        Assert.Single(await world.Use((LeavePath leave) => leave.Reasons(partner)), LeavingReason.TestVoucher);
    }

    [Fact]
    public async Task A_form_at_fault_is_refused_at_its_field_and_a_repeat_changes_nothing()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("表单软件");
        var solution = await world.Certified(partner);
        var good = Form(world, solution, 10_000);
        async Task<(string, string?)> Refused(TestVoucherForm form)
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => world.Use((ApplyForTestVoucher apply) => apply.Run(Guid.CreateVersion7(), form, [], partner)));
            return (refusal.Code, refusal.Field);
        }

        Assert.Equal(("benefits.no-solution", "Solution"), await Refused(good with { Solution = Guid.NewGuid() }));
        Assert.Equal(("benefits.amount", "Amount"), await Refused(good with { Amount = 0 }));
        Assert.Equal(("benefits.amount", "Amount"), await Refused(good with { Amount = 0.001m }));
        Assert.Equal(("benefits.dates", "To"), await Refused(good with { From = new(2024, 9, 1) }));
        Assert.Equal(("benefits.dates", "To"), await Refused(good with { To = new(2024, 9, 1) }));
        Assert.Equal(("benefits.configuration", "Configuration"), await Refused(good with { Configuration = "javascript:alert(1)" }));
        Assert.Equal(("benefits.confirm", "IsAgreed"), await Refused(good with { IsAgreed = false }));
        Assert.Equal(("benefits.confirm", "IsNeeded"), await Refused(good with { IsNeeded = false }));

        var id = Guid.CreateVersion7();
        await Apply(world, partner, solution, 10_000, id);
        await Apply(world, partner, solution, 10_000, id);
        Assert.Equal("idempotency.other-content", await No(() => Apply(world, partner, solution, 10_001, id)));
        Assert.Equal(10_000m, (await Entitlement(world, partner)).Committed);
    }
}
