using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Programs;

public class AssessmentTests(TestServer server)
{
    private static Task Assess(World world, Actor partner, bool passed, Actor manager, PartnerProgram program = PartnerProgram.SolutionProvider) =>
        world.Use((AssessMembership assess) => assess.Run(partner.PartnerId, program, passed, "年度指标", manager));

    private static Task Night(World world) => world.Use((RenewCertificates renew) => renew.Run(new(world.Clock.GetUtcNow()), null!, default));

    private static async Task<(MembershipState State, DateOnly Until)> Of(World world, Actor partner)
    {
        var membership = Assert.Single(await world.Use((Certificates certificates) => certificates.Of(partner.PartnerId)));
        return (membership.State, membership.ValidUntil);
    }

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    [Theory, Rule("R5.1.6", "R5.2.4")]
    [InlineData(PartnerProgram.SolutionProvider)]
    [InlineData(PartnerProgram.Distributor)]
    public async Task On_31_January_who_passed_goes_on_for_a_year_and_the_rest_lapse(PartnerProgram program)
    {
        await using var world = await World.New(server);
        var (good, bad, forgotten) = (await world.Partner("通过科技", program), await world.Partner("未过科技", program), await world.Partner("未考科技", program));
        var manager = await world.Staff(Role.EcosystemManager);
        world.At(2024, 12, 5);
        await Assess(world, good, false, manager, program);
        await Assess(world, good, true, manager, program);
        await Assess(world, bad, false, manager, program);

        world.At(2025, 1, 30);
        await Night(world);
        Assert.Equal((MembershipState.Active, new(2025, 1, 31)), await Of(world, good));
        world.At(2025, 1, 31);
        await Night(world);
        await Night(world);
        Assert.Equal((MembershipState.Active, new(2026, 1, 31)), await Of(world, good));
        Assert.Equal((MembershipState.Active, new(2025, 1, 31)), await Of(world, bad));
        world.At(2025, 2, 1);
        await Night(world);

        Assert.Equal((MembershipState.Active, new(2026, 1, 31)), await Of(world, good));
        Assert.Equal(MembershipState.Lapsed, (await Of(world, bad)).State);
        Assert.Equal(MembershipState.Lapsed, (await Of(world, forgotten)).State);
    }

    [Fact]
    public async Task A_night_that_was_missed_costs_nobody_the_certificate()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("通过科技");
        var manager = await world.Staff(Role.EcosystemManager);
        world.At(2024, 12, 5);
        await Assess(world, partner, true, manager);

        world.At(2025, 2, 3);
        await Night(world);

