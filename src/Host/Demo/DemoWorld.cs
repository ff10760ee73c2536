using System.Text.RegularExpressions;
using PartnerCenter.Billing;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Customers;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Freezes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Alerts;
using PartnerCenter.Funds.Resellers;
using PartnerCenter.Funds.Withdrawals;
using PartnerCenter.Identity;
using PartnerCenter.Identity.Published;
using PartnerCenter.Incentives;
using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Published;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Vouchers;

namespace PartnerCenter.Host.Demo;

/// <summary>
/// A believable world to look around in: companies of every identity, customers of both modes, thirteen months of consumption. All of
/// it is reached through the use cases, told with a clock of its own, and comes out the same every time.
/// </summary>
internal sealed partial class DemoWorld(Databases databases, Product product, Rulebook rulebook, WorkCalendar calendar, TimeProvider today)
{
    private const int Months = 13;
    private readonly StoryClock clock = new(today.GetUtcNow());
    private readonly StoryBank bank = [];
    private ServiceProvider story = null!;

    /// <summary>Tells the story, unless the database has people already.</summary>
    public async Task LoadOnce(Action<string> say, CancellationToken ct = default)
    {
        var container = new ServiceCollection().AddLogging();
        var settings = new ConfigurationBuilder().AddConfiguration(product.Configuration)
            // Everybody knows the demo password: it needs no slow hash.
            .AddInMemoryCollection([new("Identity:HashIterations", "1000"), new("Payments:Embedded", "true")]).Build();
        container.AddScoped<IProbePayment>(scope => new StoryBank.Counter(bank, ActivatorUtilities.CreateInstance<MailedStatement>(scope)));
        container.AddPartnerCenter(Modules.All, databases, clock, settings);
        container.AddSingleton(rulebook).AddSingleton(calendar);
        StoryReceivers.Add(container);
        await using (story = container.BuildServiceProvider())
        {
            if (await With(async (Accounts accounts) => await accounts.Any(ActorKind.Vendor, ct)))
            {
                return;
            }

            await Tell(say, ct);
        }
    }

    private async Task Tell(Action<string> say, CancellationToken ct)
    {
        var thisMonth = new BusinessDay(today).Month;
        var first = Month.Of(thisMonth.FirstDay.AddMonths(-Months));
        clock.MoveTo(first.Previous.Start.AddDays(2));
        say("demo world: people and companies ...");
        await People();
        var companies = await Companies();
        await Certify();
        await FurtherAccount();
        await License();
        say("demo world: customers and funds ...");
        var consumers = await Customers(companies);
        await SupportPlans(companies);
        await Specialists();
        await Funds(companies);
        for (var month = first; month < thisMonth; month = month.Next)
        {
            say($"demo world: {month} ...");
            await Consume(month, consumers, ct);
            // The last month was closed just now, so that its incentives are still in public notice.
            clock.MoveTo(month.Next == thisMonth ? today.GetUtcNow().AddDays(-1) : month.End.AddDays(1));
            await BillingCommands.Run(story, month, 2, _ => { }, ct);
            await Settle(month, thisMonth);
            if (month.Next < thisMonth)
            {
                await Ask(month, thisMonth);
            }

            if (month.Number == 12)
            {
                await Assess(companies);
            }
            else if (month.Number == 1)
            {
                await With((RenewCertificates renew) => renew.Run(new(clock.GetUtcNow()), null!, ct));
            }

            if (month.Next < thisMonth)
            {
                await PlanOn(month.Next, thisMonth);
            }

            await Deliver();
        }

        await OpenCertifications();
        await Webhooks();
        await Orders();
        clock.MoveTo(today.GetUtcNow());
        await Refunds();
        await With((ConfirmIncentive confirm) => confirm.ConfirmAfterNotice(ct));
        await With(async (Resellers resellers) => await resellers.Invite("partner@newlane.example", "http://localhost:8080", await Person("gao@rivergate.example")));
        await With(async (Resellers resellers) => await resellers.Apply(companies["rivergate"].Number, await Person("wang@clearspring.example")));
        await Changes();
        await TopUps(companies);
        await OnlineTopUps();
        await Withdrawals();
        await Paths(companies);
        await Plans();
        await Solutions();
        await Finder();
        await Channel(companies);
        await Expansion();
        await Vouchers(companies);
        await SpecialPrograms(companies);
        await Applicant();
        await OpenInvitation();
        await OpenTickets();
        await Programs();
        await Announcements();
        await Deliver();
    }

