using PartnerCenter.Kernel;
using PartnerCenter.Organization.Published;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Paths;

/// <summary>Joining a path and leaving it.</summary>
public sealed class JoinTests(TestServer server)
{
    [Fact, Rule("R4.3.1")]
    public async Task Only_partners_on_the_vendors_list_join_the_integrators_path()
    {
        await using var world = await World.New(server);
        var (partner, other) = (await world.Partner("集成科技", program: null), await world.Partner("未邀科技", program: null));
        var staff = await world.Staff(Role.EcosystemManager);

        Assert.Equal("paths.by-invitation", await No(() => world.Join(partner, DevelopmentPath.Integration)));
        Assert.Equal("access.denied", await No(() => world.Use((InviteToPath invite) => invite.Run(partner.PartnerId, DevelopmentPath.Integration, partner))));
        Assert.True(await world.Use((InviteToPath invite) => invite.Run(partner.PartnerId, DevelopmentPath.Integration, staff)));
        Assert.True(await world.Use((InviteToPath invite) => invite.Run(partner.PartnerId, DevelopmentPath.Integration, staff)));
        Assert.True(await world.Use((InviteToPath invite) => invite.Withdraw(partner.PartnerId, DevelopmentPath.Integration, staff)));
        Assert.Equal("paths.by-invitation", await No(() => world.Join(partner, DevelopmentPath.Integration)));
        await world.Use((InviteToPath invite) => invite.Run(partner.PartnerId, DevelopmentPath.Integration, staff));
        await world.Join(partner, DevelopmentPath.Integration);

        Assert.Equal(PathStage.Joined, await world.Stage(partner));
        Assert.Equal("paths.by-invitation", await No(() => world.Join(other, DevelopmentPath.Integration)));
        Assert.Equal("paths.open-to-all", await No(() => world.Use((InviteToPath invite) => invite.Run(other.PartnerId, DevelopmentPath.Software, staff))));
    }

    [Fact]
    public async Task An_account_is_on_one_path_at_a_time_and_only_its_administrator_joins()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("单路科技", program: null);
        var member = partner with { Permissions = new HashSet<string> { PathsModule.See } };

        Assert.Equal("access.denied", await No(() => world.Join(member, DevelopmentPath.Software)));
        await world.Join(partner, DevelopmentPath.Software);

