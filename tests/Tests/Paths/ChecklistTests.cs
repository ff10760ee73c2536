using PartnerCenter.Kernel;
using PartnerCenter.Organization.Published;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Tests.Paths;

/// <summary>What the policy asks for, counted on holdings made up here.</summary>
public sealed class ChecklistTests(TestServer server)
{
    private static readonly DateOnly Today = new(2025, 6, 1);
    private static readonly string[] Exams = ["Cloud Service Solutions Architect", "Solution Architectures"];

    private int number;

    private async Task<PathTerms> Terms()
    {
        await using var world = await World.New(server);
        return world.Services.GetRequiredService<Rulebook>().On<PathTerms>(PathTerms.Rule, Today).Terms;
    }

    private HeldCertificate Held(Guid person, string kind, string title = "Cloud") => new(Guid.NewGuid(), person, "某人", kind, $"N-{++number}", title, null);

    private HeldCertificate[] Expert(string second = "HCIP", string? title = null)
    {
        var person = Guid.NewGuid();
        return [Held(person, "HCSP", "构建客户的业务体系"), Held(person, second, title ?? (second.StartsWith("HCI", StringComparison.Ordinal) ? Exams[0] : Exams[1]))];
    }

    private PathEvidenceItem Thing(EvidenceKind kind, EvidenceProgress progress = EvidenceProgress.None, string? code = null, DateOnly? until = null) =>
        new(Guid.NewGuid(), kind, progress, code, $"N-{++number}", "某项", new(2025, 1, 1), until, "/x");

    private static ChecklistStage Count(
        PathTerms terms, DevelopmentPath path, PathStage stage, IReadOnlyList<PathEvidenceItem> evidence, IReadOnlyList<HeldCertificate>? certificates = null,
        Site site = Site.China) =>
        Checklist.Of(terms[path][stage]!, new(Today, evidence, certificates ?? [], []), terms, site);

    [Fact, Rule("R4.1.1", "R4.1.2")]
    public async Task A_software_partner_needs_one_valid_solution_of_the_kind_that_the_stage_names()
    {
        var terms = await Terms();
        bool Met(PathStage stage, params PathEvidenceItem[] things) => Count(terms, DevelopmentPath.Software, stage, things).Met;

        Assert.False(Met(PathStage.RoleCertification));
        Assert.True(Met(PathStage.RoleCertification, Thing(EvidenceKind.CloudSoftware, until: Today)));
        Assert.False(Met(PathStage.RoleCertification, Thing(EvidenceKind.CloudSoftware, until: Today.AddDays(-1))));
        Assert.False(Met(PathStage.Differentiation, Thing(EvidenceKind.CloudSoftware)));
        Assert.True(Met(PathStage.Differentiation, Thing(EvidenceKind.AdvancedCloudSoftware)));
        Assert.False(Met(PathStage.Differentiation, Thing(EvidenceKind.AdvancedCloudSoftware, until: Today.AddDays(-1))));
    }

    [Fact, Rule("R4.2.1c")]
    public async Task The_professional_certification_counts_only_when_one_person_holds_both_parts()
    {
        var terms = await Terms();
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        int Achieved(params HeldCertificate[] held) =>
            Count(terms, DevelopmentPath.Service, PathStage.RoleCertification, [], held).Lines.Single(line => line.Name.En.Contains("HCSA", StringComparison.Ordinal)).Achieved;

        Assert.Equal(0, Achieved(Held(one, "HCSA"), Held(two, "HCSP")));
        Assert.Equal(0, Achieved(Held(one, "HCSA"), Held(one, "HCSA")));
        Assert.Equal(1, Achieved(Held(one, "HCSA"), Held(one, "HCSP"), Held(one, "HCSP"), Held(two, "HCSA")));
    }

