using PartnerCenter.Kernel;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions;
using PartnerCenter.Solutions.Published;
using PartnerCenter.Tests.Paths;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Solutions;

/// <summary>How a solution comes to its certification.</summary>
public sealed class CertificationTests(TestServer server)
{
    private static async Task<(string Zh, string En)> Sentences(World world, Func<Task> work)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(work);
        var text = world.Services.GetRequiredService<RefusalTexts>().All[refusal.Code];
        LocalText[] facts = [.. refusal.Facts.OfType<LocalText>()];
        return (string.Format(null, text.Zh, [.. facts.Select(f => f.Zh)]), string.Format(null, text.En, [.. facts.Select(f => f.En)]));
    }

    private static Task<long> Certifications(World world) => world.Scalar<long>("select count(*) from solutions.certification where state = 'Active'");

    [Fact, Rule("R4.1.3")]
    public async Task Missing_material_blocks_submission_and_all_of_it_is_named_at_once()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("材料软件");
        var solution = await world.Describe(partner);

        var none = await Sentences(world, () => world.Apply(partner, solution));
        Assert.Equal("缺少材料：软件著作权登记证书；基础技术审核（FTR）自检表；自检证明材料；方案介绍一指禅；测试报告。", none.Zh);
        Assert.Equal(
            "Material is missing: Software copyright certificate; Self-check of the technical review (FTR); Documents that support the self-check; One-pager of the solution; Test report.",
            none.En);

        await world.Attach(partner, solution, MaterialKind.SoftwareCopyright, MaterialKind.SelfCheck, MaterialKind.OnePager);
        Assert.Equal("缺少材料：自检证明材料；测试报告。", (await Sentences(world, () => world.Apply(partner, solution))).Zh);
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from solutions.application"));
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from platform.review where definition like 'solutions.%'"));

        await world.Attach(partner, solution, MaterialKind.SelfCheckProof, MaterialKind.TestReport);
        await world.Apply(partner, solution);
    }

    [Theory, Rule("R4.1.6")]
    [InlineData(SolutionLevel.CloudSoftware, CertificationRoute.TechnicalReview)]
    [InlineData(SolutionLevel.CloudSoftware, CertificationRoute.BaselineLaunch)]
    [InlineData(SolutionLevel.AdvancedCloudSoftware, CertificationRoute.TechnicalReview)]
    [InlineData(SolutionLevel.AdvancedCloudSoftware, CertificationRoute.BaselineLaunch)]
    [InlineData(SolutionLevel.AdvancedCloudSoftware, CertificationRoute.SpecialCertification)]
    public async Task No_way_goes_without_the_software_copyright_certificate(SolutionLevel level, CertificationRoute route)
    {
        await using var world = await World.New(server);
        var (partner, staff) = (await world.SoftwarePartner("软著软件"), await world.Staff(Role.EcosystemManager));
        var solution = await world.Describe(partner, SolutionsStory.ThreeHighOrder);
        await world.Use((RecordProgress record) => record.Launch(solution, new(2024, 8, 1), staff));
        await world.Use((RecordProgress record) => record.PassSpecial(solution, "gauss", new(2024, 8, 1), staff));
        await world.Attach(partner, solution, MaterialKind.SelfCheck, MaterialKind.SelfCheckProof, MaterialKind.OnePager, MaterialKind.TestReport);

        Assert.Equal("缺少材料：软件著作权登记证书。", (await Sentences(world, () => world.Apply(partner, solution, level, route))).Zh);
        await world.Attach(partner, solution, MaterialKind.SoftwareCopyright);
        await world.ApproveAll(await world.Apply(partner, solution, level, route));
        Assert.Equal(1L, await Certifications(world));
    }

    [Fact, Rule("R4.1.4")]
    public async Task Cloud_software_passes_by_ftr_and_one_pager_and_needs_no_service_of_the_lists()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("评审软件");
        var solution = await world.Describe(partner);
        await world.AttachAll(partner, solution);
        var application = await world.Apply(partner, solution);

        await world.Decide(application);
        Assert.Equal(0L, await Certifications(world));
        Assert.Equal(PathStage.Joined, await world.Stage(partner));
        await world.Decide(application, Role.EcosystemManager);

        Assert.Equal(1L, await Certifications(world));
        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
        var steps = world.Services.GetRequiredService<Rulebook>().On<ReviewDefinition>("solutions.cloud-software-review", new(2024, 9, 2)).Terms.Steps;
        Assert.Equal(["FTR 评审", "一指禅综合评审"], steps.Select(step => step.Name.Zh));
    }

    [Fact, Rule("R4.1.4")]
    public async Task Or_by_a_launched_baseline_solution_led_by_the_partner()
    {
        await using var world = await World.New(server);
        var (partner, staff) = (await world.SoftwarePartner("基线软件"), await world.Staff(Role.EcosystemManager));
        var solution = await world.Describe(partner);
        await world.Attach(partner, solution, MaterialKind.SoftwareCopyright);

        Assert.Equal("solutions.not-launched", await No(() => world.Apply(partner, solution, route: CertificationRoute.BaselineLaunch)));
        Assert.Equal("access.denied", await No(() => world.Use((RecordProgress record) => record.Launch(solution, new(2024, 8, 1), partner))));
        Assert.Equal("solutions.future-day", await No(() => world.Use((RecordProgress record) => record.Launch(solution, new(2024, 9, 3), staff))));
        await world.Use((RecordProgress record) => record.Launch(solution, new(2024, 9, 2), staff));
        await world.ApproveAll(await world.Apply(partner, solution, route: CertificationRoute.BaselineLaunch));

        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
        // The third way leads to the higher level only.
        Assert.Equal("solutions.no-way", await No(() => world.Apply(partner, solution, route: CertificationRoute.SpecialCertification)));
    }

    [Theory, Rule("R4.1.5")]
    [InlineData(true, "DMS", "DCS", "IoTDA")]
    [InlineData(true, "GaussDB")]
    [InlineData(true, "HMS Core")]
    [InlineData(true, "GaussDB", "DMS")]
    [InlineData(false, "DMS", "DCS")]
    [InlineData(false)]
    public async Task An_advanced_architecture_has_three_high_order_services_or_one_key_service(bool passes, params string[] services)
    {
        await using var world = await World.New(server);
        var (partner, staff) = (await world.SoftwarePartner("架构软件"), await world.Staff(Role.EcosystemManager));
        var solution = await world.Describe(partner, services);
        await world.AttachAll(partner, solution);
        await world.Use((RecordProgress record) => record.Launch(solution, new(2024, 9, 2), staff));

        foreach (var route in new[] { CertificationRoute.TechnicalReview, CertificationRoute.BaselineLaunch })
        {
            if (!passes)
            {
                var refusal = await Assert.ThrowsAsync<Refusal>(() => world.Apply(partner, solution, SolutionLevel.AdvancedCloudSoftware, route));
                Assert.Equal("solutions.architecture", refusal.Code);
                Assert.Equal([3, 1], refusal.Facts);
            }
        }

        if (passes)
        {
            await world.ApproveAll(await world.Apply(partner, solution, SolutionLevel.AdvancedCloudSoftware));
            Assert.Equal(PathStage.Differentiation, await world.Stage(partner));
        }
    }

    [Fact, Rule("R4.1.5")]
    public async Task The_architecture_is_looked_at_again_on_the_decision()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("改动软件");
        var solution = await world.Describe(partner, "GaussDB");
        await world.AttachAll(partner, solution);
        var application = await world.Apply(partner, solution, SolutionLevel.AdvancedCloudSoftware);
        SolutionForm plain = new("能耗平台", "为工厂节能", "energy", ["DMS"]);
        Assert.Equal("solutions.in-review", await No(() => world.Use((DescribeSolution describe) => describe.Change(solution, plain, partner))));

        // Sent back for completion it can be changed, and so it no longer is what was applied for.
        var (staff, review) = (await world.Staff(Role.VendorAdministrator), await world.Scalar<Guid>($"select id from platform.review where subject = '{application}'"));
        await world.Use((ReviewDesk desk) => desk.Return(review, staff, "请补充"));
        await world.Use((DescribeSolution describe) => describe.Change(solution, plain, partner));
        await world.Use((ReviewDesk desk) => desk.Resubmit(review, partner, "已补充"));

        Assert.Equal("solutions.architecture", await No(() => world.ApproveAll(application)));
        Assert.Equal((0L, PathStage.Joined), (await Certifications(world), await world.Stage(partner)));
    }

    [Fact, Rule("R4.1.5")]
    public async Task Advanced_passes_with_a_test_report_after_ftr_and_one_pager_or_after_the_launch_or_by_an_ecosystem_special()
    {
        await using var world = await World.New(server);
        var (partner, staff) = (await world.SoftwarePartner("先进软件"), await world.Staff(Role.EcosystemManager));
        var rulebook = world.Services.GetRequiredService<Rulebook>();
        var reviewed = await world.Describe(partner, "GaussDB");
        await world.AttachAll(partner, reviewed);
        Assert.Equal(3, await world.ApproveAll(await world.Apply(partner, reviewed, SolutionLevel.AdvancedCloudSoftware)));
        Assert.Equal(
            ["FTR 评审", "一指禅综合评审", "测试报告评审"],
            rulebook.On<ReviewDefinition>("solutions.advanced-review", new(2024, 9, 2)).Terms.Steps.Select(step => step.Name.Zh));

        var launched = await world.Describe(partner, "GaussDB");
        await world.Attach(partner, launched, MaterialKind.SoftwareCopyright);
        await world.Use((RecordProgress record) => record.Launch(launched, new(2024, 9, 2), staff));
        Assert.Equal("缺少材料：测试报告。", (await Sentences(world, () =>
            world.Apply(partner, launched, SolutionLevel.AdvancedCloudSoftware, CertificationRoute.BaselineLaunch))).Zh);
        await world.Attach(partner, launched, MaterialKind.TestReport);
        await world.ApproveAll(await world.Apply(partner, launched, SolutionLevel.AdvancedCloudSoftware, CertificationRoute.BaselineLaunch));
        Assert.Equal(
            ["测试报告评审"], rulebook.On<ReviewDefinition>("solutions.test-report-review", new(2024, 9, 2)).Terms.Steps.Select(step => step.Name.Zh));

        // The special's own certification says enough of the architecture.
        var special = await world.Describe(partner);
        await world.Attach(partner, special, MaterialKind.SoftwareCopyright);
        Assert.Equal("solutions.not-special", await No(() =>
            world.Apply(partner, special, SolutionLevel.AdvancedCloudSoftware, CertificationRoute.SpecialCertification)));
        Assert.Equal("solutions.no-special", await No(() => world.Use((RecordProgress record) => record.PassSpecial(special, "castle", new(2024, 9, 2), staff))));
        await world.Use((RecordProgress record) => record.PassSpecial(special, "ascend", new(2024, 9, 2), staff));
        await world.ApproveAll(await world.Apply(partner, special, SolutionLevel.AdvancedCloudSoftware, CertificationRoute.SpecialCertification));

        Assert.Equal(3L, await Certifications(world));
    }

    [Fact]
    public async Task Only_partners_on_the_software_path_describe_solutions_and_have_them_certified()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("路人软件", program: null);

        Assert.Equal("solutions.not-on-the-path", await No(() => world.Describe(partner)));
        await world.Join(partner, DevelopmentPath.Software);
        var solution = await world.Describe(partner);
        await world.AttachAll(partner, solution);
        await world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Software, partner));
        Assert.Equal("solutions.not-on-the-path", await No(() => world.Apply(partner, solution)));
        Assert.Equal("solutions.no-service", await No(() => world.Use((DescribeSolution describe) =>
            describe.Change(solution, new("能耗平台", "为工厂节能", "energy", ["Castle"]), partner))));
    }

    [Theory, Rule("R4.4.2")]
    [InlineData(SolutionLevel.CloudSoftware, LeavingReason.CloudSoftware)]
    [InlineData(SolutionLevel.AdvancedCloudSoftware, LeavingReason.AdvancedCloudSoftware)]
    public async Task Who_has_applied_for_a_level_cannot_leave_the_path_even_if_it_was_rejected(SolutionLevel level, LeavingReason reason)
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("去留软件");
        var solution = await world.Describe(partner, "GaussDB");
        await world.AttachAll(partner, solution);
        Assert.Empty(await world.Use((LeavePath leave) => leave.Reasons(partner)));

        await world.Decide(await world.Apply(partner, solution, level), approve: false);

        Assert.Equal([reason], await world.Use((LeavePath leave) => leave.Reasons(partner)));
        Assert.Equal("paths.cannot-leave", await No(() => world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Software, partner))));
        // Rejected, it can be applied for again.
        await world.Apply(partner, solution, level);
        Assert.Equal("solutions.applied-already", await No(() => world.Apply(partner, solution, level)));
    }
}
