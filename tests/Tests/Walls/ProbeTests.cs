using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using PartnerCenter.Host.Demo;
using PartnerCenter.Identity.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Walls;

/// <summary>
/// Partners compete with each other. Every endpoint and page of the running product is asked for two partners' things by everybody who
/// has no business with them: nothing of theirs may come back, nothing of theirs may change, and a foreign id must be answered like one
/// that does not exist.
/// </summary>
public sealed partial class ProbeTests(TestServer server)
{
    private const int AtOnce = 8;

    [Fact]
    public async Task Nobody_gets_at_another_companys_things_by_any_way_that_the_product_has()
    {
        await using var siege = await Siege.Lay(server);
        await siege.Storm(actor => actor, idsEach: 12);

        siege.AssertClean();
        Assert.Equal("", string.Join('\n', siege.Oracles.GroupBy(line => line[..Math.Min(50, line.Length)]).Select(g => $"{g.Count()} × {g.First()}")));
        Assert.Empty(await siege.Changes());
        Assert.True(siege.Probes >= 10_000, $"{siege.Probes} probes");
        Assert.Equal(siege.Endpoints, siege.Probed.Count);
        Notes.Add($"walls: {siege.Probes} probes of {siege.Endpoints} ways in, by {Siege.Attackers} kinds of attackers: 0 leaks, 0 oracles, 0 changes");
    }

    /// <summary>The use cases are told that the attacker is the victim's own: only the database stands in the way.</summary>
    [Fact]
    public async Task Row_level_security_alone_leaks_nothing()
    {
        await using var siege = await Siege.Lay(server);
        await siege.Storm(actor => actor.Partner is null && actor.Customer is null
            ? actor
            : actor with
            {
                Partner = actor.Partner is null ? null : siege.Victims[0].Partner,
                Customer = actor.Customer is null ? null : siege.VictimCustomer,
                Managers = null,
            }, idsEach: 2);

        // What the wall refuses to write ends as an error here: that is the wall, not a fault.
        Assert.True(siege.Leaks.IsEmpty, string.Join('\n', siege.Leaks.Take(10)));
        // Who is told that it is the victim's own adds exports and audit records in its name; what the victim has stays as it was.
        Assert.DoesNotContain(await siege.Changes(), change => !change.StartsWith("platform.", StringComparison.Ordinal));
        Notes.Add($"walls: {siege.Probes} probes with the use cases' filters off: 0 leaks, 0 changes");
    }

    /// <summary>The database shows every row to everybody: only the use cases stand in the way.</summary>
    [Fact]
    public async Task The_use_cases_alone_leak_nothing()
    {
        await using var siege = await Siege.Lay(server);
        await siege.Storm(actor => actor with { Reach = Reach.Everything }, idsEach: 2, but: "pdm");

        siege.AssertClean();
        Assert.Empty(await siege.Changes());
        Notes.Add($"walls: {siege.Probes} probes with row-level security off: 0 leaks, 0 changes");
    }

    private sealed class Siege : IAsyncDisposable
    {
        public const int Attackers = 8;

        /// <summary>The ways by which a distributor learns of its resellers.</summary>
        private static readonly string[] OfResellers = ["/reseller", "/offline-contracts", "/sales-tasks", "/performance"];

        /// <summary>How it moves money to and from them, which is its own to do.</summary>
        private static readonly string[] MovesResellersMoney = ["POST /api/v1/funds/reseller-", "POST /portal/reseller-funds"];

        /// <summary>A former partner reads of its former customer what moved while it was its own (R12.1.9.21); canaries are looked for there as well.</summary>
        private const string OfFormerCustomers = "/customer-statements/";

        private readonly List<(string Kind, HttpClient Client, string Token)> attackers = [];
        private List<Attack> attacks = [];
        private List<string> before = [];
        private SearchValues<string> canaries = null!;
        private SearchValues<string> ids = null!;
        private int probes;

        private Siege(DemoProduct product) => Product = product;

        public DemoProduct Product { get; }

        public List<Victim> Victims { get; } = [];

        public Guid VictimCustomer { get; private set; }

        public ConcurrentBag<string> Leaks { get; } = [];

        public ConcurrentBag<string> Oracles { get; } = [];

        /// <summary>Answers that say the product broke.</summary>
        public ConcurrentBag<string> Faults { get; } = [];

        public ConcurrentDictionary<string, byte> Probed { get; } = [];

        public int Probes => probes;

        public int Endpoints => attacks.Count;

