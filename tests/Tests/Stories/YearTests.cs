using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Paths.Published;
using PartnerCenter.Paths.Register;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Tests.Paths;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Stories;

/// <summary>
/// A year of sixty companies. Each line of year.csv says what one is, what becomes of it, and what it must be at the ends of 31 December,
/// 31 January and 1 February: written down from the rules by hand, so that the product is held against something else than itself.
/// </summary>
public sealed class YearTests(TestServer server)
{
    private const string Joining = "2024-01-05";

    /// <summary>The ends of the days of the last three columns.</summary>
    private static readonly DateOnly[] Looks = [new(2025, 1, 1), new(2025, 2, 1), new(2025, 2, 2)];

    [Fact, Rule("R5.1.6", "R5.2.4", "R4.2.8", "R4.1.7")]
    public async Task Sixty_companies_go_through_a_year_as_the_rules_say()
    {
        await using var world = await World.Movable(server);
        world.At(2024, 1, 5);
        var companies = File.ReadLines(Path.Combine(TestServer.Root, "tests/Tests/Stories/year.csv")).Skip(1).Select(Company.Read).ToList();
        Assert.Equal(60, companies.Count);
        var year = new Year(world, await world.Staff(Role.VendorAdministrator), await world.Staff(Role.EcosystemManager));
        foreach (var company in companies.OrderBy(c => c.Identity == "reseller"))
        {
            await year.Join(company);
        }

        var seen = companies.ToDictionary(c => c.Number, _ => new List<string>());
        var days = companies.SelectMany(c => c.Happens).Select(what => what.On).Concat(Looks).Distinct().Order();
        foreach (var day in days.Where(day => day > new DateOnly(2024, 1, 5)))
        {
            await world.MoveTo(day, year.Admin);
            if (Looks.Contains(day))
            {
                foreach (var company in companies)
                {
                    seen[company.Number].Add(await year.Standing(company));
                }
            }

            foreach (var company in companies)
            {
                foreach (var (what, _) in company.Happens.Where(h => h.On == day))
                {
                    await year.Happen(company, what);
                }
            }
        }

        Assert.Equal(companies.Select(c => c.Line), companies.Select(c => $"{c.Number}: {string.Join(" | ", seen[c.Number])}"));
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from platform.job where state <> 'done'"));
        // Whoever was extended or lapsed has been told so.
        var (extended, lapsed) = (companies.Count(c => c.Member && c.Expected[1] == "active to 2026-01-31"), companies.Count(c => c.Member && c.Expected[2] == "lapsed"));
        Assert.Equal(extended, await world.Scalar<long>("select count(*) from platform.notification where event = 'programs.renewal' and title_en like '%has been extended'"));
        Assert.Equal(lapsed, await world.Scalar<long>("select count(*) from platform.notification where event = 'programs.renewal' and title_en like '%has lapsed'"));
    }

    /// <summary>A line of the table.</summary>
    private sealed record Company(int Number, string Identity, List<(string What, DateOnly On)> Happens, string[] Expected)
    {
        public Actor Partner { get; set; } = null!;

        public bool Member => Identity is "solution-provider" or "distributor" or "reseller";

        public string Name => $"公司{Number}科技";

        public string Line => $"{Number}: {string.Join(" | ", Expected)}";

        public string Certified => Happens.Select(h => h.What).FirstOrDefault(what => what is "role" or "differentiation") ?? "";

        public static Company Read(string line)
        {
            var cells = line.Split(',');
            var what = $"{cells[2]}; {cells[3]}".Split("; ", StringSplitOptions.RemoveEmptyEntries);
            return new(int.Parse(cells[0], CultureInfo.InvariantCulture), cells[1], [.. what.Select(Dated)], cells[4..7]);
        }

        private static (string What, DateOnly On) Dated(string what) => what is "role" or "differentiation"
            ? (what, DateOnly.Parse(Joining, CultureInfo.InvariantCulture))
            : (what[..^11], DateOnly.ParseExact(what[^10..], "yyyy-MM-dd"));
    }

    /// <summary>What happens to companies in a year.</summary>
    private sealed class Year(World world, Actor admin, Actor manager)
    {
        private Actor? distributor;

        public Actor Admin => admin;

        public async Task Join(Company company)
        {
            if (company.Member)
            {
                var program = Input<PartnerProgram>(company.Identity);
                company.Partner = await world.Partner(company.Name, program == PartnerProgram.Reseller ? null : program);
                distributor ??= program == PartnerProgram.Distributor ? company.Partner : null;
                if (program == PartnerProgram.Reseller)
                {
                    await world.Use((JoinProgram join) => join.Admit(company.Partner.PartnerId, program, distributor!.PartnerId, manager));
                }

                return;
            }

            var path = Input<DevelopmentPath>(company.Identity);
            company.Partner = await world.Partner(company.Name, program: null);
            if (path == DevelopmentPath.Integration)
            {
                await world.Use((InviteToPath invite) => invite.Run(company.Partner.PartnerId, path, manager));
            }

            await world.Join(company.Partner, path);
            await Certify(company, path);
            foreach (var (what, on) in company.Happens.Where(h => h.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == Joining && h.What is "cloud" or "advanced"))
            {
                await Happen(company, what);
            }
        }