    private async Task People()
    {
        (string Name, string Email, string[] Roles)[] staff =
        [
            ("陈晓 Chen Xiao", "manager@vendor.example", [Role.EcosystemManager]),
            ("吴桐 Wu Tong", "reviewer@vendor.example", [Role.Reviewer]),
            ("郑凯 Zheng Kai", "operations@vendor.example", [Role.Operations]),
            ("孙丽 Sun Li", "finance@vendor.example", [Role.Finance]),
            ("钱进 Qian Jin", "cashier@vendor.example", [Role.Finance]),
            ("赵敏 Zhao Min", "admin@vendor.example", [Role.VendorAdministrator]),
            ("罗青 Luo Qing", "support@vendor.example", [Role.Support]),
            ("叶帆 Ye Fan", "support2@vendor.example", [Role.Support]),
        ];
        foreach (var (name, email, roles) in staff)
        {
            await With(async (Accounts accounts, UnitOfWork unit) =>
            {
                await accounts.AddPerson(name, email, Personas.Password, roles, null);
                await unit.Save(Actor.System, "demo.people");
            });
        }
    }

    private async Task<Dictionary<string, PartnerView>> Companies()
    {
        var manager = await Person("manager@vendor.example");
        var companies = new Dictionary<string, PartnerView>();
        (string Key, string Name, string Contact, string Email, string Mobile)[] joining =
        [
            ("northstar", "北辰云科技有限公司", "林海 Lin Hai", "lin@northstar.example", "13800010001"),
            ("rivergate", "江门数字渠道有限公司", "高远 Gao Yuan", "gao@rivergate.example", "13800010002"),
            ("cloudlane", "云径信息服务有限公司", "马骏 Ma Jun", "ma@cloudlane.example", "13800010003"),
            ("harbour", "海港系统集成有限公司", "许诺 Xu Nuo", "xu@harbour.example", "13800010004"),
            ("summit", "山峰软件技术有限公司", "唐宁 Tang Ning", "tang@summit.example", "13800010005"),
            ("eastgate", "东门云分销有限公司", "邵峰 Shao Feng", "shao@eastgate.example", "13800010007"),
            ("brightlane", "明径科技有限公司", "苏晴 Su Qing", "su@brightlane.example", "13800010008"),
            ("clearspring", "清泉咨询有限公司", "汪洋 Wang Yang", "wang@clearspring.example", "13800010009"),
            ("greenleaf", "青叶软件有限公司", "罗兰 Luo Lan", "luo@greenleaf.example", "13800010010"),
            ("stonebridge", "石桥云服务有限公司", "丁一 Ding Yi", "ding@stonebridge.example", "13800010011"),
        ];
        foreach (var (key, name, contact, email, mobile) in joining)
        {
            companies[key] = await Join(name, contact, email, mobile, $"91440300{companies.Count + 1:000}DEMN0{companies.Count + 1}"[..17]);
        }

        var administrator = await Person("admin@vendor.example");
        foreach (var key in new[] { "northstar", "rivergate", "cloudlane", "harbour", "summit", "eastgate", "brightlane", "greenleaf", "stonebridge" })
        {
            await With((AssignManager assign) => assign.Run(companies[key].Id, manager.Account, administrator));
        }

        await With(async (JoinProgram join) => await join.Run(PartnerProgram.SolutionProvider, await Person("xu@harbour.example")));
        await Admit(companies["northstar"], PartnerProgram.SolutionProvider, null, "leading", manager);
        await Admit(companies["rivergate"], PartnerProgram.Distributor, null, "core", manager);
        await Admit(companies["eastgate"], PartnerProgram.Distributor, null, "member", manager);
        await Admit(companies["cloudlane"], PartnerProgram.Reseller, companies["rivergate"].Id, null, manager);
        await Admit(companies["brightlane"], PartnerProgram.Reseller, companies["rivergate"].Id, null, manager);
        await With(async (Accounts accounts, UnitOfWork unit) =>
        {
            await accounts.AddPerson("周宁 Zhou Ning", "zhou@northstar.example", Personas.Password, [Role.PartnerFinance], companies["northstar"].Id);
            await accounts.AddPerson("方圆 Fang Yuan", "fang@northstar.example", Personas.Password, [Role.AccountManager], companies["northstar"].Id);
            await unit.Save(Actor.System, "demo.people");
        });
        return companies;
    }