        public static async Task<Siege> Lay(TestServer server)
        {
            var siege = new Siege(await DemoProduct.Start(server));
            await siege.People();
            var partners = await siege.Partners("lin@northstar.example", "ma@cloudlane.example");
            foreach (var partner in partners)
            {
                siege.Victims.Add(await Victim.Of(siege.Product.Databases, partner));
                siege.before.Add(await Victim.Fingerprint(siege.Product.Databases, partner));
            }

            Assert.All(siege.Victims, victim => Assert.True(victim.Canaries.Count > 20));
            siege.canaries = SearchValues.Create([.. siege.Victims.SelectMany(v => v.Canaries)], StringComparison.Ordinal);
            siege.ids = SearchValues.Create([.. siege.Victims.SelectMany(v => v.Canaries).Where(text => Guid.TryParse(text, out _))], StringComparison.Ordinal);
            siege.attacks = await Attacks.Of(siege.Product);
            return siege;
        }

        public async Task Storm(Func<Actor, Actor> turn, int idsEach, string? but = null)
        {
            Product.Turn = turn;
            var missing = new ConcurrentDictionary<(string, string, string), string>();
            var work = from attacker in attackers.Where(a => a.Kind != but)
                       from attack in attacks
                       where attacker.Kind != "distributor" || !Array.Exists(MovesResellersMoney, way => attack.Name.StartsWith(way, StringComparison.Ordinal))
                       from victim in Victims
                       from id in attack.TakesId ? victim.Ids.Take(idsEach) : [Guid.Empty]
                       select (attacker, attack, victim, id);
            var numbers = Victims.ToDictionary(v => v, v => v.Numbers.ToArray());
            await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (probe, ct) =>
            {
                var (attacker, attack, victim, id) = probe;
                var number = numbers[victim] is { Length: > 0 } some ? some[Math.Abs(id.GetHashCode() % some.Length)] : "1";
                var answer = await Ask(attacker.Client, attacker.Token, attack, id.ToString(), number, ct);
                Interlocked.Increment(ref probes);
                Probed.TryAdd(attack.Name, 0);
                if (answer.Status >= 500)
                {
                    Faults.Add($"{attacker.Kind} {attack.Name} {id}: {answer.Status}");
                }

                var body = attacker.Kind == "distributor" && OfResellers.Any(way => attack.Name.Contains(way, StringComparison.Ordinal)) ? WithoutResellers(answer.Body) : answer.Body;
                if (body.AsSpan().ContainsAny(canaries) && (body = WithoutChance(body)).AsSpan().ContainsAny(canaries))
                {
                    var at = body.AsSpan().IndexOfAny(canaries);
                    Leaks.Add($"{attacker.Kind} {attack.Name} {id}: {answer.Status} …{body[Math.Max(0, at - 40)..Math.Min(body.Length, at + 60)]}…");
                }

                // Forms change what is the attacker's own, and free texts order lists: two answers may differ. Things read by id must not.
                if (!attack.Name.StartsWith("GET ", StringComparison.Ordinal) || !attack.Name.EndsWith(":guid}", StringComparison.Ordinal)
                    || (attacker.Kind == "rival and ex-partner" && attack.Name.Contains(OfFormerCustomers, StringComparison.Ordinal)))
                {
                    return;
                }

                if (!missing.TryGetValue((attacker.Kind, attack.Name, number), out var nothing))
                {
                    var absent = await Ask(attacker.Client, attacker.Token, attack, Guid.NewGuid().ToString(), number, ct);
                    missing[(attacker.Kind, attack.Name, number)] = nothing = $"{absent.Status} {Plain(absent.Body)}";
                }

                for (var tries = 0; tries < 3 && $"{answer.Status} {Plain(answer.Body)}" != nothing; tries++)
                {
                    // The attacker's own pages change meanwhile, as by a message that arrives: what counts is that both are answered alike at one time.
                    var again = await Ask(attacker.Client, attacker.Token, attack, Guid.NewGuid().ToString(), number, ct);
                    answer = await Ask(attacker.Client, attacker.Token, attack, id.ToString(), number, ct);
                    nothing = missing[(attacker.Kind, attack.Name, number)] = $"{again.Status} {Plain(again.Body)}";
                }

                if ($"{answer.Status} {Plain(answer.Body)}" != nothing)
                {
                    Oracles.Add($"{attacker.Kind} {attack.Name} {id} {number}: {answer.Status} {Plain(answer.Body)[..Math.Min(200, Plain(answer.Body).Length)]} ≠ {nothing[..Math.Min(200, nothing.Length)]}");
                }
            });
        }

        /// <summary>One of the victims is the distributor's reseller: who it is and whose customers bring what is what these ways are for.</summary>
        private string WithoutResellers(string body) => Victims.SelectMany(victim => victim.AsReseller)
            .Aggregate(body, (text, known) => text.Replace(known, "", StringComparison.Ordinal));

        /// <summary>What was drawn by chance for this answer, as the id of its trace, may hold a victim's number by chance; a victim's own id stays.</summary>
        private string WithoutChance(string body) => Changing().Replace(body, drawn => drawn.ValueSpan.ContainsAny(ids) ? drawn.Value : "·");

