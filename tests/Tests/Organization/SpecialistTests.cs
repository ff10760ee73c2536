using System.Text.RegularExpressions;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Web;
using PartnerCenter.Tests.Support;

namespace PartnerCenter.Tests.Organization;

/// <summary>People and partners: invited, bound, certified, appointed, released.</summary>
public sealed partial class SpecialistTests(TestServer server)
{
    /// <summary>A well-formed identity number.</summary>
    private const string IdentityNumberOfSomebody = "11010519491231002X";

    private static readonly byte[] Pdf = [.. "%PDF-1.7 a certificate %%EOF"u8];

    private int people;

    private async Task<Actor> Person(World world, bool realName = true, string mobile = "13900139000")
    {
        var email = $"person{++people}@example.com";
        await world.Use((RegisterPerson register) => register.Run(new(email, mobile, World.Password, "江一")));
        var person = await world.Person(email);
        if (realName)
        {
            await world.Use((AuthenticateRealName authenticate) => authenticate.Run("江一", IdentityNumberOfSomebody, person));
        }

        return person;
    }

    private static Task<string> Email(World world, Actor person) => world.Scalar<string>($"select email from identity.account where id = '{person.Account}'");

    private static async Task<string> Invite(World world, Actor admin, Actor person) =>
        await Invite(world, admin, await Email(world, person));

    private static Task<string> Invite(World world, Actor admin, string name) =>
        world.Use((InviteStaff invite) => invite.Run(name, "http://x", admin));

    private static Task<Guid> Newest(World world, Actor person) =>
        world.Scalar<Guid>($"select id from organization.staff_invitation where account_id = '{person.Account}' order by id desc limit 1");

    private static async Task Accept(World world, Actor person, bool agreed = true)
    {
        var id = await Newest(world, person);
        Assert.True(await world.Use((AnswerInvitation answer) => answer.Accept(id, agreed, person)));
    }

    private static async Task Bind(World world, Actor admin, Actor person)
    {
        await Invite(world, admin, person);
        await Accept(world, person);
    }

    private static Task<bool> Release(World world, Actor admin, Actor person) => world.Use((UnbindStaff unbind) => unbind.Run(person.Account, admin));

