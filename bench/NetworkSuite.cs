using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PartnerCenter.Host;

namespace PartnerCenter.Bench;

/// <summary>
/// Lists of 10,000 partners and 200,000 people, as the vendor's people page, filter and search them, and of 200,000 customers of one partner:
/// R9 and R10 of each.
/// </summary>
internal static partial class NetworkSuite
{
    private const int Partners = 10_000;
    private const int People = 200_000;
    private const int Customers = 200_000;
    private const string Manager = "admin@vendor.example";
    private const string Partner = "lin@northstar.example";

    /// <summary>What is measured: the list over the API, and the same as a page.</summary>
    private static readonly (string Who, string What, string Api, string Page)[] Lists =
    [
        (Manager, "partners", "/api/v1/partners", "/console/partners"),
        (Manager, "partners, searched", "/api/v1/partners?search=P-2099-0042", "/console/partners?search=P-2099-0042"),
        (Manager, "paths", "/api/v1/path-members", "/console/paths"),
        (Manager, "paths, filtered", "/api/v1/path-members?path=software", "/console/paths?path=software"),
        (Manager, "people", "/api/v1/specialists", "/console/specialists"),
        (Manager, "people, searched", "/api/v1/specialists?search=19999", "/console/specialists?search=19999"),
        (Manager, "people of a path", "/api/v1/specialists?path=software", "/console/specialists?path=software"),
        (Manager, "people, page 20", "/api/v1/specialists", "/console/specialists?page=20"),
        (Manager, "people, page 100", "/api/v1/specialists", "/console/specialists?page=100"),
        (Partner, "customers", "/api/v1/customers", "/portal/customers"),
        (Partner, "customers, filtered", "/api/v1/customers?mode=Resale", "/portal/customers?mode=Resale"),
        (Partner, "customers, searched", "/api/v1/customers?search=19999", "/portal/customers?search=19999"),
        (Partner, "customers, searched for what all have", "/api/v1/customers?search=%E5%AE%A2%E6%88%B7", "/portal/customers?search=%E5%AE%A2%E6%88%B7"),
    ];

    public static async Task<List<Ratio>> Run(Rig rig, int runs)
    {
        Environment.SetEnvironmentVariable("Data", Path.Combine(rig.Folder, "network"));
        await using var product = new Product([]);
        const string address = "http://127.0.0.1:18481";
        await using var app = await WebProduct.Build(product, address, demo: true);
        await WebSuite.LoadDemo(product, app);
        await Fill(product);
        await app.StartAsync();
        using var manager = await WebSuite.SignIn(address, Manager);
        using var partner = await WebSuite.SignIn(address, Partner);
        var ratios = new List<Ratio>();
        foreach (var (who, what, api, page) in Lists)
        {
            var client = who == Manager ? manager : partner;
            var (none, list, shown, listTail, pageTail) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
            // What is called for the first time is compiled meanwhile.
            foreach (var path in new[] { "/api/v1/ping", api, page })
            {
                await WebSuite.Rate(client, path, WebSuite.Turn);
            }

            var shownPage = await Turned(client, page);
            for (var run = 0; run < runs; run++)
            {
                none.Add((await WebSuite.Rate(client, "/api/v1/ping", WebSuite.Turn)).Rate);
                var (rate, tail) = await WebSuite.Rate(client, api, WebSuite.Turn);
                list.Add(rate);
                listTail.Add(tail);
                (rate, tail) = await WebSuite.Rate(client, shownPage, WebSuite.Turn);
                shown.Add(rate);
                pageTail.Add(tail);
            }

            Console.WriteLine($"{what}: ping {Rig.Median(none):0}/s, list API {Rig.Median(list):0}/s, page {Rig.Median(shown):0}/s");
            ratios.Add(new("R9", $"{what}: list API ÷ an endpoint that only authorises", Rig.Median(list) / Rig.Median(none), "≥ 0.35"));
            ratios.Add(new("R10", $"{what}: page ÷ API, requests/s", Rig.Median(shown) / Rig.Median(list), "≥ 0.4"));
            ratios.Add(new("R10", $"{what}: page p99 ÷ API p99", Rig.Median(pageTail) / Rig.Median(listTail), "≤ 3"));
        }

        await app.StopAsync();
        return ratios;
    }