    [Theory, Rule("R4.2.5")]
    [InlineData("China", new[] { "database", "security" }, true)]
    [InlineData("China", new[] { "database" }, false)]
    [InlineData("China", new[] { "database", "database" }, false)] // one tag, twice given
    [InlineData("China", new[] { "security", "operations" }, false)] // none of those named
    [InlineData("International", new[] { "sap" }, true)]
    [InlineData("Europe", new[] { "big-data" }, true)]
    [InlineData("Europe", new[] { "security" }, false)]
    [InlineData("International", new string[0], false)]
    public async Task Tags_of_differentiation_by_site(string site, string[] tags, bool met) => Assert.Equal(
        met,
        Count(await Terms(), DevelopmentPath.Service, PathStage.Differentiation, [.. tags.Select(tag => Thing(EvidenceKind.CapabilityTag, code: tag))],
            site: Enum.Parse<Site>(site)).Met);

    [Fact, Rule("R4.2.5")]
    public async Task Each_of_the_eight_named_tags_does()
    {
        var terms = await Terms();
        var named = terms[DevelopmentPath.Service][PathStage.Differentiation]!.Conditions.Single(c => c.Codes is not null).Codes!;

        Assert.Equal(
            ["ai-platform", "application-modernisation", "ascend-cloud", "big-data", "cloud-native", "cloud-planning", "database", "sap"], named.Order());
        Assert.All(named, tag => Assert.True(Count(terms, DevelopmentPath.Service, PathStage.Differentiation,
            [Thing(EvidenceKind.CapabilityTag, code: tag), Thing(EvidenceKind.CapabilityTag, code: "security")]).Met));
    }

    [Theory, Rule("R4.3.2")]
    [InlineData("HCIP", "Cloud Service Solutions Architect", true)]
    [InlineData("HCCDP", "Solution Architectures", true)]
    [InlineData("HCIE", "Cloud Service Solutions Architect", true)]
    [InlineData("HCCDE", "Solution Architectures", true)]
    [InlineData("HCIP", "Big Data", false)]
    [InlineData("HCCDP", "Cloud Native", false)]
    [InlineData("HCIA", "Cloud Service Solutions Architect", false)]
    [InlineData("HCCDA", "Solution Architectures", false)]
    public async Task A_pre_sales_expert_has_the_sales_exam_and_an_architects_certificate(string kind, string title, bool expert)
    {
        var terms = await Terms();
        var held = Expert(kind, title);
        int Experts(params HeldCertificate[] certificates) =>
            Count(terms, DevelopmentPath.Integration, PathStage.RoleCertification, [], certificates).Lines.Single(line => line.Name.En == "Pre-sales experts").Achieved;

        Assert.Equal(expert ? 1 : 0, Experts(held));
        Assert.Equal(0, Experts(held[1]));
        Assert.Equal(0, Experts(held[0]));
        Assert.Equal(0, Experts(held[0] with { Title = "另一门考试" }, held[1]));
        Assert.Equal(0, Experts(held[0] with { Person = Guid.NewGuid() }, held[1]));
    }

    [Fact, Rule("R4.3.3")]
    public async Task Role_certification_of_an_integrator_needs_both_locks_four_experts_and_an_offering_or_tag()
    {
        var terms = await Terms();
        PathEvidenceItem[] locks = [Thing(EvidenceKind.BusinessPlanLock), Thing(EvidenceKind.CustomerListLock)];
        var four = Enumerable.Range(0, 4).SelectMany(_ => Expert()).ToArray();
        bool Met(IEnumerable<PathEvidenceItem> things, HeldCertificate[] held) => Count(terms, DevelopmentPath.Integration, PathStage.RoleCertification, [.. things], held).Met;
        var tag = Thing(EvidenceKind.CapabilityTag, code: "security");

        Assert.True(Met([.. locks, tag], four));
        Assert.True(Met([.. locks, Thing(EvidenceKind.JointOffering)], four));
        Assert.False(Met(locks, four));
        Assert.False(Met([locks[0], tag], four));
        Assert.False(Met([locks[1], tag], four));
        Assert.False(Met([.. locks, tag], four[..6]));
    }