    private async Task<PartnerView> Join(string name, string contact, string email, string mobile, string code17)
    {
        var uscc = code17 + Uscc.CheckCharacter(code17 + "0");
        await With((RegisterCompany register) => register.Run(new(email, mobile, Personas.Password, contact, name, uscc)));
        var by = await Person(email);
        var (id, _) = await With((JoinNetwork join) => join.Run(new(contact, "总经理", mobile, email, null, true), by));
        return await With(async (Partners partners) => (await partners.Find(id))!);
    }

    private Task<string> Admit(PartnerView partner, PartnerProgram program, Guid? distributor, string? level, Actor manager) =>
        With((JoinProgram join) => join.Admit(partner.Id, program, distributor, manager, level));

    private async Task<List<DemoConsumer>> Customers(Dictionary<string, PartnerView> companies)
    {
        await Invite("lin@northstar.example", "莲花超市集团", "it@lotusmart.example", "13900020001", AssociationMode.Resale);
        await Invite("lin@northstar.example", "雪松银行", "it@cedarbank.example", "13900020002", AssociationMode.Referral);
        await Invite("gao@rivergate.example", "长桥物流", "it@longbridge.example", "13900020003", AssociationMode.Resale);
        await Invite("ma@cloudlane.example", "青竹教育", "it@bamboo.example", "13900020004", AssociationMode.Resale);
        await Invite("xu@harbour.example", "白鹭医疗", "it@egret.example", "13900020005", AssociationMode.Resale);
        (string Partner, string Number, string Name, AssociationMode Mode)[] enrolled =
        [
            ("northstar", "C-10001", "金桥制造", AssociationMode.Resale),
            ("northstar", "C-10002", "红杉传媒", AssociationMode.Referral),
            ("northstar", "C-10003", "云杉能源", AssociationMode.Resale),
            ("rivergate", "C-20001", "远山旅游", AssociationMode.Resale),
            ("rivergate", "C-20002", "明月游戏", AssociationMode.Referral),
            ("eastgate", "C-25001", "蓝海渔业", AssociationMode.Resale),
            ("eastgate", "C-25002", "北岭矿业", AssociationMode.Referral),
            ("brightlane", "C-26001", "春晓医药", AssociationMode.Resale),
            ("harbour", "C-30001", "晨光食品", AssociationMode.Resale),
        ];
        foreach (var (partner, number, name, mode) in enrolled)
        {
            await With((EnrollCustomer enroll) =>
                enroll.Run(companies[partner].Id, number, name, mode, clock.GetUtcNow(), BillingCommands.Operator));
        }

        var all = await With((Associations associations) => associations.All());
        var (administrator, accountManager) = (await Person("lin@northstar.example"), await Person("fang@northstar.example"));
        foreach (var number in new[] { "C-10001", "C-10002" })
        {
            await With((AssignCustomer assign) => assign.Run(all.Single(a => a.Number == number).Customer, accountManager.Account, administrator));
        }

        return [.. all.OrderBy(a => a.Number).Select((a, i) => new DemoConsumer(a.Number, 0.6 + (i * 5 % 7 * 0.35)))];
    }