    /// <summary>The address of a page of a list as whoever turns its pages comes to it.</summary>
    private static async Task<string> Turned(HttpClient client, string page)
    {
        if (page.Split("?page=") is not [var address, var number])
        {
            return page;
        }

        for (var at = 1; at < int.Parse(number, CultureInfo.InvariantCulture); at++)
        {
            address = WebUtility.HtmlDecode(Next().Match(await client.GetStringAsync(address)).Groups[1].Value);
        }

        return address;
    }

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex Next();

    /// <summary>Rows as joining, paths and invitations leave them; made by the tables' owner, since 210,000 forms would take an hour.</summary>
    private static async Task Fill(Product product)
    {
        var watch = Stopwatch.StartNew();
        await using var command = (await product.Open()).Owner.CreateCommand($"""
            insert into network.legal_entity (id, code, name, created_at, taxpayer)
            select gen_random_uuid(), 'X' || i, '规模科技' || i, now(), 'General' from generate_series(1, {Partners}) i;
            insert into network.partner select (jsonb_populate_record(null::network.partner, to_jsonb(p) || jsonb_build_object(
                'id', gen_random_uuid(), 'number', 'P-2099-' || lpad(i::text, 6, '0'), 'account_id', gen_random_uuid(), 'legal_entity_id', e.id,
                'company_name', e.name, 'company_code', e.code))).*
            from generate_series(1, {Partners}) i join network.legal_entity e on e.code = 'X' || i,
                lateral (select * from network.partner where state = 'Active' limit 1) p;
            insert into paths.member (id, partner_id, legal_entity_id, company_name, path, stage, stage_since, joined_on)
            select gen_random_uuid(), id, legal_entity_id, company_name, (array['Software', 'Service', 'Learning'])[1 + right(number, 6)::int % 3], 'Joined', current_date, current_date
            from network.partner where number like 'P-2099-%';
            insert into organization.binding (id, partner_id, account_id, consent, person_name, person_email, from_at)
            select gen_random_uuid(), p.id, gen_random_uuid(), '2020-1', '员工' || i, 'person' || i || '@scale.example', now() - i * interval '1 minute'
            from generate_series(1, {People}) i join (select id, row_number() over (order by number) - 1 n from network.partner where number like 'P-2099-%') p
                on p.n = i % {Partners};
            insert into organization.specialist (id, partner_id, account_id, path, state, applied_at)
            select gen_random_uuid(), partner_id, account_id, 'software', 'Active', now() from organization.binding where person_email like '%5@scale.example';
            insert into organization.person_certificate (id, account_id, kind, number, title, source, issued_on, state, added_at)
            select gen_random_uuid(), account_id, 'HCCDA', 'S-' || person_email, 'Cloud', 'Learning', current_date, 'Valid', now()
            from organization.binding where person_email like '%@scale.example';
            insert into customers.customer (id, number, name, created_at)
            select gen_random_uuid(), 'S-' || i, '客户公司' || i, now() from generate_series(1, {Customers}) i;
            insert into customers.association (id, partner_id, customer_id, mode, origin, from_at)
            select gen_random_uuid(), p.partner, c.id, case when c.number like '%7' then 'Resale' else 'Referral' end, 'Vendor', now()
            from customers.customer c, lateral (select s.partner_id as partner from customers.association s join network.partner p on p.id = s.partner_id
                join identity.account a on a.id = p.account_id where a.email = '{Partner}' limit 1) p
            where c.number like 'S-%'
            """);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
        // As autovacuum would, for it puts what was added last into the indexes of words.
        await using var vacuum = (await product.Open()).Owner.CreateCommand("vacuum analyze");
        await vacuum.ExecuteNonQueryAsync();
        Console.WriteLine($"{Partners} partners, {People} people and {Customers} customers entered in {watch.Elapsed.TotalSeconds:0} s");
    }
}