    [Theory, Rule("R4.3.5")]
    [InlineData("BaselineSolution", "Proposed", false)]
    [InlineData("BaselineSolution", "Approved", true)]
    [InlineData("BaselineSolution", "Launched", true)]
    [InlineData("CoSellProduct", "Proposed", false)]
    [InlineData("CoSellProduct", "Approved", false)]
    [InlineData("CoSellProduct", "Selected", true)]
    [InlineData("CoSellProduct", "Launched", true)]
    public async Task A_baseline_solution_counts_from_its_project_on_and_a_co_sell_product_from_its_selection(string kind, string progress, bool counts)
    {
        var thing = Thing(Enum.Parse<EvidenceKind>(kind), Enum.Parse<EvidenceProgress>(progress));

        Assert.Equal(counts ? 1 : 0, Count(await Terms(), DevelopmentPath.Integration, PathStage.RoleCertification, [thing]).Lines[^1].Achieved);
    }

    [Fact, Rule("R4.3.7")]
    public async Task Differentiation_of_an_integrator_needs_ten_experts_one_of_them_at_the_top_and_three_things_of_which_two_are_tags()
    {
        var terms = await Terms();
        PathEvidenceItem[] locks = [Thing(EvidenceKind.BusinessPlanLock), Thing(EvidenceKind.CustomerListLock)];
        PathEvidenceItem[] tags = [.. new[] { "sap", "security", "database" }.Select(code => Thing(EvidenceKind.CapabilityTag, code: code))];
        var offering = Thing(EvidenceKind.JointOffering);
        var ten = Enumerable.Range(0, 9).SelectMany(_ => Expert()).Concat(Expert("HCCDE")).ToArray();
        var plain = Enumerable.Range(0, 10).SelectMany(_ => Expert()).ToArray();
        bool Met(IEnumerable<PathEvidenceItem> things, HeldCertificate[] held) => Count(terms, DevelopmentPath.Integration, PathStage.Differentiation, [.. things], held).Met;

        Assert.True(Met([.. locks, .. tags], ten));
        Assert.True(Met([.. locks, .. tags[..2], offering], ten));
        Assert.False(Met([.. locks, .. tags[..2]], ten));
        Assert.False(Met([.. locks, tags[0], offering, Thing(EvidenceKind.JointOffering)], ten));
        Assert.False(Met([locks[0], .. tags], ten));
        Assert.False(Met([locks[1], .. tags], ten));
        Assert.False(Met([.. locks, .. tags], ten[2..]));
        Assert.False(Met([.. locks, .. tags], plain));
        // Somebody at the top who is no expert does not help.
        Assert.False(Met([.. locks, .. tags], [.. plain, Held(Guid.NewGuid(), "HCIE")]));
        Assert.True(Met([.. locks, .. tags], [.. plain, Held(plain[0].Person, "HCIE")]));
    }

    [Fact, Rule("R4.4.3")]
    public async Task Each_condition_says_how_many_are_asked_for_how_many_there_are_and_what_was_counted()
    {
        var terms = await Terms();
        var person = Guid.NewGuid();
        HeldCertificate[] held = [Held(person, "HCCDA"), Held(person, "HCCDP"), Held(person, "HCCDP")];
        var tag = Thing(EvidenceKind.CapabilityTag, code: "sap");

        var certificates = Count(terms, DevelopmentPath.Service, PathStage.RoleCertification, [], held).Lines[0];
        var tags = Count(terms, DevelopmentPath.Service, PathStage.Differentiation, [tag, Thing(EvidenceKind.CapabilityTag, code: "security", until: Today.AddDays(-1))]).Lines[0];

        Assert.Equal((4, 3, false), (certificates.Required, certificates.Achieved, certificates.Met));
        Assert.All(held, c => Assert.Contains(certificates.Evidence, line => line.Text.Contains(c.Number, StringComparison.Ordinal) && line.Link == $"/portal/specialists/{person}"));
        Assert.Equal((2, 1), (tags.Required, tags.Achieved));
        Assert.Equal(tag.Link, Assert.Single(tags.Evidence).Link);
    }
}
