using PartnerCenter.Kernel;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;
using UglyToad.PdfPig;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Paths;

/// <summary>A service partner's way: role certification, differentiation, year by year.</summary>
public sealed class ServicePathTests(TestServer server)
{
    private static async Task<Actor> Ready(World world, string name)
    {
        var partner = await world.Partner(name, program: null);
        await world.Join(partner, DevelopmentPath.Service);
        await world.Hire(partner, "HCCDA", "HCCDP", "HCSA", "HCSP");
        await world.Hire(partner, "HCIA", "HCIP");
        return partner;
    }

    private static Task<List<PathCertificateRow>> Certificates(World world, Actor partner) => world.Use((PathCertificates certificates) => certificates.Mine(partner));

    [Fact, Rule("R4.2.2a")]
    public async Task A_case_has_ended_within_twelve_months_and_one_on_another_cloud_has_a_public_page()
    {
        await using var world = await World.New(server);
        var partner = await Ready(world, "案例科技");
        Task<Guid> Apply(CaseForm? form) => world.Apply(partner, PathStage.RoleCertification, form, "案例科技");

        Assert.Equal("form.required", await No(() => Apply(null)));
        Assert.Equal("paths.case-too-old", await No(() => Apply(Case(world, endedOn: new(2023, 9, 1)))));
        Assert.Equal("paths.case-too-old", await No(() => Apply(Case(world, endedOn: new(2024, 9, 3)))));
        Assert.Equal("paths.case-url", await No(() => Apply(Case(world, here: false))));
        Assert.Equal("paths.case-url", await No(() => Apply(Case(world, here: false, url: "javascript:alert(1)"))));
        Assert.Equal("paths.case-url", await No(() => Apply(Case(world, here: false, url: "our server"))));
        await Apply(Case(world, here: false, url: "https://cases.example.com/1", endedOn: new(2023, 9, 2)));
        Assert.Equal("paths.applied-already", await No(() => Apply(Case(world))));
    }

    [Fact, Rule("R4.2.7")]
    public async Task Employment_proof_is_one_for_all_holders_or_one_for_each_and_its_company_the_one_that_is_certified()
    {
        await using var world = await World.New(server);
        var partner = await Ready(world, "证明科技");
        Task<Guid> Apply(string? company, int proofs) => world.Apply(partner, PathStage.RoleCertification, Case(world), company, proofs);

        Assert.Equal("paths.proof-count", await No(() => Apply("证明科技", 0)));
        Assert.Equal("paths.proof-count", await No(() => Apply("证明科技", 3)));
        Assert.Equal("form.required", await No(() => Apply(null, 1)));
        Assert.Equal("paths.proof-company", await No(() => Apply("证明科技有限公司", 1)));
        await world.Decide(await Apply("证明科技", 1), approve: false);
        Assert.Equal(PathStage.Joined, await world.Stage(partner));
        await world.Decide(await Apply(" 证明科技 ", 2));
        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
    }

    [Fact, Rule("R4.2.1a")]
    public async Task Whoever_lacks_certificates_cannot_apply_and_is_told_what_is_missing()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("缺证科技", program: null);
        await world.Join(partner, DevelopmentPath.Service);
        await world.Hire(partner, "HCCDA", "HCCDA", "HCCDA", "HCCDP", "HCSA", "HCSP");

        var refusal = await Assert.ThrowsAsync<Refusal>(() => world.Apply(partner, PathStage.RoleCertification, Case(world), "缺证科技"));