    private async Task Invite(string partner, string company, string email, string mobile, AssociationMode mode)
    {
        var by = await Person(partner);
        var prospect = await With((RegisterProspect register) => register.Run(new(company, "信息部", mobile, email), by));
        var link = await With((InviteProspect invite) => invite.Run(prospect, mode, null, "http://localhost:8080", by));
        var token = Token().Match(link!).Value;
        await With((AcceptInvitation accept) => accept.Run(token, new(mobile, email, Personas.Password, true)));
    }

    /// <summary>One withdrawal that is paid and one that waits; a threshold for warnings.</summary>
    private async Task Withdrawals()
    {
        var (lin, sun, qian) = (await Person("lin@northstar.example"), await Person("finance@vendor.example"), await Person("cashier@vendor.example"));
        var account = await With((ProposeBankAccount propose) =>
            propose.Run(new("北辰云科技有限公司", "招商银行 深圳分行", "6222 0212 3456 7890", Personas.Password), lin));
        await Approve(account, sun);
        foreach (var amount in new[] { "50000.00", "12000.00" })
        {
            var id = Guid.CreateVersion7();
            await With((RequestWithdrawal request) => request.Run(id, new(account, amount, Personas.Password), lin));
            if (amount == "50000.00")
            {
                await Approve(id, sun);
                await With((PayWithdrawal pay) => pay.Run(id, "BOC-20260001", qian));
            }
        }

        await With((SetBalanceAlert alert) => alert.Run("200000.00", lin));
    }

    private async Task Approve(Guid subject, Actor by)
    {
        var review = (await With((ReviewLists lists) => lists.OfSubject(subject)))!.Id;
        await With((ReviewDesk desk) => desk.Approve(review, by, "已核对"));
    }

    /// <summary>A customer that asks to leave, one that was refused, a switch of mode that waits for the customer, and a customer that is frozen.</summary>
    private async Task Changes()
    {
        var (bank, egret) = (await Person("it@cedarbank.example"), await Person("it@egret.example"));
        var (northstar, harbour) = (await Person("lin@northstar.example"), await Person("xu@harbour.example"));
        var refused = await With((AskAssociationChange ask) => ask.RunAs("希望直接与云厂商结算", egret));
        await With((AnswerAssociationChange answer) => answer.Refuse(refused, "合同期内，请先联系客户经理。", harbour));
        await With((AskAssociationChange ask) => ask.RunAs("集团统一采购，更换合作伙伴", bank));
        var lotus = (await With((Associations a) => a.Present(northstar.PartnerId))).Single(a => a.Name == "莲花超市集团");
        await With((AskAssociationChange ask) => ask.Run(lotus.Customer, ChangeKind.ModeSwitch, "客户希望自行付款并由云厂商开票", null, northstar));
        var spruce = (await With((Associations a) => a.Present(northstar.PartnerId))).Single(a => a.Number == "C-10003");
        await With((FreezeCustomer freeze) => freeze.Run(Guid.CreateVersion7(), spruce.Customer, "上季度货款逾期", northstar));
        await With((UnfreezeCustomer unfreeze) => unfreeze.Run(spruce.Customer, "货款已到账", northstar));
        await With((FreezeCustomer freeze) => freeze.Run(Guid.CreateVersion7(), spruce.Customer, "合同到期，续签前暂停下单", northstar));
    }