        Assert.Equal("paths.on-a-path", await No(() => world.Join(partner, DevelopmentPath.Service)));
        Assert.Equal("paths.on-a-path", await No(() => world.Join(partner, DevelopmentPath.Software)));
    }

    [Fact, Rule("R5.1.2")]
    public async Task A_path_and_the_solution_provider_programme_exclude_each_other_and_the_refusal_names_both_ways_out()
    {
        await using var world = await World.New(server);
        var (onPath, provider) = (await world.Partner("路径科技", program: null), await world.Partner("提供科技"));
        await world.Join(onPath, DevelopmentPath.Software);

        Assert.Equal("programs.on-a-path", await No(() => world.Use((JoinProgram join) => join.Run(PartnerProgram.SolutionProvider, onPath))));
        Assert.Equal("programs.not-with-a-path", await No(() => world.Join(provider, DevelopmentPath.Software)));
        foreach (var code in new[] { "programs.on-a-path", "programs.not-with-a-path" })
        {
            var text = world.Services.GetRequiredService<PartnerCenter.Platform.Web.RefusalTexts>().All[code];
            Assert.Contains("其他账号", text.Zh, StringComparison.Ordinal);
            Assert.Contains("注册新账号", text.Zh, StringComparison.Ordinal);
        }

        Assert.True(await world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Software, onPath)));
        await world.Use((JoinProgram join) => join.Run(PartnerProgram.SolutionProvider, onPath));
    }

    [Fact, Rule("R5.2.2")]
    public async Task A_distributor_is_on_no_path()
    {
        await using var world = await World.New(server);
        var (onPath, distributor) = (await world.Partner("路径科技", program: null), await world.Partner("总经科技", PartnerProgram.Distributor));
        var manager = await world.Staff(Role.EcosystemManager);
        await world.Join(onPath, DevelopmentPath.Software);

        Assert.Equal("programs.on-a-path", await No(() => world.Use((JoinProgram join) => join.Admit(onPath.PartnerId, PartnerProgram.Distributor, null, manager))));
        Assert.Equal("programs.not-with-a-path", await No(() => world.Join(distributor, DevelopmentPath.Software)));
    }

    [Fact, Rule("R5.1.2")]
    public async Task Of_a_path_and_a_programme_joined_at_the_same_moment_one_wins()
    {
        await using var world = await World.New(server);
        for (var n = 0; n < 8; n++)
        {
            var partner = await world.Partner($"同时科技{n}", program: null);
            Task[] both = [Task.Run(() => world.Join(partner, DevelopmentPath.Software)), Task.Run(() => world.Use((JoinProgram join) => join.Run(PartnerProgram.SolutionProvider, partner)))];
            var refused = 0;
            foreach (var one in both)
            {
                try
                {
                    await one;
                }
                catch (Refusal)
                {
                    refused++;
                }
            }

            Assert.Equal(1, refused);
        }
    }

    [Theory, Rule("R4.4.2")]
    [InlineData(EvidenceKind.CloudSoftware, LeavingReason.CloudSoftware)]
    [InlineData(EvidenceKind.AdvancedCloudSoftware, LeavingReason.AdvancedCloudSoftware)]
    [InlineData(EvidenceKind.TestVoucher, LeavingReason.TestVoucher)]
    [InlineData(EvidenceKind.ExamVoucher, LeavingReason.ExamVoucher)]
    [InlineData(EvidenceKind.MarketFund, LeavingReason.MarketFund)]
    [InlineData(EvidenceKind.FundingHead, LeavingReason.FundingHead)]
    [InlineData(EvidenceKind.DeliverySupport, LeavingReason.DeliverySupport)]
    public async Task A_record_keeps_its_partner_on_the_path_also_when_it_has_run_out(EvidenceKind kind, LeavingReason reason)
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("记录科技", program: null);
        await world.Join(partner, DevelopmentPath.Learning);
        Assert.Empty(await world.Use((LeavePath leave) => leave.Reasons(partner)));
        await world.Enter(partner, kind, new(2023, 1, 1));

        Assert.Equal([reason], await world.Use((LeavePath leave) => leave.Reasons(partner)));
        Assert.Equal("paths.cannot-leave", await No(() => world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Learning, partner))));
        Assert.Equal(DevelopmentPath.Learning, (await world.Use((PathStages stages) => stages.Of(partner.PartnerId)))!.Path);
    }

    [Fact, Rule("R4.4.2")]
    public async Task All_ten_reasons_are_named_at_once_and_without_any_the_path_can_be_left_for_another()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("退出科技", program: null);
        var (distributor, manager) = (await world.Partner("上级科技", PartnerProgram.Distributor), await world.Staff(Role.EcosystemManager));
        await world.Join(partner, DevelopmentPath.Software);
        foreach (var kind in new[]
        {
            EvidenceKind.CloudSoftware, EvidenceKind.AdvancedCloudSoftware, EvidenceKind.TestVoucher, EvidenceKind.ExamVoucher, EvidenceKind.MarketFund,
            EvidenceKind.FundingHead, EvidenceKind.DeliverySupport,
        })
        {
            await world.Enter(partner, kind);
        }

        await world.Use((JoinProgram join) => join.Admit(partner.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));

        var refusal = await Assert.ThrowsAsync<Refusal>(() => world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Software, partner)));
        var text = Assert.IsType<LocalText>(Assert.Single(refusal.Facts));
        Assert.Equal(Enum.GetValues<LeavingReason>(), await world.Use((LeavePath leave) => leave.Reasons(partner)));
        Assert.All(Enum.GetValues<LeavingReason>(), reason => Assert.Contains(Words.Of(reason).Zh, text.Zh, StringComparison.Ordinal));

        var free = await world.Partner("误选科技", program: null);
        await world.Join(free, DevelopmentPath.Software);
        Assert.False(await world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Service, free)));
        Assert.True(await world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Software, free)));
        await world.Join(free, DevelopmentPath.Service);
    }

    [Fact, Rule("R4.2.1b")]
    public async Task Certificates_count_only_of_personal_accounts_with_a_real_name_that_are_bound_to_the_partner()
    {
        await using var world = await World.New(server);
        var (partner, other) = (await world.Partner("持证科技", program: null), await world.Partner("旁人科技", program: null));
        Task<List<HeldCertificate>> Held() => world.Use((Qualifications qualifications) => qualifications.Of(partner.PartnerId, new(2024, 9, 2)));
        var person = await world.Hire(partner, "HCCDA");
        await world.Hire(other, "HCCDA");
        await world.Award(partner, "HCCDP");
        Assert.Equal([person.Account], (await Held()).Select(c => c.Person));

        await world.Execute($"update identity.account set company_name = '某公司' where id = '{person.Account}'");
        Assert.Empty(await Held());
        await world.Execute($"update identity.account set company_name = null, real_name_at = null where id = '{person.Account}'");
        Assert.Empty(await Held());
        await world.Execute($"update identity.account set real_name_at = now() where id = '{person.Account}'");
        Assert.Single(await Held());
        await world.Execute($"update organization.binding set to_at = now() + interval '2 years' where account_id = '{person.Account}'");
        Assert.Empty(await Held());
    }
}