        public Task Happen(Company company, string what) => what switch
        {
            "passed" or "failed" => Assess(company, what == "passed"),
            "too early" or "too late" => Refuse("programs.assessment-window", () => Assess(company, true)),
            "left" or "delisted" => world.Use((EndMembership end) =>
                end.Run(company.Partner.PartnerId, Input<PartnerProgram>(company.Identity), what == "delisted", "年度安排", manager)),
            "cloud" => world.Enter(company.Partner, EvidenceKind.CloudSoftware),
            "advanced" => world.Enter(company.Partner, EvidenceKind.AdvancedCloudSoftware),
            "withdrawn" => Withdraw(company),
            "revoked" => Revoke(company),
            "submits" => Submit(company),
            "submits too late" => Refuse("paths.rereview-window", () => Submit(company)),
            "other cloud" => Refuse("paths.case-elsewhere", () => Submit(company, here: false)),
            "approved" or "refused" => Decide(company, what == "approved"),
            "passes" => Pass(company),
            _ => throw new InvalidOperationException($"{company.Number}: {what}?"),
        };

        public async Task<string> Standing(Company company)
        {
            if (company.Member)
            {
                var membership = Assert.Single(await world.Use((Certificates certificates) => certificates.Of(company.Partner.PartnerId)));
                return membership.State == MembershipState.Active
                    ? $"active to {membership.ValidUntil:yyyy-MM-dd}"
                    : membership.State.ToString().ToLowerInvariant();
            }

            var stage = await world.Stage(company.Partner) switch
            {
                PathStage.RoleCertification => "role-certification",
                PathStage.Differentiation => "differentiation",
                _ => "joined",
            };
            var certificates = await world.Use((PathCertificates certificates) => certificates.Mine(company.Partner));
            var until = certificates.Where(c => c.State == PathCertificateState.Active).Select(c => c.ValidUntil).Distinct().ToList();
            return until.Count == 0 ? stage : $"{stage} to {string.Join(" and ", until.Select(day => $"{day:yyyy-MM-dd}"))}";
        }

        private static T Input<T>(string words)
            where T : struct, Enum => Enum.Parse<T>(words.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

        private static async Task Refuse(string code, Func<Task> work) => Assert.Equal(code, await No(work));

        private async Task Certify(Company company, DevelopmentPath path)
        {
            if (company.Certified == "")
            {
                return;
            }

            if (path == DevelopmentPath.Service)
            {
                await world.Hire(company.Partner, "HCCDA", "HCCDA", "HCCDP", "HCCDP", "HCSA", "HCSP");
                await world.Enter(company.Partner, EvidenceKind.CapabilityTag, code: "sap");
                await world.Enter(company.Partner, EvidenceKind.CapabilityTag, code: "database");
            }
            else if (path == DevelopmentPath.Integration)
            {
                await world.Lock(company.Partner, LockKind.BusinessPlan);
                await world.Lock(company.Partner, LockKind.CustomerList);
                await world.Enter(company.Partner, EvidenceKind.JointOffering);
                for (var expert = 0; expert < 4; expert++)
                {
                    var person = await world.Hire(company.Partner);
                    await world.Award(person, "HCSP", "构建客户的业务体系");
                    await world.Award(person, "HCIP", "Cloud Service Solutions Architect");
                }
            }

            var form = path == DevelopmentPath.Service ? Case(world) : null;
            await world.Decide(await world.Apply(company.Partner, PathStage.RoleCertification, form, form is null ? null : company.Name, form is null ? 0 : 1));
            if (company.Certified == "differentiation")
            {
                await Differentiate(company, path);
            }
        }

        private async Task Differentiate(Company company, DevelopmentPath path)
        {
            var id = await world.Apply(company.Partner, PathStage.Differentiation, proofs: 0);
            if (path == DevelopmentPath.Service)
            {
                await world.Use((HandInPlan hand) => hand.Run(id, Pdf(), Pdf(), "2020-1", company.Partner));
                var at = world.Clock.GetUtcNow().AddMinutes(1);
                await world.Decide(id);
                await world.Use((ScheduleMeeting schedule) => schedule.Run(id, at, "https://meeting.example.com/1", manager));
                world.Clock.MoveTo(at);
                await world.Decide(id, Role.EcosystemManager);
                return;
            }

            await world.Decide(id);
        }

        private Task Assess(Company company, bool passed) => world.Use((AssessMembership assess) =>
            assess.Run(company.Partner.PartnerId, Input<PartnerProgram>(company.Identity), passed, "年度指标", manager));

        private async Task Withdraw(Company company)
        {
            var id = await world.Scalar<Guid>($"select id from paths.evidence where partner_id = '{company.Partner.PartnerId}'");
            await world.Use((EnterEvidence enter) => enter.Withdraw(id, "登记有误", manager));
        }

        private async Task Revoke(Company company)
        {
            var member = await world.Scalar<Guid>($"select id from paths.member where partner_id = '{company.Partner.PartnerId}'");
            await world.Use((RevokeCertification revoke) => revoke.Run(member, "案例不属实", manager));
        }

        private Task<Guid> Rereview(Company company) => world.Scalar<Guid>($"select id from paths.rereview where partner_id = '{company.Partner.PartnerId}'");

        private async Task Submit(Company company, bool here = true)
        {
            var (id, form) = (await Rereview(company), Case(world, here, here ? null : "https://cases.example.com/1"));
            Assert.True(await world.Use((SubmitRereview submit) => submit.Run(id, form, company.Partner)));
        }

        private async Task Decide(Company company, bool approve) => await world.Decide(await Rereview(company), approve: approve);

        private async Task Pass(Company company)
        {
            await Submit(company);
            await Decide(company, true);
        }
    }
}
