using PartnerCenter.Customers;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Company;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Programs.Special;
using PartnerCenter.Tests.Paths;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Programs;

/// <summary>The co-sell programme and the special programmes, all of them data.</summary>
public sealed class SpecialProgramTests(TestServer server)
{
    private static Task<bool> Join(World world, Actor partner, string code, bool agreed = true, string version = "1") =>
        world.Use((JoinSpecialProgram join) => join.Run(code, agreed, version, partner));

    private static Task<bool> Invite(World world, Actor partner, string code, Actor staff) =>
        world.Use((InviteToSpecialProgram invite) => invite.Run(partner.PartnerId, code, staff));

    private static Task<List<string>> Of(World world, Actor partner) =>
        world.Use((SpecialPrograms specials) => specials.Of(partner.PartnerId, new BusinessDay(world.Clock).Today));

    private static async Task<SpecialStanding> Standing(World world, Actor partner, string code) =>
        (await world.Use((SpecialProgramLists lists) => lists.Of(partner.PartnerId, partner))).Single(s => s.Code == code);

    private static Task Night(World world) => world.Use((EndSpecialYears job) => job.Run(new(world.Clock.GetUtcNow()), null!, default));

    [Fact]
    public async Task The_co_sell_programme_is_for_partners_on_the_list_who_sign_its_agreement()
    {
        await using var world = await World.New(server);
        var (partner, other) = (await world.Partner("共拓科技"), await world.Partner("未列科技"));
        var staff = await world.Staff(Role.EcosystemManager);
        var member = partner with { Permissions = new HashSet<string> { ProgramsModule.See } };

        Assert.Equal("programs.special-by-invitation", await No(() => Join(world, partner, "co-sell")));
        Assert.Equal("access.denied", await No(() => Invite(world, partner, "co-sell", partner)));
        Assert.True(await Invite(world, partner, "co-sell", staff));
        Assert.True(await world.Use((InviteToSpecialProgram invite) => invite.Withdraw(partner.PartnerId, "co-sell", staff)));
        Assert.Equal("programs.special-by-invitation", await No(() => Join(world, partner, "co-sell")));
        await Invite(world, partner, "co-sell", staff);
        Assert.Equal("access.denied", await No(() => Join(world, member, "co-sell")));
        Assert.Equal("programs.special-agree", await No(() => Join(world, partner, "co-sell", agreed: false)));
        Assert.Equal("programs.special-version", await No(() => Join(world, partner, "co-sell", version: "0")));
        Assert.False(await Join(world, partner, "no-such-programme"));
        Assert.Empty(await Of(world, partner));

        Assert.True(await Join(world, partner, "co-sell"));

        Assert.Equal(["co-sell"], await Of(world, partner));
        Assert.Equal("programs.joined-already", await No(() => Join(world, partner, "co-sell")));
        Assert.Equal("programs.special-by-invitation", await No(() => Join(world, other, "co-sell")));
        var agreement = Assert.Single(await world.Use((Agreements agreements) => agreements.Own(null, null, partner)), a => a.Name.Zh.Contains("共拓", StringComparison.Ordinal));
        Assert.Equal(("1", "CNY"), (agreement.Version, agreement.Currency));
        Assert.Null((await Standing(world, partner, "co-sell")).Certificate);

        world.At(2026, 2, 1);
        await Night(world);
        Assert.Equal(["co-sell"], await Of(world, partner));
        Assert.Equal("access.denied", await No(() => world.Use((EndSpecialMembership end) => end.Run(partner.PartnerId, "co-sell", "线下申请", partner))));
        await world.Use((EndSpecialMembership end) => end.Run(partner.PartnerId, "co-sell", "线下申请", staff));
        Assert.Empty(await Of(world, partner));
        Assert.Equal("programs.no-membership", await No(() => world.Use((EndSpecialMembership end) => end.Run(partner.PartnerId, "co-sell", "再次", staff))));
        Assert.True(await Join(world, partner, "co-sell"));
    }

    [Fact]
    public async Task An_ecosystem_special_is_for_its_path_keeps_the_member_on_it_and_has_a_certificate()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("鲲鹏软件", program: null);
        Assert.Equal("programs.special-path", await No(() => Join(world, partner, "kunpeng")));
        await world.Join(partner, DevelopmentPath.Software);
        Assert.Equal("programs.special-path", await No(() => Join(world, partner, "service-capability")));
        Assert.Equal("programs.special-open", await No(async () => await Invite(world, partner, "kunpeng", await world.Staff(Role.EcosystemManager))));

        await Join(world, partner, "kunpeng");