        /// <summary>Nothing came back and nothing broke; says which ways did, one line each.</summary>
        public void AssertClean()
        {
            var found = Leaks.Select(line => $"leak: {line}").Concat(Faults.Select(line => $"fault: {line}"));
            var lines = found.GroupBy(line => line[..Math.Min(60, line.Length)]).Select(g => $"{g.Count()} × {g.First()}").ToList();
            Assert.True(lines.Count == 0, string.Join('\n', lines));
        }

        public async Task<List<string>> Changes()
        {
            var changes = new List<string>();
            for (var i = 0; i < Victims.Count; i++)
            {
                var now = await Victim.Fingerprint(Product.Databases, Victims[i].Partner);
                changes.AddRange(now.Split('\n').Except(before[i].Split('\n')));
            }

            return changes;
        }

        public async ValueTask DisposeAsync()
        {
            attackers.ForEach(attacker => attacker.Client.Dispose());
            await Product.DisposeAsync();
        }

        /// <summary>Those that the demo world lacks: a sibling reseller, a former partner of a victim's customer, a manager without partners.</summary>
        private async Task People()
        {
            await using (var scope = await Product.Services.OpenUnit())
            {
                var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
                var unit = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
                await accounts.AddPerson("新经理", "pdm2@vendor.example", Personas.Password, [Role.EcosystemManager], null);
                await unit.Save(Actor.System, "test");
                var manager = (await accounts.Find("admin@vendor.example"))!;
                var (sibling, distributor) = ((await accounts.Find("tang@summit.example"))!, (await accounts.Find("gao@rivergate.example"))!);
                await scope.ServiceProvider.GetRequiredService<JoinProgram>().Admit(sibling.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager);
            }

            await using (var former = Product.Databases.Owner.CreateCommand("""
                insert into customers.association (id, partner_id, customer_id, mode, origin, from_at, to_at)
                select gen_random_uuid(), p.partner_id, c.id, 'Resale', 'import', '2020-01-01', '2020-02-01'
                from customers.customer c, identity.account p where c.number = 'C-10003' and p.email = 'xu@harbour.example'
                """))
            {
                await former.ExecuteNonQueryAsync();
            }

            await using var customer = Product.Databases.Owner.CreateCommand("select customer_id from identity.account where email = 'it@lotusmart.example'");
            VictimCustomer = (Guid)(await customer.ExecuteScalarAsync())!;
            foreach (var (kind, email) in new[]
            {
                ("rival and ex-partner", "xu@harbour.example"), ("sibling reseller", "tang@summit.example"), ("distributor", "gao@rivergate.example"),
                ("customer of another", "it@egret.example"), ("customer of the distributor", "it@longbridge.example"),
                ("pdm", "pdm2@vendor.example"), ("company", "he@brightfield.example"),
            })
            {
                var client = await Product.SignIn(email);
                attackers.Add((kind, client, DemoProduct.TokenOf(await client.GetStringAsync("/account"))));
            }

            var visitor = Product.Visitor();
            attackers.Add(("visitor", visitor, DemoProduct.TokenOf(await visitor.GetStringAsync("/sign-in"))));
        }

        private async Task<List<Guid>> Partners(params string[] emails)
        {
            var found = new List<Guid>();
            foreach (var email in emails)
            {
                await using var command = Product.Databases.Owner.CreateCommand($"select partner_id from identity.account where email = '{email}'");
                found.Add((Guid)(await command.ExecuteScalarAsync())!);
            }

            return found;
        }

        private static async Task<(int Status, string Body)> Ask(HttpClient client, string token, Attack attack, string id, string number, CancellationToken ct)
        {
            using var request = attack.Make(id, number);
            if (request.Content is FormUrlEncodedContent form)
            {
                request.Content = new StringContent($"{await form.ReadAsStringAsync(ct)}&__RequestVerificationToken={Uri.EscapeDataString(token)}",
                    System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
            }

            using var answer = await client.SendAsync(request, ct);
            var body = await answer.Content.ReadAsStringAsync(ct);
            return ((int)answer.StatusCode, $"{answer.Headers.Location} {body}".Replace(id, "ID", StringComparison.OrdinalIgnoreCase).Replace(number, "NUMBER", StringComparison.Ordinal));
        }

        /// <summary>A body without what differs by itself: tokens, pictures, trace ids, ids made up for the form.</summary>
        private static string Plain(string body) => Changing().Replace(body, "·");
    }

    [GeneratedRegex("""CfDJ8[\w-]+|data:image[^"]+|"traceId":"[^"]+"|"request_id":"[^"]+"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9A-Z]{13}:[0-9A-F]{8}""")]
    private static partial Regex Changing();
}
