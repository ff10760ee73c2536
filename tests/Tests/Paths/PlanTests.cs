using System.Text;
using PartnerCenter.Kernel;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Paths.Published;
using PartnerCenter.Paths.Register;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Paths;

/// <summary>Business plans and customer lists on their way to being locked by both sides.</summary>
public sealed class PlanTests(TestServer server)
{
    private static async Task<Actor> Integrator(World world, string name = "集成科技")
    {
        var partner = await world.Partner(name, program: null);
        var manager = await world.Staff(Role.EcosystemManager);
        await world.Use((InviteToPath invite) => invite.Run(partner.PartnerId, DevelopmentPath.Integration, manager));
        await world.Join(partner, DevelopmentPath.Integration);
        return partner;
    }

    /// <summary>How many locked plans and lists the checklist counts for a stage.</summary>
    private static async Task<(int Plans, int Lists)> Counted(World world, Actor partner, PathStage stage)
    {
        var lines = (await world.Use((Checklists lists) => lists.Of(DevelopmentPath.Integration, partner))).Single(one => one.Stage == stage).Lines;
        return (lines[0].Achieved, lines[1].Achieved);
    }

    [Fact, Rule("R4.3.3", "R4.3.7")]
    public async Task Plan_and_customer_list_count_for_both_stages_once_both_sides_have_signed_and_until_31_January()
    {
        await using var world = await World.New(server);
        var (partner, manager) = (await Integrator(world), await world.Staff(Role.EcosystemManager));
        var plan = await world.SendLock(partner, LockKind.BusinessPlan);
        var list = await world.SendLock(partner, LockKind.CustomerList);
        Assert.Equal((0, 0), await Counted(world, partner, PathStage.RoleCertification));

        await world.Use((CounterSign sign) => sign.Run(plan, null, manager));
        Assert.Equal((1, 0), await Counted(world, partner, PathStage.RoleCertification));
        await world.Use((CounterSign sign) => sign.Run(list, null, manager));

        foreach (var (year, month, day, count) in new[] { (2024, 9, 2, 1), (2025, 1, 31, 1), (2025, 2, 1, 0) })
        {
            world.At(year, month, day);
            Assert.Equal((count, count), await Counted(world, partner, PathStage.RoleCertification));
            Assert.Equal((count, count), await Counted(world, partner, PathStage.Differentiation));
        }
    }

    [Fact, Rule("R4.3.3")]
    public async Task Role_certification_cannot_be_applied_for_without_both_locks()
    {
        await using var world = await World.New(server);
        var partner = await Integrator(world);
        await world.Enter(partner, EvidenceKind.JointOffering);
        for (var expert = 0; expert < 4; expert++)
        {
            var person = await world.Hire(partner);
            await world.Award(person, "HCSP", "构建客户的业务体系");
            await world.Award(person, "HCIP", "Cloud Service Solutions Architect");
        }

        Task Apply() => world.Apply(partner, PathStage.RoleCertification, proofs: 0);
        Assert.Equal("paths.conditions-missing", await No(Apply));
        await world.Lock(partner, LockKind.BusinessPlan);
        Assert.Equal("paths.conditions-missing", await No(Apply));
        await world.Lock(partner, LockKind.CustomerList);
        await Apply();
    }

