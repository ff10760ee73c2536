using System.Text;
using PartnerCenter.Paths.Published;
using PartnerCenter.Paths.Register;
using PartnerCenter.Platform.Access;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Paths;

public sealed class SoftwarePathTests(TestServer server)
{
    private static Task<EvidenceImport> Import(World world, string text, Actor by) =>
        world.Use((ImportEvidence import) => import.Run(new MemoryStream(Encoding.UTF8.GetBytes(text)), by));

    [Fact, Rule("R4.1.7")]
    public async Task The_stage_follows_the_solutions_up_and_down_without_an_application()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("软件科技", program: null);
        var staff = await world.Staff(Role.EcosystemManager);
        await world.Join(partner, DevelopmentPath.Software);
        Assert.Equal(PathStage.Joined, await world.Stage(partner));
        Assert.Equal("paths.follows-by-itself", await No(() => world.Apply(partner, PathStage.RoleCertification)));

        var plain = await world.Enter(partner, EvidenceKind.CloudSoftware);
        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
        var advanced = await world.Enter(partner, EvidenceKind.AdvancedCloudSoftware);
        Assert.Equal(PathStage.Differentiation, await world.Stage(partner));
        await world.Use((EnterEvidence enter) => enter.Withdraw(advanced, "登记有误", staff));
        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
        await world.Use((EnterEvidence enter) => enter.Withdraw(plain, "登记有误", staff));
        Assert.Equal(PathStage.Joined, await world.Stage(partner));
        // An advanced solution alone leads to the second stage at once.
        await world.Enter(partner, EvidenceKind.AdvancedCloudSoftware);
        Assert.Equal(PathStage.Differentiation, await world.Stage(partner));

        await world.Deliver();
        Assert.Equal(5L, await world.Scalar<long>($"select count(*) from platform.notification where event = 'paths.stage' and account_id = '{partner.Account}'"));
    }

    [Fact, Rule("R4.1.7")]
    public async Task Whoever_has_solutions_already_is_as_far_on_joining()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("现成科技", program: null);
        await world.Enter(partner, EvidenceKind.CloudSoftware);

        await world.Join(partner, DevelopmentPath.Software);

        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
    }

    [Fact]
    public async Task A_certification_lasts_a_year_and_the_stage_falls_on_the_day_after_its_last()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("年限科技", program: null);
        await world.Join(partner, DevelopmentPath.Software);
        await world.Enter(partner, EvidenceKind.CloudSoftware, new(2024, 9, 1));

        world.At(2025, 8, 31);
        await world.Night();
        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
        // Two minutes past midnight of the next day at GMT+08:00.
        world.Clock.MoveTo(new(2025, 8, 31, 16, 2, 0, TimeSpan.Zero));
        await world.Night();
        await world.Night();

        Assert.Equal(PathStage.Joined, await world.Stage(partner));
        // Whatever hangs on the stage hears of it in the same night, once.
        Assert.Equal(2L, await world.Scalar<long>("select count(*) from platform.job where arguments::text like '%TellStage%'"));
        Assert.Equal(new DateOnly(2025, 9, 1), await world.Scalar<DateOnly>($"select stage_since from paths.member where partner_id = '{partner.PartnerId}'"));
    }

    [Theory, Rule("R4.1.6")]
    [InlineData(EvidenceKind.CloudSoftware)]
    [InlineData(EvidenceKind.AdvancedCloudSoftware)]
    public async Task A_solution_without_software_copyright_is_not_taken(EvidenceKind kind)
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("软著科技", program: null);

        Assert.Equal("paths.copyright-needed", await No(() => world.Enter(partner, kind, copyright: " ")));
        await world.Enter(partner, kind);
    }

    [Fact]
    public async Task A_file_is_entered_as_a_whole_or_not_at_all_and_each_line_at_fault_is_named()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("导入科技", program: null);
        var staff = await world.Staff(Role.EcosystemManager);
        var number = (await world.View(partner)).Number;
        await world.Join(partner, DevelopmentPath.Software);
        var head = "partner,kind,progress,code,number,title,copyright,from,until\n";
        var good = $"{number},cloud-software,,,SW-1,平台,2024SR1,2024-09-01,\n{number},capability-tag,,sap,TAG-1,SAP,,2024-09-01,2025-08-31\n";

        var outcome = await Import(world, head + good
            + $"P-0000-000000,cloud-software,,,SW-2,平台,2024SR1,2024-09-01,\n{number},cloud-software,,,SW-1,平台,2024SR1,2024-09-01,\n"
            + $"{number},castle,,,C-1,平台,,2024-09-01,\n{number},test-voucher,,,T-1,券,,1.9.2024,\n{number},cloud-software,,,SW-3,平台,,2024-09-01,\n", staff);
        Assert.Equal(7, outcome.Lines);
        Assert.Equal(
            [(4, "paths.no-partner"), (5, "paths.evidence-known"), (6, "paths.no-choice"), (7, "paths.no-day"), (8, "paths.copyright-needed")],
            outcome.Bad.Select(line => (line.Line, line.Code)));
        Assert.Equal(PathStage.Joined, await world.Stage(partner));

        Assert.Empty((await Import(world, head + good, staff)).Bad);
        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
        Assert.Equal(2, (await world.Use((EvidenceLists lists) => lists.Mine(partner))).Count);
        Assert.Equal("csv.columns", await No(() => Import(world, "a,b\n1,2\n", staff)));
        Assert.Equal("csv.columns", await No(() => Import(world, "", staff)));
        Assert.Equal("csv.unreadable", await No(() => Import(world, head + "\"" + number, staff)));
        Assert.Equal([(2, "form.required")], (await Import(world, head + $"{number},cloud-software\n", staff)).Bad.Select(line => (line.Line, line.Code)));
        Assert.Equal("access.denied", await No(() => Import(world, head + good, partner)));
    }
}