        Assert.Equal((MembershipState.Active, new(2026, 1, 31)), await Of(world, partner));
    }

    [Fact, Rule("R5.1.9")]
    public async Task Last_years_assessment_is_seen_at_the_end_of_January_and_every_year_is_kept()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("历年科技");
        var manager = await world.Staff(Role.EcosystemManager);
        Task<List<AssessmentRow>> Seen(Actor who) => world.Use((AssessMembership assess) => assess.Of(partner.PartnerId, who));
        for (var year = 2024; year < 2027; year++)
        {
            world.At(year, 11, 30, 15);
            Assert.Equal("programs.assessment-window", await Refused(() => Assess(world, partner, true, manager)));
            world.At(year, 11, 30, 16);
            await Assess(world, partner, true, manager);
            Assert.Equal(year - 2024 + 1, (await Seen(manager)).Count);
            world.At(year + 1, 1, 30, 15);
            Assert.Equal(year - 2024, (await Seen(partner)).Count);
            world.At(year + 1, 1, 30, 16);
            Assert.Equal("programs.assessment-window", await Refused(() => Assess(world, partner, false, manager)));
            Assert.Equal(year, (await Seen(partner))[0].Year);
            await Night(world);
        }

        Assert.Equal([2026, 2025, 2024], (await Seen(partner)).Select(a => a.Year));
    }

    [Fact, Rule("R5.1.7", "R5.2.5")]
    public async Task The_score_card_is_shown_on_the_companys_first_account_only()
    {
        await using var world = await World.New(server);
        foreach (var program in new[] { PartnerProgram.SolutionProvider, PartnerProgram.Distributor })
        {
            var code = World.ValidCode(500 + (int)program);
            var manager = await world.Staff(Role.EcosystemManager);
            var (first, second) = (await Member(world, code, program, null, manager), await Member(world, code, program, "西北代表处", manager));

            Assert.Equal(program, (await world.Use((ScoreCard card) => card.Of(first)))!.Program);
            Assert.Null(await world.Use((ScoreCard card) => card.Of(second)));
            Assert.Equal("programs.no-score-card", await Refused(() => world.Use((ScoreCard card) => card.Raise(second))));
        }
    }

    [Fact, Rule("R5.1.3")]
    public async Task A_further_account_of_a_company_needs_the_managers_approval_and_an_office()
    {
        await using var world = await World.New(server);
        var manager = await world.Staff(Role.EcosystemManager);
        var code = World.ValidCode(600);
        await Member(world, code, PartnerProgram.SolutionProvider, null, manager);
        var second = await Joined(world, code);

        Assert.Equal("programs.one-per-company", await Refused(() => world.Use((JoinProgram join) => join.Run(PartnerProgram.SolutionProvider, second))));
        Assert.Equal("programs.one-per-company", await Refused(() => world.Use((JoinProgram join) => join.Admit(second.PartnerId, PartnerProgram.SolutionProvider, null, manager))));
        Assert.Equal("access.denied", await Refused(() => world.Use((JoinProgram join) => join.Admit(second.PartnerId, PartnerProgram.SolutionProvider, null, second, office: "华东"))));
        await world.Use((JoinProgram join) => join.Admit(second.PartnerId, PartnerProgram.SolutionProvider, null, manager, office: "华东代表处"));

        Assert.Equal("华东代表处", Assert.Single(await world.Use((Certificates certificates) => certificates.Of(second.PartnerId))).Office);
        var third = await Joined(world, code);
        Assert.Equal("programs.one-per-company", await Refused(() => world.Use((JoinProgram join) => join.Admit(third.PartnerId, PartnerProgram.SolutionProvider, null, manager, office: "华东代表处"))));
    }

    [Fact, Rule("R5.1.8", "R5.1.8b")]
    public async Task The_level_goes_up_by_one_when_every_indicator_is_met_and_the_company_is_role_certified()
    {
        var certified = new Certified();
        await using var world = await World.New(server, services => services.AddSingleton<IRoleCertifications>(certified));
        var partner = await world.Partner("升级科技", PartnerProgram.SolutionProvider, "member");
        Task Raise() => world.Use((ScoreCard card) => card.Raise(partner));

        var card = (await world.Use((ScoreCard one) => one.Of(partner)))!;
        Assert.Equal(("member", "core"), (card.Level, card.Next));
        Assert.Equal([("performance", 1_000_000m, 0m, 1_000_000m), ("customers", 3m, 0m, 3m)], card.Lines.Select(l => (l.Code, l.Target, l.Value, l.Gap)));
        var refusal = await Assert.ThrowsAsync<Refusal>(Raise);
        Assert.Equal(("programs.indicator-missed", 1_000_000m), (refusal.Code, (decimal)refusal.Facts[3]));

        await world.Execute($"insert into performance.summary values ('{partner.PartnerId}', '2023-12-01', 0, 9000000, 1, ''), ('{partner.PartnerId}', '2024-03-01', 0, 999999.99999999, 1, '')");
        for (var n = 0; n < 3; n++)
        {
            await world.Customer(partner, $"C-{n}");
        }

        Assert.Equal(0.00000001m, (decimal)(await Assert.ThrowsAsync<Refusal>(Raise)).Facts[3]);
        await world.Execute($"insert into performance.summary values ('{partner.PartnerId}', '2024-04-01', 0, 0.00000001, 1, '')");
        Assert.Equal("programs.no-role-certification", await Refused(Raise));
        certified.Yes = true;
        await Raise();

        Assert.Equal("core", Assert.Single(await world.Use((Certificates certificates) => certificates.Of(partner.PartnerId))).Level);
        Assert.Equal("programs.indicator-missed", await Refused(Raise));
    }

    [Fact, Rule("R5.1.11", "R5.3.5")]
    public async Task Only_the_vendor_takes_a_partner_out_and_a_resellers_account_is_dead_then()
    {
        await using var world = await World.New(server);
        var manager = await world.Staff(Role.EcosystemManager);
        var (first, second) = (await world.Partner("总经销甲", PartnerProgram.Distributor), await world.Partner("总经销乙", PartnerProgram.Distributor));
        var reseller = await world.Partner("经销科技", null);
        await world.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, first.PartnerId, manager));
        Task End(Actor by, string? reason, Guid of, PartnerProgram program) => world.Use((EndMembership end) => end.Run(of, program, false, reason, by));

        Assert.Equal("access.denied", await Refused(() => End(reseller, "我要退出", reseller.PartnerId, PartnerProgram.Reseller)));
        Assert.Equal("form.required", await Refused(() => End(manager, "", reseller.PartnerId, PartnerProgram.Reseller)));
        Assert.Equal("programs.has-resellers", await Refused(() => End(manager, "退出", first.PartnerId, PartnerProgram.Distributor)));
        await End(manager, "伙伴线下申请", reseller.PartnerId, PartnerProgram.Reseller);

        Assert.Equal(MembershipState.Left, (await Of(world, reseller)).State);
        Assert.Equal("programs.left-for-good", await Refused(() => world.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, second.PartnerId, manager))));
        var fresh = await world.Partner("经销科技新账号", null);
        await world.Use((JoinProgram join) => join.Admit(fresh.PartnerId, PartnerProgram.Reseller, second.PartnerId, manager));
        await End(manager, "退出", first.PartnerId, PartnerProgram.Distributor);
    }

    [Fact, Rule("R5.1.10", "R5.3.3")]
    public async Task A_company_may_be_reseller_with_another_account_also_when_it_was_delisted()
    {
        await using var world = await World.New(server);
        var manager = await world.Staff(Role.EcosystemManager);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var code = World.ValidCode(700);
        var provider = await Member(world, code, PartnerProgram.SolutionProvider, null, manager);
        var (second, third, fourth) = (await Joined(world, code), await Joined(world, code), await Joined(world, code));
        async Task Invited(Actor who)
        {
            var link = await world.Use((Resellers resellers) => resellers.Invite("x@example.com", "http://x", distributor));
            await world.Use((Resellers resellers) => resellers.Accept(link.Split('/')[^1], who));
        }

        await Invited(second);
        Assert.Equal("programs.not-with", await Refused(() => Invited(provider)));
        await world.Use((EndMembership end) => end.Run(provider.PartnerId, PartnerProgram.SolutionProvider, true, "违规", manager));
        Assert.Equal("programs.delisted", await Refused(() => world.Use((JoinProgram join) => join.Run(PartnerProgram.SolutionProvider, third))));
        await Invited(fourth);

        Assert.Equal(MembershipState.Delisted, (await Of(world, provider)).State);
        Assert.Equal(MembershipState.Active, (await Of(world, fourth)).State);
    }

    private static async Task<Actor> Joined(World world, string code)
    {
        var company = await world.Company("同一公司", code);
        await world.Use((PartnerCenter.Network.JoinNetwork join) => join.Run(World.Form(), company));
        return await world.Use(async (PartnerCenter.Identity.Published.Accounts accounts) =>
            (await accounts.Find(await world.Scalar<string>($"select email from identity.account where id = '{company.Account}'")))!);
    }

    private static async Task<Actor> Member(World world, string code, PartnerProgram program, string? office, Actor manager)
    {
        var partner = await Joined(world, code);
        await world.Use((JoinProgram join) => join.Admit(partner.PartnerId, program, null, manager, office: office));
        return partner;
    }

    /// <summary>What the paths will say.</summary>
    private sealed class Certified : IRoleCertifications
    {
        public bool Yes { get; set; }

        public Task<bool> Has(Guid legalEntity, CancellationToken ct) => Task.FromResult(Yes);
    }
}
