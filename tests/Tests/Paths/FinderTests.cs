using PartnerCenter.Kernel;
using PartnerCenter.Paths.Finder;
using PartnerCenter.Paths.Published;
using PartnerCenter.Paths.Register;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Solutions.Published;
using PartnerCenter.Tests.Solutions;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Paths;

/// <summary>Who is found, by what, and for how long.</summary>
public sealed class FinderTests(TestServer server)
{
    private static readonly FinderQuestion Anything = new(null, null, null, null, null);

    /// <summary>What a visitor finds: nobody's rows are open to it.</summary>
    private static async Task<List<FoundPartner>> Found(World world, FinderQuestion? question = null, int skip = 0, int limit = 50)
    {
        await using var scope = await world.Services.GetRequiredService<IServiceScopeFactory>().OpenUnit(Reach.Nothing);
        return await scope.ServiceProvider.GetRequiredService<PartnerFinder>().Search(question ?? Anything, skip, limit);
    }

    private static async Task<string[]> Names(World world, FinderQuestion? question = null) =>
        [.. (await Found(world, question)).Select(found => found.CompanyName)];

    private static Task Choose(World world, Actor partner, ListingForm form) => world.Use((ChooseListing choose) => choose.Run(form, partner));

    private static ListingForm Everything(params string[] regions) => new(true, regions, [], [], false);

    [Fact, Rule("R10.1.9")]
    public async Task Only_partners_with_role_certification_that_want_it_are_found_and_those_that_lose_it_are_gone_at_once()
    {
        await using var world = await World.New(server);
        var (certified, shy, joined) = (await world.SoftwarePartner("甲软件"), await world.SoftwarePartner("乙软件"), await world.SoftwarePartner("丙软件"));
        var staff = await world.Staff(Role.EcosystemManager);
        var evidence = await world.Enter(certified, EvidenceKind.CloudSoftware);
        await world.Enter(shy, EvidenceKind.CloudSoftware);
        await Choose(world, certified, Everything());
        await Choose(world, joined, Everything());

        Assert.Equal(["甲软件"], await Names(world));

        await Choose(world, certified, Everything() with { Listed = false });
        Assert.Empty(await Names(world));
        await Choose(world, certified, Everything());
        await world.Use((EnterEvidence enter) => enter.Withdraw(evidence, "登记有误", staff));
        Assert.Empty(await Names(world));
        await world.Enter(joined, EvidenceKind.AdvancedCloudSoftware);
        Assert.Equal(["丙软件"], await Names(world));
        world.At(2025, 9, 2);
        await world.Night();
        Assert.Empty(await Names(world));
    }

    [Fact, Rule("R10.1.9")]
    public async Task They_are_found_by_path_region_capability_solution_and_words()
    {
        await using var world = await World.New(server);
        var software = await world.SoftwarePartner("云帆软件");
        var solution = await world.Certified(software);
        var service = await world.ServicePartner("海川服务");
        await world.Enter(service, EvidenceKind.CapabilityTag, code: "database");
        await Choose(world, software, new(true, ["jiangsu", "shanghai"], [], [solution], false));
        await Choose(world, service, new(true, ["hubei"], ["database"], [], false));
        await world.Execute($"""
            insert into network.profile values ('{service.PartnerId}', null, '400', '迁移 100% 无忧', 'We move databases', null, 'T', 'x', now())
            """);

        Assert.Equal(["云帆软件"], await Names(world, Anything with { Path = DevelopmentPath.Software }));
        Assert.Equal(["海川服务"], await Names(world, Anything with { Path = DevelopmentPath.Service }));
        Assert.Equal(["云帆软件"], await Names(world, Anything with { Region = "shanghai" }));
        Assert.Equal(["海川服务"], await Names(world, Anything with { Tag = "database" }));
        Assert.Equal(["云帆软件"], await Names(world, Anything with { Solution = SolutionLevel.CloudSoftware }));
        Assert.Empty(await Names(world, Anything with { Solution = SolutionLevel.AdvancedCloudSoftware }));
        Assert.Equal(["海川服务"], await Names(world, Anything with { Words = "DATABASES" }));
        Assert.Equal(["海川服务"], await Names(world, Anything with { Words = "100%" }));
        Assert.Empty(await Names(world, Anything with { Words = "1_0%" }));
        Assert.Equal(["云帆软件"], await Names(world, Anything with { Words = "云帆" }));
        Assert.Empty(await Names(world, new("云帆", DevelopmentPath.Software, null, "hubei", null)));
        FoundPartner[] byPages = [.. await Found(world, skip: 0, limit: 1), .. await Found(world, skip: 1, limit: 1)];
        Assert.Equal(await Names(world), byPages.Select(found => found.CompanyName));
        Assert.Empty(await Found(world, skip: 2, limit: 1));
    }

    [Fact, Rule("R10.1.9")]
    public async Task A_tag_or_a_solution_that_has_run_out_is_neither_shown_nor_found_by()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("期限软件");
        var solution = await world.Certified(partner);
        var tag = await world.Enter(partner, EvidenceKind.CapabilityTag, code: "sap");
        await Choose(world, partner, new(true, [], ["sap"], [solution], false));
        var found = Assert.Single(await Found(world));
        Assert.Equal((1, 1), (found.Tags.Count, found.Solutions.Count));

        await world.Use(async (EnterEvidence enter) => await enter.Withdraw(tag, "已取消", await world.Staff(Role.EcosystemManager)));
        Assert.Empty(Assert.Single(await Found(world)).Tags);
        Assert.Empty(await Names(world, Anything with { Tag = "sap" }));
        await world.Execute($"update solutions.certification set valid_until = '{world.Today:yyyy-MM-dd}'::date - 1, valid_from = valid_from - 10 where partner_id = '{partner.PartnerId}'");
        Assert.Empty(await Names(world, Anything with { Solution = SolutionLevel.CloudSoftware }));
    }

    [Fact, Rule("R10.1.9")]
    public async Task Contact_and_site_are_shown_only_by_those_that_choose_so()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("联络软件");
        await world.Enter(partner, EvidenceKind.CloudSoftware);
        await world.Execute($"""
            insert into network.profile values ('{partner.PartnerId}', null, '400-800', '简介', 'What it does', 'https://x.example', 'T', 'x', now())
            """);
        await Choose(world, partner, Everything());
        var found = Assert.Single(await Found(world));
        Assert.Equal((null, null, "What it does"), (found.Contact, found.Website, found.Introduction!.En));

        await Choose(world, partner, Everything() with { ShowsContact = true });
        Assert.Equal("400-800", Assert.Single(await Found(world)).Contact);
    }

    [Fact]
    public async Task A_partner_shows_only_what_it_has()
    {
        await using var world = await World.New(server);
        var (one, other) = (await world.SoftwarePartner("自有软件"), await world.SoftwarePartner("他人软件"));
        var foreign = await world.Certified(other);

        Assert.Equal("paths.no-region", await No(() => Choose(world, one, Everything("atlantis"))));
        Assert.Equal("paths.not-ones-tag", await No(() => Choose(world, one, new(true, [], ["sap"], [], false))));
        Assert.Equal("paths.not-ones-solution", await No(() => Choose(world, one, new(true, [], [], [foreign], false))));
    }
}
