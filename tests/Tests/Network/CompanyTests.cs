using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Company;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Network;

public class CompanyTests(TestServer server)
{
    private const string Name = "集团科技";
    private static readonly string Code = World.ValidCode(900);

    /// <summary>A company with two accounts: the main one and a later one.</summary>
    private static async Task<(World World, Actor Main, Actor Second)> Two(TestServer server)
    {
        var world = await World.New(server);
        var main = await Joined(world);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddDays(1));
        return (world, main, await Joined(world));
    }

    private static async Task<Actor> Joined(World world)
    {
        var company = await world.Company(Name, Code);
        await world.Use((JoinNetwork join) => join.Run(World.Form(), company));
        return await world.Person(await world.Scalar<string>($"select email from identity.account where id = '{company.Account}'"));
    }

    private static LicenseForm Data(string name = Name) =>
        new(Code, name, "1000 万元", new(2010, 5, 1), "长期", "林海", "深圳市南山区", "518000", "软件开发");

    private static async Task<Guid> Send(World world, Actor by, LicenseForm form)
    {
        using var file = new MemoryStream("%PDF-1.7 licence %%EOF"u8.ToArray());
        return await world.Use((ChangeLicense change) => change.Run(form, "licence.pdf", file, by));
    }

    private static Task<Refusal> Refused(Func<Task> work) => Assert.ThrowsAsync<Refusal>(work);

    private static async Task Decide(World world, Guid license, bool approve)
    {
        var reviewer = await world.Staff(Role.Reviewer);
        var review = (await world.Use((ReviewLists lists) => lists.OfSubject(license)))!.Id;
        await world.Use((ReviewDesk desk) => approve ? desk.Approve(review, reviewer, "") : desk.Reject(review, reviewer, "不清晰"));
    }

    [Fact, Rule("R6.1.1")]
    public async Task Accounts_of_a_company_see_each_other_with_their_marks_and_nobody_elses()
    {
        var (world, main, second) = await Two(server);
        await using var _ = world;
        var rival = await world.Partner("竞争科技");
        var manager = await world.Staff(Role.EcosystemManager);
        await world.Use((JoinProgram join) => join.Admit(second.PartnerId, PartnerProgram.SolutionProvider, null, manager, "core"));

        var seen = await world.Use((CompanyAccounts accounts) => accounts.Of(second));
        Assert.Equal([(true, false, false), (false, true, true)], seen.Select(a => (a.IsMain, a.IsOwn, a.EarnsIncentives)));
        Assert.Equal((0, "解决方案提供商"), (seen[0].Programs.Count, seen[1].Programs.Single().Zh));
        Assert.Equal([new DateOnly(2024, 9, 2), new DateOnly(2024, 9, 3)], seen.Select(a => a.JoinedOn!.Value));
        Assert.Equal(2, (await world.Use((CompanyAccounts accounts) => accounts.Of(main))).Count);
        Assert.True((await world.Use((CompanyAccounts accounts) => accounts.Of(rival))).Single().IsOwn);
    }

    [Fact, Rule("R6.1.1")]
    public async Task A_reseller_account_is_no_incentive_account()
    {
        var (world, main, _) = await Two(server);
        await using var __ = world;
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var manager = await world.Staff(Role.EcosystemManager);
        await world.Use((JoinProgram join) => join.Admit(main.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));

        var seen = (await world.Use((CompanyAccounts accounts) => accounts.Of(main)))[0];
        Assert.Equal((1, false), (seen.Programs.Count, seen.EarnsIncentives));
    }

    [Fact, Rule("R6.1.2")]
    public async Task The_main_account_changes_the_licence_data_and_the_vendor_reviews_it()
    {
        var (world, main, second) = await Two(server);
        await using var _ = world;
        Assert.Equal("company.not-main", (await Refused(() => Send(world, second, Data()))).Code);

        var first = await Send(world, main, Data());
        Assert.Equal("company.license-in-review", (await Refused(() => Send(world, main, Data()))).Code);
        Assert.Null((await world.Use((CompanyAccounts accounts) => accounts.License(main))).InForce);
        await Decide(world, first, approve: false);
        Assert.Equal(LicenseState.Rejected, (await world.Use((CompanyAccounts accounts) => accounts.License(main))).Latest!.State);
        await Decide(world, await Send(world, main, Data()), approve: true);

        var (inForce, latest) = await world.Use((CompanyAccounts accounts) => accounts.License(second));
        Assert.Equal(("1000 万元", new DateOnly(2010, 5, 1), "长期", "林海", "深圳市南山区", "518000", "软件开发"),
            (inForce!.Capital, inForce.FoundedOn, inForce.Term, inForce.LegalPerson, inForce.Address, inForce.Postcode, inForce.Scope));
        Assert.Null(latest);
        Assert.Equal(2, await world.Scalar<long>($"select count(*) from network.partner where company_code = '{Code}'"));
    }

    [Fact, Rule("R6.1.2", "R6.2.3")]
    public async Task A_new_name_is_that_of_all_accounts_and_bank_accounts_in_the_old_one_are_certified_no_more()
    {
        var (world, main, second) = await Two(server);
        await using var _ = world;
        await world.Certify(second);

        await Decide(world, await Send(world, main, Data("集团科技股份")), approve: true);

        Assert.Equal("集团科技股份", (await world.View(main)).CompanyName);
        Assert.Equal("集团科技股份", (await world.View(second)).CompanyName);
        Assert.False(await world.Use((Certifications certifications) => certifications.IsCertified(second.PartnerId)));
        await world.Certify(second);
        Assert.True(await world.Use((Certifications certifications) => certifications.IsCertified(second.PartnerId)));
    }

    [Fact, Rule("R6.1.3")]
    public async Task A_licence_with_another_code_is_refused_and_without_a_code_on_file_a_ticket_is_needed()
    {
        var (world, main, _) = await Two(server);
        await using var __ = world;

        var other = await Refused(() => Send(world, main, Data() with { Code = World.ValidCode(901) }));
        Assert.Equal(("company.code-differs", "Code"), (other.Code, other.Field));
        await world.Execute($"update network.partner set company_code = '777023172' where id = '{main.PartnerId}'");
        Assert.Equal("company.no-code", (await Refused(() => Send(world, main, Data()))).Code);
        Assert.Equal(0, await world.Scalar<long>("select count(*) from network.license"));
    }

    [Fact, Rule("R6.1.5")]
    public async Task Each_account_changes_its_own_contact()
    {
        var (world, main, second) = await Two(server);
        await using var _ = world;
        await world.Use((ChangeContact change) => change.Run(new("新联系人", "总监", "13911112222", "new@example.com"), second));

        var (own, _) = await world.Use((PartnerLists lists) => lists.Own(second));
        Assert.Equal(("新联系人", "总监", "new@example.com"), (own.ContactName, own.ContactPosition, own.ContactEmail));
        Assert.Equal("13911112222", (await world.Use((PartnerLists lists) => Task.FromResult(lists.ContactOf(own)))).ContactMobile);
        Assert.Equal("林海", (await world.Use((PartnerLists lists) => lists.Own(main))).Partner.ContactName);
        Assert.Equal(("form.mobile", "ContactMobile"), await Wrong(new("新", "总监", "12", "new@example.com")));

        async Task<(string, string?)> Wrong(ContactForm form)
        {
            var refusal = await Refused(() => world.Use((ChangeContact change) => change.Run(form, second)));
            return (refusal.Code, refusal.Field);
        }
    }

    [Fact, Rule("R3.2b")]
    public async Task Agreements_are_searched_by_contract_code_filtered_by_state_and_downloaded()
    {
        var (world, main, second) = await Two(server);
        await using var _ = world;
        Task<List<SignedAgreement>> Own(string? search, AgreementState? state) => world.Use((Agreements agreements) => agreements.Own(search, state, main));
        var all = await Own(null, null);
        Assert.Equal((4, 4), (all.Count, (await Own(null, AgreementState.InForce)).Count));
        Assert.Equal(all[2].Id, (await Own(all[2].ContractNumber[2..].ToLowerInvariant(), null)).Single().Id);

        await world.Execute($"""
            insert into network.agreement select gen_random_uuid(), partner_id, code, '2', name_zh, name_en, 'AG-9', signing_entity, signed_by, signed_by_name, signed_at + interval '1 day'
            from network.agreement where id = '{all[0].Id}'
            """);
        Assert.Equal(all[0].Id, (await Own(null, AgreementState.Superseded)).Single().Id);
        Assert.Equal(4, (await Own(null, AgreementState.InForce)).Count);

        var file = (await world.Use((Agreements agreements) => agreements.Pdf(all[0].Id, main)))!.Value;
        Assert.Equal($"{all[0].ContractNumber}.pdf", file.Name);
        Assert.Null(await world.Use((Agreements agreements) => agreements.Pdf(all[0].Id, second)));
    }
}