    /// <summary>Two of a partner's people: one bound, certified and appointed, the other with an invitation that waits.</summary>
    private async Task Specialists()
    {
        var (administrator, reviewer) = (await Person("lin@northstar.example"), await Person("reviewer@vendor.example"));
        foreach (var (name, email, mobile, number) in new[]
        {
            ("江越 Jiang Yue", "jiang@people.example", "13800030001", "440308199901101512"), ("沈一 Shen Yi", "shen@people.example", "13800030002", "11010519491231002X"),
        })
        {
            await With((RegisterPerson register) => register.Run(new(email, mobile, Personas.Password, name)));
            var person = await Person(email);
            await With((AuthenticateRealName authenticate) => authenticate.Run(name, number, person));
        }

        var jiang = await Person("jiang@people.example");
        await With((LearningRegister register) => register.Add("jiang@people.example", "HCCDP", "DP-2025-00017", "Solution Architectures",
            new BusinessDay(clock).Today.AddMonths(-2), new BusinessDay(clock).Today.AddYears(3), reviewer));
        await With((InviteStaff invite) => invite.Run("jiang@people.example", "http://localhost:8080", administrator));
        var invitation = (await With((StaffLists lists) => lists.MyInvitations(jiang))).Single();
        await With((AnswerInvitation answer) => answer.Accept(invitation.Id, true, jiang));
        await With((SynchroniseCertificates synchronise) => synchronise.Own(jiang));
        await With((AppointSpecialist appoint) => appoint.Apply(jiang.Account, "service", null, null, administrator));
        var review = await With(async (ReviewLists lists) => (await lists.Mine(administrator)).First(r => r.Definition == AppointSpecialist.Review));
        await With((ReviewDesk desk) => desk.Approve(review.Id, reviewer, "材料齐全"));
    }

    private async Task Funds(Dictionary<string, PartnerView> companies)
    {
        var finance = await Person("finance@vendor.example");
        foreach (var (key, amount) in new[] { ("northstar", "2000000.00"), ("rivergate", "1500000.00"), ("harbour", "300000.00"), ("cloudlane", "80000.00") })
        {
            await With((RecordTopUp topUp) => topUp.Run(Guid.CreateVersion7(), companies[key].Number, amount, $"TT-{key}-0001", finance));
        }

        foreach (var (email, amount) in new[] { ("lin@northstar.example", "120000.00"), ("gao@rivergate.example", "60000.00"), ("ma@cloudlane.example", "20000.00") })
        {
            var by = await Person(email);
            foreach (var customer in (await With((Associations a) => a.Present(by.PartnerId))).Where(a => a.Mode == AssociationMode.Resale))
            {
                await With((AllocateFunds allocate) => allocate.Run(Guid.CreateVersion7(), customer.Customer, amount, by));
            }
        }

        var gao = await Person("gao@rivergate.example");
        await With(async (FundReseller fund) => await fund.Run(Guid.CreateVersion7(), companies["cloudlane"].Id, "30000.00", gao));
        await With(async (FundReseller fund) => await fund.Run(Guid.CreateVersion7(), companies["brightlane"].Id, "50000.00", gao));
        await With(async (ReclaimFromReseller reclaim) => await reclaim.Run(Guid.CreateVersion7(), companies["brightlane"].Id, "8000.00", gao));

        var manager = await Person("manager@vendor.example");
        var from = new BusinessDay(clock).Today;
        await With((IssuePartnerVoucher issue) =>
            issue.Run(companies["northstar"].Number, null, "30000.00", from, from.AddYears(2), "POC 测试支持", manager));
        var lotus = (await With((Associations a) => a.Present(companies["northstar"].Id))).First(a => a.Mode == AssociationMode.Resale);
        await With((IssuePartnerVoucher issue) =>
            issue.Run(companies["northstar"].Number, lotus.Customer, "5000.00", from, from.AddYears(1), "新客支持", manager));
    }

