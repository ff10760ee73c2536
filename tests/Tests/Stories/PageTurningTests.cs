using System.Net;
using System.Text.RegularExpressions;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Stories;

/// <summary>Long lists, turned page by page in a browser: what is added or ends meanwhile makes no row appear twice.</summary>
public sealed partial class PageTurningTests(TestServer server) : WebStory(server)
{
    private const int Rows = 130;

    [Theory]
    [InlineData("/console/partners")]
    [InlineData("/console/partners?search=seite")]
    [InlineData("/console/partners?sort=company")]
    [InlineData("/console/paths")]
    [InlineData("/console/specialists")]
    [InlineData("/portal/customers")]
    public async Task Every_row_is_on_one_page_only(string list)
    {
        World.Clock.MoveTo(App.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var partner = await World.Partner("翻页科技");
        var manager = await World.Staff(Role.EcosystemManager);
        await World.Execute($"""
            update network.partner set manager_id = '{manager.Account}';
            insert into network.legal_entity (id, code, name, created_at, taxpayer)
            select gen_random_uuid(), 'X' || i, 'seite ' || i, now(), 'General' from generate_series(1, {Rows}) i;
            insert into network.partner select (jsonb_populate_record(null::network.partner, to_jsonb(p) || jsonb_build_object(
                'id', gen_random_uuid(), 'number', 'P-2099-' || lpad(i::text, 6, '0'), 'account_id', gen_random_uuid(), 'legal_entity_id', e.id,
                'company_name', e.name, 'company_code', e.code))).*
            from generate_series(1, {Rows}) i join network.legal_entity e on e.code = 'X' || i, lateral (select * from network.partner where id = '{partner.PartnerId}') p;
            insert into paths.member (id, partner_id, legal_entity_id, company_name, path, stage, stage_since, joined_on)
            select gen_random_uuid(), id, legal_entity_id, company_name, 'Software', 'Joined', current_date, current_date from network.partner where number like 'P-2099-%';
            insert into organization.binding (id, partner_id, account_id, consent, person_name, person_email, from_at)
            select gen_random_uuid(), '{partner.PartnerId}', gen_random_uuid(), '2020-1', 'seite ' || i, 's' || i || '@example.com', now() - (i / 40) * interval '1 day'
            from generate_series(1, {Rows}) i;
            insert into customers.customer (id, number, name, created_at) select gen_random_uuid(), 'S-' || lpad(i::text, 4, '0'), 'seite ' || i, now() from generate_series(1, {Rows}) i;
            insert into customers.association (id, partner_id, customer_id, mode, origin, from_at)
            select gen_random_uuid(), '{partner.PartnerId}', id, 'Referral', 'Vendor', now() from customers.customer where number like 'S-%'
            """);
        using var client = await SignedIn(list.StartsWith("/portal", StringComparison.Ordinal) ? partner : manager);
        var seen = new List<string>();
        var address = list;
        for (var pages = 0; address is not null; pages++)
        {
            Assert.InRange(pages, 0, 4);
            var html = WebUtility.HtmlDecode(await client.GetStringAsync(address));
            seen.AddRange(Row().Matches(html[html.IndexOf("<tbody", StringComparison.Ordinal)..html.IndexOf("</tbody", StringComparison.Ordinal)]).Select(m => m.Value));
            if (pages == 0)
            {
                // The first of the rows that were read goes: whoever counts rows would miss one.
                await World.Execute("""
                    update customers.association set to_at = now() + interval '1 second' where number = 'S-0001';
                    delete from organization.binding where person_name = 'seite 1'
                    """);
            }

            address = Next().Match(html) is { Success: true } next ? next.Groups[1].Value : null;
            Assert.Equal(address is not null && !list.Contains("sort=", StringComparison.Ordinal), address?.Contains("after=", StringComparison.Ordinal) ?? false);
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(Rows, seen.Count);
        using var bad = await client.GetAsync($"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after=nonsense!");
        Assert.Equal(list.Contains("sort=", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Conflict, bad.StatusCode);
    }

    [GeneratedRegex("seite \\d+")]
    private static partial Regex Row();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex Next();
}