        var standing = await Standing(world, partner, "kunpeng");
        var file = await world.Use((Certificates certificates) => certificates.Pdf(standing.Certificate!, partner, code => $"http://x/{code}"));
        Assert.Equal($"{standing.Certificate}.pdf", file!.Value.Name);
        var view = (await world.Use((Certificates certificates) => certificates.Verify(standing.VerifyCode!)))!;
        Assert.Equal(("鲲鹏软件", true, (DateOnly?)null), (view.CompanyName, view.Valid, view.ValidUntil));
        Assert.Null(await world.Use(async (Certificates certificates) => await certificates.Pdf(standing.Certificate!, await world.Partner("他人科技"), code => code)));
        Assert.Equal("paths.cannot-leave", await No(() => world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Software, partner))));
        Assert.NotEmpty(await world.Use((CancelAccount cancel) => cancel.Reasons(partner)));
    }

    [Fact]
    public async Task A_special_of_one_year_asks_for_the_stage_and_ends_with_the_year()
    {
        await using var world = await World.New(server);
        var early = await world.Partner("刚加入科技", program: null);
        await world.Join(early, DevelopmentPath.Service);
        Assert.Equal("programs.special-stage", await No(() => Join(world, early, "service-capability")));
        var partner = await world.ServicePartner("服务科技");

        await Join(world, partner, "service-capability");
        Assert.Equal(new DateOnly(2024, 12, 31), (await Standing(world, partner, "service-capability")).ValidUntil);

        world.At(2024, 12, 31);
        await Night(world);
        Assert.Equal(["service-capability"], await Of(world, partner));
        world.At(2025, 1, 1);
        Assert.Empty(await Of(world, partner));
        await Night(world);
        Assert.Equal(MembershipState.Lapsed, (await Standing(world, partner, "service-capability")).State);
        await Join(world, partner, "service-capability");
        Assert.Equal(new DateOnly(2025, 12, 31), (await Standing(world, partner, "service-capability")).ValidUntil);
    }

    [Fact]
    public async Task The_list_lets_partners_in_at_a_lower_stage_where_the_policy_says_so()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("集成科技", program: null);
        var staff = await world.Staff(Role.EcosystemManager);
        await world.Use((InviteToPath invite) => invite.Run(partner.PartnerId, DevelopmentPath.Integration, staff));
        await world.Join(partner, DevelopmentPath.Integration);
        await Invite(world, partner, "funding-head-integration", staff);
        Assert.Equal("programs.special-stage", await No(() => Join(world, partner, "funding-head-integration")));

        await world.Execute("update paths.member set stage = 'RoleCertification'");
        await world.Use((InviteToSpecialProgram invite) => invite.Withdraw(partner.PartnerId, "funding-head-integration", staff));
        Assert.Equal("programs.special-stage", await No(() => Join(world, partner, "funding-head-integration")));
        await Invite(world, partner, "funding-head-integration", staff);

        Assert.True(await Join(world, partner, "funding-head-integration"));
    }

    [Fact]
    public async Task A_new_programme_with_a_menu_and_an_annual_assessment_is_a_new_version_of_the_policy()
    {
        await using var world = await World.New(server);
        await world.Services.GetRequiredService<Rulebook>().Load(Folder());
        var (good, bad) = (await world.Partner("通过科技", program: null), await world.Partner("未过科技", program: null));
        var staff = await world.Staff(Role.EcosystemManager);
        Assert.False((await world.Enter(good.Account))!.May(CustomersModule.See));
        foreach (var partner in new[] { good, bad })
        {
            await Join(world, partner, "pilot");
            Assert.True((await world.Enter(partner.Account))!.May(CustomersModule.See));
        }

        Assert.Equal("programs.assessment-window", await No(() => Assess(good, true)));
        world.At(2025, 1, 5);
        await Assess(good, true);
        await Assess(bad, false);
        world.At(2025, 1, 31);
        await Night(world);
        Assert.Equal(new DateOnly(2026, 1, 31), (await Standing(world, good, "pilot")).ValidUntil);
        world.At(2025, 2, 1);
        await Night(world);

        Assert.Equal(["pilot"], await Of(world, good));
        Assert.Equal(MembershipState.Lapsed, (await Standing(world, bad, "pilot")).State);
        Assert.False((await world.Enter(bad.Account))!.May(CustomersModule.See));

        Task Assess(Actor partner, bool passed) => world.Use((AssessSpecialMembership assess) => assess.Run(partner.PartnerId, "pilot", passed, "年度", staff));
    }

    /// <summary>The policies, with a programme more from September 2024 on.</summary>
    private static string Folder()
    {
        var (from, folder) = (Path.Combine(TestServer.Root, "policies"), Directory.CreateTempSubdirectory("pc-policies-").FullName);
        foreach (var source in Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(from, source));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }

        var special = Path.Combine(folder, "programs", "special.json");
        var text = File.ReadAllText(special);
        File.WriteAllText(special, text[..text.LastIndexOf("  ]", StringComparison.Ordinal)].TrimEnd() + """
            ,
                { "version": "2024-9", "from": "2024-09-01", "terms": { "programs": [{
                    "code": "pilot", "name": { "zh": "试点", "en": "Pilot" }, "description": { "zh": "试点", "en": "Pilot" },
                    "byInvitation": false, "path": null, "stage": null, "invitedFrom": null,
                    "agreement": { "code": "pilot", "version": "1", "name": { "zh": "试点协议", "en": "Pilot agreement" } },
                    "commitments": [], "yearEnd": "assessed", "certificate": false, "menu": ["customers.see"]
                }] } }
              ]
            }
            """);
        return folder;
    }
}