    private static async Task<string> No(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    private static async Task Decide(World world, string title, bool approve = true)
    {
        var reviewer = await world.Staff(Role.Reviewer);
        var id = await world.Scalar<Guid>($"select id from platform.review where title like '%{title}%' order by id desc limit 1");
        await world.Use((ReviewDesk desk) => approve ? desk.Approve(id, reviewer, "ok") : desk.Reject(id, reviewer, "资料不符"));
    }

    private static Task<Guid> Upload(World world, Actor person, string number, string kind = "HCIP", DateOnly? until = null) => world.Use(
        (UploadCertificate upload) => upload.Run(new(kind, number, "云服务", new(2024, 1, 1), until ?? new(2027, 1, 1)), "c.pdf", new MemoryStream(Pdf), person));

    [Fact, Rule("R7.2.1")]
    public async Task The_administrator_invites_the_person_accepts_and_is_bound_and_nobody_else_can_do_either()
    {
        await using var world = await World.New(server);
        var (admin, rival) = (await world.Partner("关联科技"), await world.Partner("旁观科技"));
        var (person, stranger) = (await Person(world), await Person(world));
        var member = admin with { Permissions = new HashSet<string> { "customers.see" } };

        Assert.Equal("access.denied", await No(() => Invite(world, member, person)));
        var link = await Invite(world, admin, person);
        await world.Deliver();
        Assert.Contains(link, await world.Scalar<string>("select body from platform.sent_message order by id desc limit 1"), StringComparison.Ordinal);
        var invitation = await Newest(world, person);
        Assert.False(await world.Use((AnswerInvitation answer) => answer.Accept(invitation, true, stranger)));
        Assert.Null(await world.Use((AnswerInvitation answer) => answer.Behind(Token().Match(link).Value, stranger)));
        Assert.Equal(invitation, await world.Use((AnswerInvitation answer) => answer.Behind(Token().Match(link).Value, person)));
        Assert.Equal("organization.consent-needed", await No(() => Accept(world, person, agreed: false)));
        await Accept(world, person);

        Assert.Equal([person.Account], (await world.Use((StaffDirectory lists) => lists.Own(null, null, 0, 100, admin))).Select(row => row.Account));
        Assert.Empty(await world.Use((StaffDirectory lists) => lists.Own(null, null, 0, 100, rival)));
        Assert.Equal("access.denied", await No(() => Release(world, member, person)));
        Assert.False(await Release(world, rival, person));
        Assert.True(await Release(world, admin, person));
        Assert.Empty(await world.Use((StaffDirectory lists) => lists.Own(null, null, 0, 100, admin)));
    }

    [Fact, Rule("R7.2.3")]
    public async Task Each_condition_of_an_invitation_has_a_refusal_of_its_own()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("邀请科技");
        var company = await world.Company("企业科技");
        var bound = await Person(world);
        await Bind(world, await world.Partner("别家科技"), bound);
        var ours = await Person(world);
        await Bind(world, admin, ours);

        Assert.Equal("organization.person-enterprise", await No(() => Invite(world, admin, company)));
        Assert.Equal("organization.person-bound-elsewhere", await No(() => Invite(world, admin, bound)));
        Assert.Equal("organization.person-bound-here", await No(() => Invite(world, admin, ours)));
        Assert.Equal("organization.person-no-real-name", await No(async () => await Invite(world, admin, await Person(world, realName: false))));
        var other = await world.Partner("伙伴科技");
        Assert.Equal("organization.person-is-partner", await No(() => Invite(world, admin, other)));

        var restless = await Person(world);
        foreach (var name in new[] { "一号科技", "二号科技", "三号科技" })
        {
            var partner = await world.Partner(name);
            await Bind(world, partner, restless);
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddDays(1));
            await Release(world, partner, restless);
        }

