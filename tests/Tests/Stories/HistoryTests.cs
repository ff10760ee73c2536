using System.Globalization;
using PartnerCenter.Customers;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Own;
using PartnerCenter.Funds.Published;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Vouchers;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;
using Xunit.Sdk;

namespace PartnerCenter.Tests.Stories;

/// <summary>
/// Random histories of customers that associate with two partners, switch, leave, are given and lose money and vouchers, buy and give up,
/// against a model that knows the rules and nothing of the program. Customers live at the same time; each step of each is predicted.
/// <c>PC_HISTORIES</c> says how many customers: 10,000 before a release.
/// </summary>
public sealed class HistoryTests(TestServer server)
{
    private const int Rounds = 10;
    private const int Together = 250;
    private const decimal Price = 320;
    private static readonly DateOnly Last = new(2027, 12, 31);

    private static int Histories => int.Parse(Environment.GetEnvironmentVariable("PC_HISTORIES") ?? "250", CultureInfo.InvariantCulture);

    [Fact, Rule("R12.4.24", "R12.4.4", "R12.1.2.11", "R12.4.7", "R12.1.3.4", "R12.1.6.10")]
    public async Task Whatever_customers_do_money_and_vouchers_are_where_a_naive_model_says()
    {
        World? world = null;
        Scene scene = null!;
        for (var wave = 0; wave * Together < Histories; wave++)
        {
            // A world is left before its partners' year ends.
            if (wave % 4 == 0)
            {
                await (world?.DisposeAsync() ?? ValueTask.CompletedTask);
                scene = await Scene.Set(world = await World.New(server));
            }

            var people = new List<Person>();
            for (var n = 0; n < Together && (wave * Together) + n < Histories; n++)
            {
                people.Add(await scene.Begin((wave * Together) + n));
            }

            var random = new Random(wave);
            for (var round = 0; round < Rounds; round++)
            {
                await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (person, _) => await person.Step());
                await scene.Pass(random.Next(3) == 0 ? TimeSpan.FromHours(25) : TimeSpan.FromSeconds(61), people);
            }

            await scene.Pass(TimeSpan.FromHours(25), people);
            await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (person, _) => await person.Compare());
            await scene.Compare(people);
        }

        await (world?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>A partner of the model: what it has left over what it began with.</summary>
    private sealed class Company(Actor actor, Guid quota, Guid coupons)
    {
        public Actor Actor => actor;

        public Guid Quota(VoucherSort sort) => sort == VoucherSort.Voucher ? quota : coupons;

        public decimal Balance { get; set; }

        public Dictionary<VoucherSort, decimal> Left { get; } = new() { [VoucherSort.Voucher] = 0, [VoucherSort.CashCoupon] = 0 };
    }

    private sealed record Paper(Guid Id, VoucherSort Sort, Company? Issuer, decimal Face)
    {
        public decimal Left { get; set; } = Face;

        public bool Gone { get; set; }
    }

    private sealed record Bought(Guid Resource, decimal Money, decimal ByPaper, Paper? Paper, PaidFrom From, AssociationMode? Mode, Company? Partner, int Bond, DateOnly First, DateOnly Until);

    private sealed record Refund(decimal Amount, Bought Of, DateTimeOffset Due);

    /// <summary>The two partners, and the clock that all share.</summary>
    private sealed class Scene(World world, Company[] companies, Actor finance, Actor manager)
    {
        public World World => world;

        public Company[] Companies => companies;

        public Actor Finance => finance;

        public Actor Manager => manager;

        public DateTimeOffset Now => world.Clock.GetUtcNow();

        public static async Task<Scene> Set(World world)
        {
            var finance = await world.Staff(Role.Finance);
            var companies = new List<Company>();
            foreach (var name in new[] { "甲伙伴", "乙伙伴" })
            {
                var actor = await world.Partner(name);
                var number = (await world.View(actor)).Number;
                await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "1000000000.00", "TT", finance));
                companies.Add(new(actor, await world.Quota(actor, "1000000000.00", to: Last), await world.Quota(actor, "1000000000.00", VoucherSort.CashCoupon, to: Last)));
            }

            return new(world, [.. companies], finance, (await world.Staff(Role.VendorAdministrator)) with { Reach = Reach.Everything });
        }

        public async Task<Person> Begin(int n)
        {
            var (email, mobile) = ($"h{n}@customer.example", $"1391{n:0000000}");
            await world.Use((RegisterCustomer register) => register.Run(new(true, $"客户{n}", mobile, email, World.Password)));
            return new(this, n, email, mobile, await world.Person(email));
        }

        /// <summary>Time passes, and refunds that are due arrive.</summary>
        public async Task Pass(TimeSpan time, List<Person> people)
        {
            world.Clock.MoveTo(Now + time);
            people.ForEach(person => person.Arrive());
            await world.Use((PayRefunds job) => job.Run(new(Now), null!, default));
        }

        public async Task Compare(List<Person> people)
        {
            Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
            foreach (var company in companies)
            {
                company.Balance += people.Sum(person => person.Took(company));
                foreach (var sort in company.Left.Keys)
                {
                    company.Left[sort] += people.Sum(person => person.Used(company, sort));
                    Assert.Equal(1_000_000_000 + company.Left[sort], await world.LeftOfQuota(company.Quota(sort)));
                }

                Assert.Equal(1_000_000_000 + company.Balance, (await world.Use((Ledger ledger) => ledger.Balance(company.Actor.PartnerId, null, Currency.Cny))).Amount);
            }

            Assert.True(await world.Balanced());
        }
    }

    /// <summary>A customer and what the model knows of it.</summary>
    private sealed class Person(Scene scene, int seed, string email, string mobile, Actor actor)
    {
        private readonly Random random = new(seed);
        private readonly List<Paper> papers = [];
        private readonly List<Bought> things = [];
        private readonly List<Refund> refunds = [];
        private readonly List<string> past = [];
        private readonly Dictionary<Company, Guid> registered = [];
        private readonly Dictionary<Company, decimal> taken = [];
        private readonly Dictionary<(Company, VoucherSort), decimal> issued = [];
        private Company? partner;
        private AssociationMode? mode;
        private decimal own;
        private decimal allocated;
        private int bond;
        private int asked;

        public decimal Took(Company company) => taken.GetValueOrDefault(company);

        public decimal Used(Company company, VoucherSort sort) => issued.GetValueOrDefault((company, sort));

        private World World => scene.World;

        private bool InTheWay => refunds.Count > 0;

        public Task Step() => random.Next(12) switch
        {
            0 or 1 => Associate(),
            2 => Leave(),
            3 => Switch(),
            4 => Allocate(),
            5 => Reclaim(),
            6 => TopUp(),
            7 or 8 => Buy(),
            9 => GiveUp(),
            10 => Issue(),
            _ => TakeBack(),
        };

        public async Task Compare()
        {
            foreach (var company in scene.Companies)
            {
                Same(company == partner ? allocated : 0, (await World.Use((Ledger ledger) => ledger.Balance(company.Actor.PartnerId, actor.CustomerId, Currency.Cny))).Amount, "allocation");
            }

            Same(own, (await World.Use((Ledger ledger) => ledger.OwnBalance(actor.CustomerId))).Amount, "own balance");
            foreach (var paper in papers)
            {
                Same(paper.Gone ? 0 : paper.Left, await World.LeftOfVoucher(paper.Id), $"{paper.Sort} of {paper.Face}");
            }

            Same((mode, partner?.Actor.PartnerId), await World.Use((Associations associations) => associations.OfCustomer(actor.CustomerId)) is { } now ? (now.Mode, now.Partner) : (null, null), "association");
        }

        /// <summary>Refunds go where R12.4.24 sends them as things stand on the day.</summary>
        public void Arrive()
        {
            foreach (var refund in refunds.Where(refund => refund.Due <= scene.Now).ToList())
            {
                var (of, amount) = (refund.Of, refund.Amount);
                if (of.From == PaidFrom.Own)
                {
                    own += amount;
                }
                else if (of.From == PaidFrom.Allocation && partner == of.Partner && bond == of.Bond)
                {
                    allocated += amount;
                }
                else
                {
                    Give(of.Partner!, amount);
                }

                refunds.Remove(refund);
            }
        }

        private async Task Associate()
        {
            var (company, wanted) = (scene.Companies[random.Next(2)], random.Next(2) == 0 ? AssociationMode.Resale : AssociationMode.Referral);
            if (!registered.TryGetValue(company, out var prospect))
            {
                registered[company] = prospect = await World.Use((RegisterProspect register) => register.Run(new($"客户{seed}", "王", mobile, email), company.Actor));
            }

            var token = (await World.Use((InviteProspect invite) => invite.Run(prospect, wanted, null, "http://x", company.Actor)))!.Split('/')[^1];
            var no = partner is not null ? "customer.associated-already" : wanted == AssociationMode.Resale && own > 0 ? "association.obstacle" : null;
            if (await Does($"associates with {company.Actor.Name} as {wanted}", no, () => World.Use((AcceptInvitation accept) => accept.RunAs(token, true, actor))))
            {
                (partner, mode, bond) = (company, wanted, bond + 1);
                registered.Remove(company);
            }
        }

        private async Task Leave()
        {
            var no = partner is null ? "association.none" : asked >= 3 ? "association.too-often" : InTheWay ? "association.obstacle" : null;
            Guid change = default;
            if (await Does("asks to leave", no, async () => change = await World.Use((AskAssociationChange ask) => ask.RunAs("更换伙伴", actor))))
            {
                asked++;
                await Does("is let go", null, () => World.Use((AnswerAssociationChange answer) => answer.Agree(change, null, partner!.Actor)));
                Changes(null);
            }
        }

        private async Task Switch()
        {
            if (partner is null)
            {
                return;
            }

            Guid? change = null;
            var no = InTheWay ? "association.obstacle" : null;
            if (await Does("is asked to switch", no, async () =>
                change = await World.Use((AskAssociationChange ask) => ask.Run(actor.CustomerId, ChangeKind.ModeSwitch, "调整", null, partner.Actor))))
            {
                await World.Use((SendConfirmationCode send) => send.Run(actor.Account, AnswerAssociationChange.Operation, change.ToString()!));
                await World.Execute($"update identity.confirmation_code set code_hash = '{ConfirmationCodes.Hash(actor.Account, "123456")}' where account_id = '{actor.Account}'");
                await Does("agrees to switch", null, () => World.Use((AnswerAssociationChange answer) => answer.Agree(change!.Value, "123456", actor)));
                Changes(mode == AssociationMode.Resale ? AssociationMode.Referral : AssociationMode.Resale);
            }
        }

        /// <summary>R12.4.4: a resale customer's allocation goes back; vouchers by whose they are and what they are.</summary>
        private void Changes(AssociationMode? to)
        {
            if (mode == AssociationMode.Resale)
            {
                Give(partner!, allocated);
                allocated = 0;
            }

            foreach (var paper in papers.Where(paper => !paper.Gone))
            {
                var returns = paper.Sort == VoucherSort.Voucher ? paper.Issuer is not null : mode == AssociationMode.Resale || to == AssociationMode.Resale;
                if (returns)
                {
                    paper.Gone = true;
                    Return(paper, paper.Left);
                }
            }

            (mode, bond) = (to, bond + 1);
            if (to is null)
            {
                partner = null;
            }
        }

        private async Task Allocate()
        {
            if (partner is null)
            {
                return;
            }

            var amount = Amount(1, 200_000);
            if (await Does($"is allocated {amount}", mode == AssociationMode.Resale ? null : "funds.not-resale",
                () => World.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), actor.CustomerId, Text(amount), partner.Actor))))
            {
                allocated += amount;
                Give(partner, -amount);
            }
        }

        private async Task Reclaim()
        {
            if (partner is null)
            {
                return;
            }

            var amount = Amount(1, 100_000);
            if (await Does($"loses {amount}", amount <= allocated ? null : "funds.balance-too-low",
                () => World.Use((ReclaimFunds reclaim) => reclaim.Run(Guid.NewGuid(), actor.CustomerId, Text(amount), partner.Actor))))
            {
                allocated -= amount;
                Give(partner, amount);
            }
        }

        private async Task TopUp()
        {
            var amount = Amount(1, 100_000);
            var number = await World.Scalar<string>($"select number from customers.customer where id = '{actor.CustomerId}'");
            if (await Does($"tops {amount} up", mode == AssociationMode.Resale ? "funds.resale-top-up" : null,
                () => World.Use((RecordOwnTopUp topUp) => topUp.Run(Guid.NewGuid(), number, Text(amount), "TT", scene.Finance))))
            {
                own += amount;
            }
        }

        /// <summary>Some months of a server, from today or from later on, with a voucher if one is left, from whose money is due.</summary>
        private async Task Buy()
        {
            var (months, later, byPartner) = (random.Next(1, 4), random.Next(3) == 0, partner is not null && random.Next(4) == 0);
            var (order, price, today) = (Guid.NewGuid(), Price * months, World.Today);
            var first = later ? today.AddDays(20) : today;
            await World.Use((PlaceOrders place) => place.Run(order, [new(Orders.OrderStory.Server, PurchaseType.Period, months, 1, later ? first : null)], null, null, actor));
            var paper = byPartner || random.Next(2) == 0 ? null : papers.Find(p => !p.Gone && p.Left > 0);
            var covered = Math.Min(paper?.Left ?? 0, price);
            var (money, from) = (price - covered, byPartner ? PaidFrom.Partner : mode == AssociationMode.Resale ? PaidFrom.Allocation : PaidFrom.Own);
            var has = from == PaidFrom.Own ? own : from == PaidFrom.Allocation ? allocated : decimal.MaxValue;
            var request = Guid.NewGuid();
            if (byPartner)
            {
                await World.Use((AskPartner ask) => ask.Run(request, [order], null, actor));
            }

            var what = $"buys {months} months{(later ? " later" : "")} with {paper?.Sort.ToString() ?? "no voucher"} from {from}";
            if (!await Does(what, money > has ? "funds.balance-too-low" : null, () => byPartner
                ? World.Use((AnswerRequest answer) => answer.Pay(request, null, partner!.Actor))
                : World.Use((PayOrders pay) => pay.Run(Guid.NewGuid(), [order], paper is null ? [] : [new(order, paper.Id)], actor))))
            {
                await World.Use((CancelOrders cancel) => cancel.Run(order, actor));
                return;
            }

            if (paper is not null)
            {
                paper.Left -= covered;
            }

            own -= from == PaidFrom.Own ? money : 0;
            allocated -= from == PaidFrom.Allocation ? money : 0;
            if (byPartner)
            {
                Give(partner!, -money);
            }

            var resource = await World.Scalar<Guid>($"select resource_id from orders.customer_order where id = '{order}'");
            things.Add(new(resource, money, covered, paper, from, mode, partner, bond, first, first.AddMonths(months)));
        }

        /// <summary>Before its first day all comes back; else what its days to come are worth, today counted as used.</summary>
        private async Task GiveUp()
        {
            if (things.Count == 0)
            {
                return;
            }

            var thing = things[random.Next(things.Count)];
            await Does("gives something up", null, () => World.Use((Unsubscribe unsubscribe) => unsubscribe.Run(Guid.NewGuid(), [thing.Resource], actor)));
            things.Remove(thing);
            if (Unused(thing.Money, thing) is > 0 and var money)
            {
                refunds.Add(new(money, thing, scene.Now.AddHours(24)));
            }

            if (thing.Paper is { } paper && Unused(thing.ByPaper, thing) is > 0 and var back)
            {
                if (paper.Gone)
                {
                    Return(paper, back);
                }
                else
                {
                    paper.Left += back;
                }
            }
        }

        private decimal Unused(decimal amount, Bought thing)
        {
            var today = World.Today;
            if (today < thing.First)
            {
                return amount;
            }

            var (days, used) = (thing.Until.DayNumber - thing.First.DayNumber, Math.Min(today.DayNumber + 1, thing.Until.DayNumber) - thing.First.DayNumber);
            return amount - Math.Round(amount * used / days, 2, MidpointRounding.AwayFromZero);
        }

        private async Task Issue()
        {
            var (sort, amount, id) = (random.Next(2) == 0 ? VoucherSort.Voucher : VoucherSort.CashCoupon, Amount(100, 60_000), Guid.NewGuid());
            var number = await World.Scalar<string>($"select number from customers.customer where id = '{actor.CustomerId}'");
            var company = random.Next(3) == 0 ? null : partner;
            if (await Does($"is issued a {sort} of {amount} by {company?.Actor.Name ?? "the vendor"}", null, () => company is { } issuer
                ? World.Use((IssueVoucher issue) => issue.Run(id, new(issuer.Quota(sort), actor.CustomerId, Text(amount), null, null, LimitsForm.None, "支持"), issuer.Actor))
                : World.Use((IssueVendorVoucher issue) =>
                    issue.Run(id, new(number, sort, Text(amount), VoucherStory.First, Last, LimitsForm.None, "活动"), scene.Manager))))
            {
                papers.Add(new(id, sort, company, amount));
                Return(papers[^1], -amount);
            }
        }

        private async Task TakeBack()
        {
            if (papers.Count == 0)
            {
                return;
            }

            var paper = papers[random.Next(papers.Count)];
            var no = paper.Gone ? "customer-voucher.wrong-state" : paper.Left < paper.Face ? "voucher.used-already" : null;
            if (await Does($"loses a {paper.Sort} of {paper.Face}", no,
                async () => Same(true, await World.Use((ReclaimVoucher reclaim) => reclaim.Run(paper.Id, paper.Issuer?.Actor ?? scene.Manager)), "found")))
            {
                paper.Gone = true;
                Return(paper, paper.Left);
            }
        }

        private void Give(Company to, decimal amount) => taken[to] = taken.GetValueOrDefault(to) + amount;

        /// <summary>Back into the quota that it came out of; what is the vendor's is gone.</summary>
        private void Return(Paper paper, decimal amount)
        {
            if (paper.Issuer is { } issuer)
            {
                issued[(issuer, paper.Sort)] = issued.GetValueOrDefault((issuer, paper.Sort)) + amount;
            }
        }

        /// <summary>Does something of which the model says whether it can be done.</summary>
        private async Task<bool> Does(string what, string? no, Func<Task> work)
        {
            past.Add($"{scene.Now:dd HH:mm:ss} {what}{(no is null ? "" : $" and is told {no}")}");
            string? said = null;
            try
            {
                await work();
            }
            catch (Refusal refusal)
            {
                said = refusal.Code;
            }

            Same(no, said, "answer");
            return said is null;
        }

        private decimal Amount(int fromCents, int toCents) => random.Next(fromCents, toCents) / 100m;

        private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

        private void Same<T>(T expected, T found, string what)
        {
            if (!Equals(expected, found))
            {
                throw new XunitException($"Customer {seed}: {what} should be {expected} and is {found} after\n{string.Join('\n', past)}");
            }
        }
    }
}