    [Fact, Rule("R2.3")]
    public async Task A_plan_has_direction_resources_actions_and_goals_before_it_is_sent_and_nobody_changes_it_once_it_is_locked()
    {
        await using var world = await World.New(server);
        var (partner, manager) = (await Integrator(world), await world.Staff(Role.EcosystemManager));
        var id = await world.Use((BeginLock begin) => begin.Run(LockKind.BusinessPlan, 2024, partner));
        Task Write(PlanForm form) => world.Use((WritePlan write) => write.Run(id, form, partner));
        Task Send() => world.Use((SendLock send) => send.Run(id, partner));

        PlanForm[] incomplete = [Plan() with { Direction = "" }, Plan() with { Resources = null }, Plan() with { Actions = " " },
            Plan() with { Goals = [new(0, 0, 5, 5), new(0, 0, 0, 0), new(0, 0, 0, 0), new(0, 0, 0, 0)] }];
        foreach (var form in incomplete)
        {
            await Write(form);
            Assert.Equal("paths.plan-incomplete", await No(Send));
        }

        Assert.Equal("paths.goal", await No(() => Write(Plan(-1))));
        Assert.Equal("paths.goal", await No(() => Write(Plan(0.001m))));
        Assert.Equal("paths.plan-quarters", await No(() => Write(Plan() with { Goals = [] })));
        await Write(Plan());
        await Send();
        Assert.Equal("paths.lock-closed", await No(() => Write(Plan(5))));
        await world.Use((CounterSign sign) => sign.Run(id, null, manager));
        Assert.Equal("paths.lock-closed", await No(() => Write(Plan(5))));
        Assert.Equal("lock.wrong-state", await No(Send));
        Assert.Equal("lock.wrong-state", await No(() => world.Use((CounterSign sign) => sign.Return(id, "再改", manager))));
        var view = (await world.Use((LockLists lists) => lists.Own(id, partner)))!;
        Assert.Equal((10_000_000m, "制造业上云"), (view.Goals.Sum(goal => goal.Revenue), view.Direction));
    }

    [Fact]
    public async Task The_manager_returns_with_a_comment_and_the_vendor_unlocks_with_a_reason_and_the_partner_hears_of_it()
    {
        await using var world = await World.New(server);
        var (partner, manager) = (await Integrator(world), await world.Staff(Role.EcosystemManager));
        var id = await world.SendLock(partner, LockKind.BusinessPlan);

        Assert.Equal("form.required", await No(() => world.Use((CounterSign sign) => sign.Return(id, " ", manager))));
        Assert.Equal("access.denied", await No(() => world.Use((CounterSign sign) => sign.Run(id, null, partner))));
        await world.Use((CounterSign sign) => sign.Return(id, "客户目标偏低", manager));
        await world.Use((WritePlan write) => write.Run(id, Plan(2_000_000), partner));
        await world.Use((SendLock send) => send.Run(id, partner));
        await world.Use((CounterSign sign) => sign.Run(id, null, manager));
        Assert.Equal((1, 0), await Counted(world, partner, PathStage.RoleCertification));
        Assert.Equal("form.required", await No(() => world.Use((Unlock unlock) => unlock.Run(id, null, manager))));
        await world.Use((Unlock unlock) => unlock.Run(id, "市场变化", manager));
        Assert.Equal((0, 0), await Counted(world, partner, PathStage.RoleCertification));
        await world.Deliver();

        var view = (await world.Use((LockLists lists) => lists.Own(id, partner)))!;
        Assert.Equal([LockStepKind.Sent, LockStepKind.Returned, LockStepKind.Sent, LockStepKind.Locked, LockStepKind.Unlocked], view.Steps.Select(step => step.Kind));
        Assert.Equal(["客户目标偏低", "市场变化"], view.Steps.Where(step => step.Comment != "").Select(step => step.Comment));
        Assert.Equal(3L, await world.Scalar<long>($"select count(*) from platform.notification where event = 'paths.lock' and account_id = '{partner.Account}'"));
        Assert.Equal(2L, await world.Scalar<long>($"select count(*) from platform.notification where event = 'paths.lock' and account_id = '{manager.Account}'"));
    }