    private async Task Consume(Month month, List<DemoConsumer> consumers, CancellationToken ct)
    {
        var path = Path.Combine(Path.GetTempPath(), $"pc-demo-{month}-{Guid.NewGuid():n}.csv");
        try
        {
            DemoUsage.Write(path, month, consumers);
            clock.MoveTo(month.End.AddHours(9));
            var outcome = await With((ImportUsage import) =>
                import.Run(path, new("native", false, new Dictionary<string, string>()), BillingCommands.Operator, null, ct));
            if (outcome.Rejected > 0)
            {
                throw new InvalidOperationException($"The demo's usage of {month} is wrong: see {outcome.RejectsFile}");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Older months are confirmed, claimed and paid; the last ones wait for somebody to try it.</summary>
    private async Task Settle(Month month, Month thisMonth)
    {
        if (month >= Month.Of(thisMonth.FirstDay.AddMonths(-2)))
        {
            return;
        }

        foreach (var email in new[] { "zhou@northstar.example", "gao@rivergate.example" })
        {
            var by = await Person(email);
            var bills = await With(async (IncentiveLists lists) => (await lists.Bills(by)).Where(b => b.State == IncentiveState.ToBeConfirmed).ToList());
            foreach (var bill in bills)
            {
                await With((ConfirmIncentive confirm) => confirm.Run(bill.Id, by));
            }

            var positive = bills.Where(b => b.Amount > 0).Select(b => b.Id).ToList();
            if (positive.Count > 0 && month.Number % 3 == 0)
            {
                await Claim(positive, by);
            }
        }
    }

    private async Task Claim(List<Guid> bills, Actor by)
    {
        clock.MoveTo(clock.GetUtcNow().AddHours(3));
        var payout = await With((RequestPayout request) => request.Run(Guid.CreateVersion7(), bills, PayoutForm.ReturnToAccount, by));
        var review = await With((ReviewLists lists) => lists.OfSubject(payout.Id));
        clock.MoveTo(clock.GetUtcNow().AddDays(1));
        await With(async (ReviewDesk desk) => await desk.Approve(review!.Id, await Person("finance@vendor.example"), "金额核对无误"));
        clock.MoveTo(clock.GetUtcNow().AddDays(1));
        await With(async (PayIncentive pay) => await pay.Run(payout.Id, await Person("cashier@vendor.example")));
    }

    /// <summary>The second person's invitation is sent today, so that it still works.</summary>
    private async Task OpenInvitation()
    {
        var administrator = await Person("lin@northstar.example");
        await With((InviteStaff invite) => invite.Run("shen@people.example", "http://localhost:8080", administrator));
    }

    /// <summary>A company whose code does not pass its check character waits for the reviewer.</summary>
    private async Task Applicant()
    {
        await With((RegisterCompany register) =>
            register.Run(new("he@brightfield.example", "13800010006", Personas.Password, "何苗 He Miao", "明田数据有限公司", "91310117557415205K")));
        var by = await Person("he@brightfield.example");
        await With((JoinNetwork join) => join.Run(new("何苗", "经理", "13800010006", "he@brightfield.example", null, true), by));
    }

    private async Task Assess(Dictionary<string, PartnerView> companies)
    {
        var manager = await Person("manager@vendor.example");
        foreach (var (key, program) in new[]
        {
            ("northstar", PartnerProgram.SolutionProvider), ("rivergate", PartnerProgram.Distributor),
            ("harbour", PartnerProgram.SolutionProvider), ("eastgate", PartnerProgram.Distributor),
        })
        {
            await With((AssessMembership assess) => assess.Run(companies[key].Id, program, true, "年度指标达成", manager));
        }
    }

    private Task Deliver() => story.GetRequiredService<JobWorker>().RunAll();

    private async Task<Actor> Person(string email) => await With(async (Accounts accounts) => (await accounts.Find(email))!);

    private async Task<T> With<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = await story.OpenUnit();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task With<TService>(Func<TService, Task> work)
        where TService : notnull
    {
        await using var scope = await story.OpenUnit();
        await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task With<TFirst, TSecond>(Func<TFirst, TSecond, Task> work)
        where TFirst : notnull
        where TSecond : notnull
    {
        await using var scope = await story.OpenUnit();
        await work(scope.ServiceProvider.GetRequiredService<TFirst>(), scope.ServiceProvider.GetRequiredService<TSecond>());
    }

    [GeneratedRegex("[0-9a-f]{48}$")]
    private static partial Regex Token();
}