        Assert.Equal("organization.person-three-partners", await No(() => Invite(world, admin, restless)));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddYears(1).AddDays(-2).AddSeconds(-1));
        Assert.Equal("organization.person-three-partners", await No(() => Invite(world, admin, restless)));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
        await Bind(world, admin, restless);
        var texts = world.Services.GetRequiredService<RefusalTexts>().All;
        Assert.Equal(6, new[] { "enterprise", "bound-elsewhere", "bound-here", "no-real-name", "is-partner", "three-partners" }
            .Select(end => texts[$"organization.person-{end}"].En).Distinct().Count());
    }

    [Theory, Rule("R4.2.10")]
    [InlineData("International", "13900139000", "+6591234567")]
    [InlineData("Europe", "+8613900139000", "+4915112345678")]
    [InlineData("China", "+4915112345678", "13900139000")]
    public async Task Whose_mobile_is_of_another_region_is_bound_by_an_exception_that_the_vendor_allows_on_a_ticket(string site, string foreign, string home)
    {
        await using var world = await World.New(server, settings: new() { [PartnerCenter.Platform.Database.ThisSite.Setting] = site });
        var (admin, rival, operations) = (await world.Partner("外派科技"), await world.Partner("别家科技"), await world.Staff(Role.Operations));
        var (posted, local) = (await Person(world, mobile: foreign), await Person(world, mobile: home));
        Task Allow(string ticket, Actor by) => world.Use(async (AllowStaff allow) => await allow.Run((await world.View(admin)).Number, await Email(world, posted), ticket, by));
        await Invite(world, admin, local);
        Assert.Equal("organization.person-mobile-region", await No(() => Invite(world, admin, posted)));

        var ticket = (await world.Raise(admin, TicketWorld.Question("account"))).Number;
        Assert.Equal("access.denied", await No(() => Allow(ticket, admin)));
        Assert.Equal("ticket.none", await No(() => Allow("T-2024-999999", operations)));
        var wrong = (await world.Raise(admin, TicketWorld.Question("billing"))).Number;
        Assert.Equal("ticket.other-category", await No(() => Allow(wrong, operations)));
        await Allow(ticket, operations);
        await Allow(ticket, operations);

        await Bind(world, admin, posted);
        Assert.Equal("organization.person-bound-elsewhere", await No(() => Invite(world, rival, posted)));
        Assert.Single(await world.Use((AllowStaff allow) => allow.List(operations)));
    }

    [Fact, Rule("R7.2.3")]
    public async Task The_conditions_are_asked_again_when_the_person_accepts_and_of_two_at_once_one_binds()
    {
        await using var world = await World.New(server);
        var (one, two) = (await world.Partner("甲方科技"), await world.Partner("乙方科技"));
        var person = await Person(world);
        await Invite(world, one, person);
        var first = await Newest(world, person);
        await Invite(world, two, person);
        var second = await Newest(world, person);

        var answers = await Task.WhenAll(new[] { first, second }.Select(async id =>
        {
            try
            {
                return await world.Use((AnswerInvitation answer) => answer.Accept(id, true, person)) ? "" : "none";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        }));

        Assert.Equal(["", "organization.person-bound-elsewhere"], answers.Order());
        Assert.Equal(1L, await world.Scalar<long>("select count(*) from organization.binding"));
    }

    [Theory, Rule("R7.2.4")]
    [InlineData("nobody@example.com")]
    [InlineData("ops@example.com")]
    public async Task An_unknown_account_is_answered_with_the_usual_causes(string name)
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("查无科技");
        await world.Use((PartnerCenter.Organization.Members members) => members.AddConsoleUser("ops", "ops@example.com", "13700137000", admin));

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Invite(world, admin, name));

        Assert.Equal(("organization.person-unknown", "Account"), (refusal.Code, refusal.Field));
        var sentence = world.Services.GetRequiredService<RefusalTexts>().All[refusal.Code].Zh;
        Assert.All(new[] { "站点", "企业账号", "IAM", "账号名", "租户名" }, cause => Assert.Contains(cause, sentence, StringComparison.Ordinal));
    }

    [Theory, Rule("R7.2.5")]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task An_invitation_works_for_seven_days_to_the_second_and_can_be_sent_again(int seconds, bool works)
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("期限科技");
        var person = await Person(world);
        await Invite(world, admin, person);
        var first = await Newest(world, person);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddDays(7).AddSeconds(seconds));

        if (works)
        {
            await Invite(world, admin, person);
            Assert.Equal("organization.invitation-over", await No(() => world.Use((AnswerInvitation answer) => answer.Accept(first, true, person))));
            await Accept(world, person);
            Assert.Equal("organization.invitation-over", await No(() => Accept(world, person)));
            return;
        }

        Assert.Equal("organization.invitation-over", await No(() => Accept(world, person)));
        Assert.Empty(await world.Use((StaffLists lists) => lists.MyInvitations(person)));
        await Invite(world, admin, person);
        await Accept(world, person);
    }

    [Fact, Rule("R7.2.6")]
    public async Task Developer_and_professional_certificates_come_from_the_learning_platform_and_cannot_be_typed_in()
    {
        await using var world = await World.New(server);
        var (admin, rival) = (await world.Partner("证书科技"), await world.Partner("对手科技"));
        var person = await Person(world);
        var reviewer = await world.Staff(Role.Reviewer);
        var email = await Email(world, person);
        await world.Use((LearningRegister register) => register.Add(email.ToUpperInvariant(), "HCCDP", "DP-1", "Solution Architectures", new(2024, 3, 1), new(2027, 3, 1), reviewer));
        await Bind(world, admin, person);
        await world.Use((SynchroniseCertificates sync) => sync.Run(new(default), new JobProgress(world.Databases, Guid.Empty, world.Clock), default));

        var seen = Assert.Single((await world.Use((StaffLists lists) => lists.Find(person.Account, admin)))!.Certificates);
        Assert.Equal(("HCCDP", "DP-1", CertificateSource.Learning, true), (seen.Kind, seen.Number, seen.Source, seen.Counts));
        Assert.Null(await world.Use((StaffLists lists) => lists.Find(person.Account, rival)));
        foreach (var kind in new[] { "HCCDA", "HCCDP", "HCCDE", "HCSA", "HCSP" })
        {
            Assert.Equal("organization.synchronised-kind", await No(() => Upload(world, person, "X-1", kind)));
        }

        await world.Execute("update organization.learning_record set withdrawn_at = now()");
        await world.Use((SynchroniseCertificates sync) => sync.Own(person));
        Assert.Equal(CertificateState.Withdrawn, Assert.Single(await world.Use((StaffLists lists) => lists.MyCertificates(person))).State);
    }

    [Fact, Rule("R7.2.6")]
    public async Task Career_certificates_are_uploaded_and_count_once_the_vendor_has_reviewed_them()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("审核科技");
        var person = await Person(world);
        await Bind(world, admin, person);

        await Upload(world, person, "IP-1");
        await Upload(world, person, "IE-1", "HCIE", new(2024, 10, 1));
        Assert.Equal("organization.certificate-over", await No(() => Upload(world, person, "IA-1", "HCIA", new(2024, 9, 1))));
        Assert.All(await world.Use((StaffLists lists) => lists.MyCertificates(person)), row => Assert.Equal((CertificateState.InReview, false), (row.State, row.Counts)));
        await Decide(world, "IP-1");
        await Decide(world, "IE-1");

        var rows = (await world.Use((StaffLists lists) => lists.Find(person.Account, admin)))!.Certificates;
        Assert.All(rows, row => Assert.True(row.Counts));
        world.Clock.MoveTo(new(2024, 10, 1, 15, 59, 59, TimeSpan.Zero));
        Assert.Equal(2, (await world.Use((StaffDirectory lists) => lists.Own(null, null, 0, 100, admin))).Single().Certificates);
        world.Clock.MoveTo(new(2024, 10, 1, 16, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, (await world.Use((StaffDirectory lists) => lists.Own(null, null, 0, 100, admin))).Single().Certificates);
    }

    [Fact, Rule("R7.2.7")]
    public async Task A_career_certificate_moves_by_deleting_it_first_and_a_synchronised_one_never()
    {
        await using var world = await World.New(server);
        var (a, b) = (await Person(world), await Person(world));
        var reviewer = await world.Staff(Role.Reviewer);
        var certificate = await Upload(world, a, "IP-7");
        await Decide(world, "IP-7");

        Assert.Equal("organization.certificate-elsewhere", await No(() => Upload(world, b, "IP-7")));
        Assert.False(await world.Use((UploadCertificate upload) => upload.Delete(certificate, b)));
        Assert.True(await world.Use((UploadCertificate upload) => upload.Delete(certificate, a)));
        await Upload(world, b, "IP-7");

        foreach (var person in new[] { a, b })
        {
            var email = await Email(world, person);
            await world.Execute($"update organization.learning_record set account = '{email}'");
            if (person == a)
            {
                await world.Use((LearningRegister register) => register.Add(email, "HCCDA", "DA-7", "Cloud", new(2024, 3, 1), null, reviewer));
            }

            await world.Use((SynchroniseCertificates sync) => sync.Own(person));
        }

        var synchronised = Assert.Single(await world.Use((StaffLists lists) => lists.MyCertificates(a)), row => row.Number == "DA-7");
        Assert.DoesNotContain(await world.Use((StaffLists lists) => lists.MyCertificates(b)), row => row.Number == "DA-7");
        Assert.Equal("organization.certificate-synchronised", await No(() => world.Use((UploadCertificate upload) => upload.Delete(synchronised.Id, a))));
    }

    [Fact, Rule("R7.2.9", "R7.2.2")]
    public async Task One_path_at_a_time_and_neither_another_path_nor_release_before_the_cancellation_is_approved()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("专员科技");
        var person = await Person(world);
        await Bind(world, admin, person);
        await Apply("service");
        Assert.Equal("organization.specialist-already", await No(() => Apply("software")));
        await Decide(world, "江一");
        Assert.Equal(SpecialistState.Active, (await world.Use((StaffDirectory lists) => lists.Own(null, null, 0, 100, admin))).Single().State);

        Assert.Equal("organization.specialist-already", await No(() => Apply("software")));
        Assert.Equal("organization.is-specialist", await No(() => Release(world, admin, person)));
        Assert.True(await Cancel());
        Assert.Equal("organization.specialist-already", await No(() => Apply("software")));
        Assert.Equal("organization.is-specialist", await No(() => Release(world, admin, person)));
        await Decide(world, "江一", approve: false);
        Assert.Equal(SpecialistState.Active, (await world.Use((StaffDirectory lists) => lists.Own(null, null, 0, 100, admin))).Single().State);

        await Cancel();
        await Decide(world, "江一");
        await Apply("software");
        await Decide(world, "江一", approve: false);
        Assert.True(await Release(world, admin, person));

        Task<bool> Apply(string path) => world.Use((AppointSpecialist appoint) => appoint.Apply(person.Account, path, "proof.pdf", new MemoryStream(Pdf), admin));

        Task<bool> Cancel() => world.Use((AppointSpecialist appoint) => appoint.Cancel(person.Account, "换路径", admin));
    }

    [Fact, Rule("R7.2.10")]
    public async Task Applying_needs_an_employment_proof_or_a_certificate_that_counts_today()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("材料科技");
        var person = await Person(world);
        await Bind(world, admin, person);
        await Upload(world, person, "IP-10", until: new(2024, 12, 31));

        Assert.Equal("organization.proof-needed", await No(Apply));
        await Decide(world, "IP-10");
        world.At(2025, 1, 1);
        Assert.Equal("organization.proof-needed", await No(Apply));
        world.At(2024, 12, 31);
        Assert.True(await Apply());
        var stranger = await Person(world);
        Assert.False(await world.Use((AppointSpecialist appoint) => appoint.Apply(stranger.Account, "service", "p.pdf", new MemoryStream(Pdf), admin)));

        Task<bool> Apply() => world.Use((AppointSpecialist appoint) => appoint.Apply(person.Account, "service", null, null, admin));
    }

    [Theory]
    [InlineData("11010519491231002X", true)]
    [InlineData("110105194912310021", false)]
    [InlineData("11010519490230002X", false)]
    [InlineData("1101051949123100", false)]
    [InlineData("440308199901101512", true)]
    public async Task A_real_name_is_authenticated_once_and_its_number_is_nowhere_kept(string number, bool right)
    {
        await using var world = await World.New(server);
        var person = await Person(world, realName: false);

        if (!right)
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => Run());
            Assert.Equal(("identity.real-name-wrong", "Number"), (refusal.Code, refusal.Field));
            return;
        }

        await Run();
        Assert.Equal("identity.real-name-done", await No(Run));
        Assert.Equal(0L, await world.Scalar<long>($"select count(*) from identity.account a where a::text like '%{number}%'"));
        Assert.Equal(0L, await world.Scalar<long>($"select count(*) from platform.audit a where a::text like '%{number}%'"));

        Task Run() => world.Use((AuthenticateRealName authenticate) => authenticate.Run("江一", number, person));
    }

    [GeneratedRegex("[0-9a-f]{48}")]
    private static partial Regex Token();
}