    [Fact]
    public async Task A_customer_list_comes_line_by_line_or_from_a_file_and_names_each_company_once()
    {
        await using var world = await World.New(server);
        var partner = await Integrator(world);
        var id = await world.Use((BeginLock begin) => begin.Run(LockKind.CustomerList, 2024, partner));
        Task Lines(string lines) => world.Use((WriteCustomerList write) => write.Run(id, lines, null, partner));
        Task File(string text) => world.Use((WriteCustomerList write) => write.Run(id, null, new MemoryStream(Encoding.UTF8.GetBytes(text)), partner));
        async Task<IEnumerable<string>> Companies() => (await world.Use((LockLists lists) => lists.Own(id, partner)))!.Companies;

        Assert.Equal("paths.list-empty", await No(() => world.Use((SendLock send) => send.Run(id, partner))));
        await Lines("甲公司\r\n乙, 丙公司\n\n甲公司\n丁公司");
        Assert.Equal(["甲公司", "乙, 丙公司", "丁公司"], await Companies());
        await File("city,company\n武汉,\"戊, 己公司\"\n长沙,庚公司\n");
        Assert.Equal(["戊, 己公司", "庚公司"], await Companies());
        Assert.Equal("csv.columns", await No(() => File("name\n辛公司\n")));
        Assert.Equal("form.required", await No(() => Lines("\n \n")));
        Assert.Equal("paths.customers-too-many", await No(() => Lines(string.Join('\n', Enumerable.Range(0, 501)))));
    }

    [Fact]
    public async Task There_is_one_of_a_kind_and_year_for_those_on_a_path()
    {
        await using var world = await World.New(server);
        var partner = await Integrator(world);
        Task<Guid> Begin(Actor by, int? year, LockKind? kind = LockKind.BusinessPlan) => world.Use((BeginLock begin) => begin.Run(kind, year, by));

        Assert.Equal(await Begin(partner, 2024), await Begin(partner, 2024));
        Assert.Equal("paths.plan-year", await No(() => Begin(partner, 2025)));
        Assert.Equal("form.required", await No(() => Begin(partner, 2024, null)));
        var outside = await world.Partner("路外科技", program: null);
        Assert.Equal("paths.not-on-a-path", await No(() => Begin(outside, 2024)));
        world.At(2024, 11, 1);
        var next = await world.Lock(partner, LockKind.BusinessPlan, 2025);
        Assert.NotEqual(Guid.Empty, next);
        // A plan of the next year does not count before it has begun.
        Assert.Equal((0, 0), await Counted(world, partner, PathStage.RoleCertification));
        world.At(2025, 1, 1);
        Assert.Equal((1, 0), await Counted(world, partner, PathStage.RoleCertification));
    }

    [Fact]
    public async Task Plans_and_lists_are_seen_by_the_partner_and_its_manager_alone()
    {
        await using var world = await World.New(server);
        var (partner, rival, manager) = (await Integrator(world), await Integrator(world, "对手集成"), await world.Staff(Role.EcosystemManager));
        var id = await world.Lock(partner, LockKind.CustomerList);
        async Task<bool> Sees(Actor manager, Reach reach)
        {
            await using var scope = await world.Services.GetRequiredService<IServiceScopeFactory>().OpenUnit(reach);
            return await scope.ServiceProvider.GetRequiredService<LockLists>().OfPartner(id, manager) is { Companies.Count: > 0 };
        }

        Assert.True(await Sees(manager, new(false, [partner.PartnerId])));
        Assert.False(await Sees(manager, new(false, [rival.PartnerId])));
        Assert.Null(await world.Use((LockLists lists) => lists.Own(id, rival)));
        var administrator = await world.Staff(Role.VendorAdministrator);
        Assert.Equal("access.denied", await No(() => world.Use((LockLists lists) => lists.OfPartner(id, administrator))));
        Assert.Equal("access.denied", await No(() => world.Use((LockLists lists) => lists.Own(id, partner with { Permissions = new HashSet<string> { PathsModule.See } }))));
    }

    [Fact]
    public async Task Locks_are_not_entered_into_the_register() => await Task.WhenAll(
        new[] { EvidenceKind.BusinessPlanLock, EvidenceKind.CustomerListLock }.Select(async kind =>
        {
            await using var world = await World.New(server);
            var partner = await Integrator(world);
            Assert.Equal("paths.locks-have-pages", await No(() => world.Enter(partner, kind)));
        }));
}
