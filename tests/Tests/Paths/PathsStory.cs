using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Paths.Published;
using PartnerCenter.Paths.Register;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Tests.Paths;

/// <summary>What the stories about paths have in common.</summary>
internal static class PathsStory
{
    private static int people;

    public static async Task<string> No(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    public static Task Join(this World world, Actor partner, DevelopmentPath path) => world.Use((JoinPath join) => join.Run(path, partner));

    public static async Task<PathStage> Stage(this World world, Actor partner) =>
        (await world.Use(async (PathStages stages) => (await stages.Of(partner.PartnerId))!)).Stage;

    public static async Task<Guid> Enter(
        this World world, Actor partner, EvidenceKind kind, DateOnly? from = null, string? code = null, string? copyright = "2024SR0000001",
        EvidenceProgress? progress = null)
    {
        var (staff, view) = (await world.Staff(Role.EcosystemManager), await world.View(partner));
        return await world.Use((EnterEvidence enter) => enter.Run(
            new(view.Number, kind, progress, code, $"E-{Guid.NewGuid():n}", "某项", copyright, from ?? world.Today, null), staff with { Reach = Reach.Everything }));
    }

    /// <summary>A plan or customer list of this year that the partner has written and signed.</summary>
    public static async Task<Guid> SendLock(this World world, Actor partner, LockKind kind, int? year = null)
    {
        var id = await world.Use((BeginLock begin) => begin.Run(kind, year ?? world.Today.Year, partner));
        _ = kind == LockKind.BusinessPlan
            ? await world.Use((WritePlan write) => write.Run(id, Plan(), partner))
            : await world.Use((WriteCustomerList write) => write.Run(id, "东湖机械\n南岭银行", null, partner));
        await world.Use((SendLock send) => send.Run(id, partner));
        return id;
    }

    /// <summary>The same, signed by both sides.</summary>
    public static async Task<Guid> Lock(this World world, Actor partner, LockKind kind, int? year = null)
    {
        var (id, manager) = (await world.SendLock(partner, kind, year), await world.Staff(Role.EcosystemManager));
        Assert.True(await world.Use((CounterSign sign) => sign.Run(id, null, manager)));
        return id;
    }

    public static PlanForm Plan(decimal revenue = 1_000_000) =>
        new("制造业上云", "双方各 5 人", "每季度两场客户活动", [.. Enumerable.Range(1, 4).Select(quarter => new GoalForm(revenue * quarter, quarter, 1, 0))]);

    /// <summary>A person of the partner with certificates.</summary>
    public static async Task<Actor> Hire(this World world, Actor admin, params string[] kinds)
    {
        var n = Interlocked.Increment(ref people);
        var email = $"pathperson{n}@example.com";
        await world.Use((RegisterPerson register) => register.Run(new(email, "13900139000", World.Password, $"员工{n}")));
        var person = await world.Person(email);
        await world.Use((AuthenticateRealName authenticate) => authenticate.Run($"员工{n}", "11010519491231002X", person));
        await world.Use((InviteStaff invite) => invite.Run(email, "http://x", admin));
        var invitation = await world.Scalar<Guid>($"select id from organization.staff_invitation where account_id = '{person.Account}' order by id desc limit 1");
        await world.Use((AnswerInvitation answer) => answer.Accept(invitation, true, person));
        foreach (var kind in kinds)
        {
            await world.Award(person, kind);
        }

        return person;
    }

    public static Task Award(this World world, Actor person, string kind, string title = "Cloud") => world.Execute($"""
        insert into organization.person_certificate (id, account_id, kind, number, title, source, issued_on, valid_until, state, added_at)
        values ('{Guid.NewGuid()}', '{person.Account}', '{kind}', '{Guid.NewGuid():n}', '{title}', 'Learning', '2024-01-01', '2029-01-01', 'Valid', now())
        """);

    public static SentFile Pdf(string name = "a.pdf") => new(name, new MemoryStream("%PDF-1.7 x %%EOF"u8.ToArray()));

    public static CaseForm Case(World world, bool here = true, string? url = null, DateOnly? endedOn = null) =>
        new("核心系统上云", "某客户", endedOn ?? world.Today.AddMonths(-2), here, url);

    public static Task<Guid> Apply(this World world, Actor partner, PathStage stage, CaseForm? form = null, string? company = null, int proofs = 1) =>
        world.Use((ApplyForStage apply) => apply.Run(stage, new(form, company), [.. Enumerable.Range(0, proofs).Select(_ => Pdf())], partner));

    public static async Task Decide(this World world, Guid subject, string role = Role.Reviewer, bool approve = true)
    {
        var by = await world.Staff(role);
        var review = await world.Scalar<Guid>($"select id from platform.review where subject = '{subject}' order by opened_at desc limit 1");
        await world.Use((ReviewDesk desk) => approve ? desk.Approve(review, by, "通过") : desk.Reject(review, by, "材料不足"));
    }

    /// <summary>A service partner with role certification.</summary>
    public static async Task<Actor> ServicePartner(this World world, string name)
    {
        var partner = await world.Partner(name, program: null);
        await world.Join(partner, DevelopmentPath.Service);
        await world.Hire(partner, "HCCDA", "HCCDA", "HCCDP", "HCCDP", "HCSA", "HCSP");
        await world.Decide(await world.Apply(partner, PathStage.RoleCertification, Case(world), name));
        return partner;
    }

    public static async Task Night(this World world)
    {
        await world.Use((FollowStages job) => job.Run(new(world.Clock.GetUtcNow()), null!, default));
        await world.Use((LapseCertificates job) => job.Run(new(world.Clock.GetUtcNow()), null!, default));
        await world.Use((OpenRereviews job) => job.Run(new(world.Clock.GetUtcNow()), null!, default));
        await world.Use((OpenQuarterReviews job) => job.Run(new(world.Clock.GetUtcNow()), null!, default));
    }
}