        Assert.Equal("paths.conditions-missing", refusal.Code);
        Assert.Contains("3/4", ((LocalText)refusal.Facts[0]).En, StringComparison.Ordinal);
    }

    [Fact, Rule("R4.2.3")]
    public async Task Differentiation_cannot_be_applied_for_before_role_certification()
    {
        await using var world = await World.New(server);
        var partner = await Ready(world, "跳级科技");
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "sap");
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "database");
        Assert.Equal("paths.role-certification-first", await No(() => world.Apply(partner, PathStage.Differentiation)));

        var role = await world.Apply(partner, PathStage.RoleCertification, Case(world), "跳级科技");
        Assert.Equal("paths.role-certification-first", await No(() => world.Apply(partner, PathStage.Differentiation)));
        await world.Decide(role);

        await world.Apply(partner, PathStage.Differentiation);
        Assert.Equal("paths.stage-reached", await No(() => world.Apply(partner, PathStage.RoleCertification, Case(world), "跳级科技")));
    }

    [Fact, Rule("R4.2.3")]
    public async Task Differentiation_in_review_is_not_passed_once_role_certification_was_taken_back()
    {
        await using var world = await World.New(server);
        var partner = await world.ServicePartner("撤回科技");
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "sap");
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "database");
        var application = await world.Apply(partner, PathStage.Differentiation);
        var (manager, member) = (await world.Staff(Role.EcosystemManager), await world.Scalar<Guid>($"select id from paths.member where partner_id = '{partner.PartnerId}'"));
        await world.Use((RevokeCertification revoke) => revoke.Run(member, "复核不通过", manager));

        await world.Decide(application);
        Assert.Equal("paths.role-certification-first", await No(() => world.Decide(application, Role.EcosystemManager)));
        Assert.Equal(PathStage.Joined, await world.Stage(partner));
    }

    [Theory, Rule("R4.2.5")]
    [InlineData(null, 2)]
    [InlineData("China", 2)]
    [InlineData("International", 1)]
    [InlineData("Europe", 1)]
    public async Task The_setting_says_which_sites_number_of_tags_is_asked_for(string? site, int tags)
    {
        await using var world = await World.New(server, settings: new() { ["Deployment:Site"] = site });
        var partner = await world.Partner("站点科技", program: null);

        var stages = await world.Use((Checklists checklists) => checklists.Of(DevelopmentPath.Service, partner));

        Assert.Equal(tags, stages[1].Lines[0].Required);
    }

    [Fact]
    public async Task A_plan_that_fails_is_rejected_for_a_reason_of_the_list_that_the_partner_reads()
    {
        await using var world = await World.New(server);
        var (partner, manager) = (await world.ServicePartner("落选服务"), await world.Staff(Role.EcosystemManager));
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "sap");
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "database");
        var id = await world.Apply(partner, PathStage.Differentiation, proofs: 0);
        await world.Decide(id);
        var review = await world.Scalar<Guid>($"select id from platform.review where subject = '{id}'");
        Task Reject(string comment, string? reason) => world.Use((ReviewDesk desk) => desk.Reject(review, manager, comment, reason));

        Assert.Equal("review.reason-needed", await No(() => Reject("", null)));
        Assert.Equal("review.no-reason", await No(() => Reject("", "weather")));
        await Reject("", "few-migrations");
        await world.Deliver();

        Assert.Equal("Rejected", await world.Scalar<string>($"select state from paths.application where id = '{id}'"));
        var read = (await world.Use((ReviewLists lists) => lists.Find(review, partner)))!.Value.Timeline[^1];
        Assert.Equal(("rejected", "few-migrations"), (read.Kind, read.Reason));
        Assert.Contains("上云迁移的机会点过少", await world.Scalar<string>(
            $"select body_zh from platform.notification where event = 'reviews.outcome' and account_id = '{partner.Account}' order by id desc limit 1"), StringComparison.Ordinal);
    }

    [Fact, Rule("R4.2.6")]
    public async Task The_meeting_needs_deck_and_plan_on_the_current_template_and_passing_it_gives_the_title()
    {
        await using var world = await World.New(server);
        var partner = await world.ServicePartner("评审科技");
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "sap");
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "security");
        var id = await world.Apply(partner, PathStage.Differentiation);
        var manager = await world.Staff(Role.EcosystemManager);
        Task<bool> Schedule(DateTimeOffset at) => world.Use((ScheduleMeeting schedule) => schedule.Run(id, at, "https://meeting.example.com/1", manager));
        Task<bool> HandIn(SentFile? deck, SentFile? plan, string template = "2020-1") => world.Use((HandInPlan handIn) => handIn.Run(id, deck, plan, template, partner));
        var later = world.Clock.GetUtcNow().AddDays(3);

        Assert.Equal("paths.plan-missing", await No(() => Schedule(later)));
        Assert.Equal("form.required", await No(() => HandIn(Pdf(), null)));
        Assert.Equal("form.required", await No(() => HandIn(null, Pdf())));
        Assert.Equal("paths.old-template", await No(() => HandIn(Pdf(), Pdf(), "2019-1")));
        Assert.Equal("paths.plan-missing", await No(() => Schedule(later)));
        Assert.True(await HandIn(Pdf(), Pdf()));
        Assert.Equal("paths.meeting-past", await No(() => Schedule(world.Clock.GetUtcNow())));
        await world.Decide(id);
        Assert.Equal("paths.meeting-needed", await No(() => world.Decide(id, Role.EcosystemManager)));
        Assert.True(await Schedule(later));
        Assert.Equal("paths.meeting-needed", await No(() => world.Decide(id, Role.EcosystemManager)));
        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
        world.Clock.MoveTo(later);
        await world.Decide(id, Role.EcosystemManager);

        Assert.Equal(PathStage.Differentiation, await world.Stage(partner));
        Assert.Equal(["CTSP", null], (await Certificates(world, partner)).Select(c => c.Title));
    }

    [Fact, Rule("R4.2.8")]
    public async Task The_certificate_runs_to_31_January_and_can_be_read_and_checked()
    {
        await using var world = await World.New(server);
        var (partner, rival) = (await world.ServicePartner("证书科技"), await world.Partner("对手科技", program: null));
        var certificate = Assert.Single(await Certificates(world, partner));
        Task<(string Name, byte[] Pdf)?> Pdf(Actor by) => world.Use((PathCertificates certificates) => certificates.Pdf(certificate.Number, by, code => $"http://x/{code}"));

        Assert.Equal(new DateOnly(2025, 1, 31), certificate.ValidUntil);
        using var document = PdfDocument.Open((await Pdf(partner))!.Value.Pdf);
        Assert.Contains("证书科技", document.GetPage(1).Text, StringComparison.Ordinal);
        Assert.Contains("2025-01-31", document.GetPage(1).Text, StringComparison.Ordinal);
        Assert.Null(await Pdf(rival));
        var seen = await world.Use((PathCertificates certificates) => certificates.Verify(certificate.VerifyCode));
        Assert.Equal(("证书科技", true), (seen!.CompanyName, seen.Valid));
        Assert.Null(await world.Use((PathCertificates certificates) => certificates.Verify("0123")));
    }

    [Fact, Rule("R4.2.8", "R4.2.2a")]
    public async Task In_December_the_re_review_opens_who_passes_goes_on_for_a_year_and_the_others_lapse()
    {
        await using var world = await World.New(server);
        var (good, bad, silent) = (await world.ServicePartner("复核科技"), await world.ServicePartner("未过科技"), await world.ServicePartner("未交科技"));
        Task<bool> Submit(Actor partner, Guid id, CaseForm form) => world.Use((SubmitRereview submit) => submit.Run(id, form, partner));
        world.At(2024, 11, 30);
        await world.Night();
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from paths.rereview"));
        world.At(2024, 12, 1);
        await world.Night();
        await world.Night();
        await world.Deliver();
        Assert.Equal(3L, await world.Scalar<long>("select count(*) from paths.rereview"));
        Assert.Equal(3L, await world.Scalar<long>("select count(*) from platform.notification where event = 'paths.rereview-opened'"));
        Task<Guid> Of(Actor partner) => world.Scalar<Guid>($"select id from paths.rereview where partner_id = '{partner.PartnerId}'");
        var (first, second, third) = (await Of(good), await Of(bad), await Of(silent));

        Assert.False(await Submit(bad, first, Case(world)));
        Assert.Equal("paths.case-elsewhere", await No(() => Submit(good, first, Case(world, here: false, url: "https://cases.example.com/1"))));
        Assert.Equal("paths.case-too-old", await No(() => Submit(good, first, Case(world, endedOn: new(2023, 11, 30)))));
        Assert.True(await Submit(good, first, Case(world)));
        Assert.Equal("rereview.wrong-state", await No(() => Submit(good, first, Case(world))));
        await world.Decide(first);
        await Submit(bad, second, Case(world));
        await world.Decide(second, approve: false);
        world.At(2025, 1, 1);
        Assert.Equal("paths.rereview-window", await No(() => Submit(silent, third, Case(world))));
        world.At(2025, 1, 31);
        await world.Night();
        Assert.All(new[] { good, bad, silent }, partner => Assert.Equal(PathStage.RoleCertification, world.Stage(partner).GetAwaiter().GetResult()));
        world.At(2025, 2, 1);
        await world.Night();

        Assert.Equal(PathStage.RoleCertification, await world.Stage(good));
        Assert.Equal(new DateOnly(2026, 1, 31), Assert.Single(await Certificates(world, good)).ValidUntil);
        foreach (var partner in new[] { bad, silent })
        {
            Assert.Equal(PathStage.Joined, await world.Stage(partner));
            Assert.Equal(PathCertificateState.Lapsed, Assert.Single(await Certificates(world, partner)).State);
        }
    }

    [Fact, Rule("R4.2.2a")]
    public async Task The_vendor_takes_a_certification_back_with_a_reason()
    {
        await using var world = await World.New(server);
        var partner = await world.ServicePartner("取消科技");
        var manager = await world.Staff(Role.EcosystemManager);
        var member = await world.Scalar<Guid>($"select id from paths.member where partner_id = '{partner.PartnerId}'");
        Task<bool> Revoke(string? reason, Actor by) => world.Use((RevokeCertification revoke) => revoke.Run(member, reason, by));

        Assert.Equal("access.denied", await No(() => Revoke("复核不通过", partner)));
        Assert.Equal("form.required", await No(() => Revoke(" ", manager)));
        Assert.True(await Revoke("复核不通过", manager));

        Assert.Equal(PathStage.Joined, await world.Stage(partner));
        var certificate = Assert.Single(await Certificates(world, partner));
        Assert.Equal(PathCertificateState.Revoked, certificate.State);
        Assert.False((await world.Use((PathCertificates certificates) => certificates.Verify(certificate.VerifyCode)))!.Valid);
        Assert.Equal("paths.nothing-certified", await No(() => Revoke("再次", manager)));
    }

    [Fact, Rule("R5.1.8b")]
    public async Task A_role_certification_of_any_account_of_the_company_counts_for_its_level_as_long_as_it_holds()
    {
        await using var world = await World.New(server);
        var partner = await world.ServicePartner("集团科技");
        var entity = (await world.View(partner)).LegalEntity;
        Task<bool> Has(Guid of) => world.Use((IRoleCertifications certifications) => certifications.Has(of, default));
        var other = await world.Partner("别家科技", program: null);
        await world.Join(other, DevelopmentPath.Service);

        Assert.True(await Has(entity));
        Assert.False(await Has((await world.View(other)).LegalEntity));
        world.At(2025, 2, 1);
        await world.Night();
        Assert.False(await Has(entity));
    }
}
