using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PartnerCenter.Network.Company;
using PartnerCenter.Paths.Finder;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Support.Tickets;
using PartnerCenter.Tests.Platform;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Paths;

/// <summary>The partner finder as a visitor sees it.</summary>
public sealed class FinderWebTests(TestServer server) : WebStory(server)
{
    private async Task<(Actor Partner, string Number)> Certified(string name)
    {
        // The running product's clock is the real one.
        World.Clock.MoveTo(App.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var partner = await World.Partner(name, program: null);
        await World.Join(partner, DevelopmentPath.Software);
        await World.Enter(partner, EvidenceKind.CloudSoftware);
        return (partner, (await World.View(partner)).Number);
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string page)
    {
        using var answer = await client.GetAsync(page);
        return answer.StatusCode;
    }

    [Fact, Rule("R10.1.9")]
    public async Task A_visitor_finds_what_the_partner_shows_and_nothing_else_of_it()
    {
        var (partner, number) = await Certified("公开软件");
        await Certified("低调软件");
        var ticket = await World.Use((RaiseTicket raise) => raise.Run(new("company-profile", TicketPriority.Normal, "标识", "见附件", null), [], partner));
        var operations = await World.Staff(Role.Operations);
        await World.Use((ChangeProfile change) => change.Run(
            partner.PartnerId, new(ticket.Number, "400-1", "做软件", "Makes software", "https://x.example"), "seal.png", new MemoryStream(HostileFiles.Honest["seal.png"]()), operations));
        using (var own = await SignedIn(partner))
        {
            using var chosen = await own.PutAsJsonAsync("/api/v1/finder-listing", new { listed = true, regions = new[] { "jiangsu" } });
            Assert.Equal(HttpStatusCode.NoContent, chosen.StatusCode);
            Assert.True((await own.GetFromJsonAsync<JsonElement>("/api/v1/finder-listing")).GetProperty("certified").GetBoolean());
            Assert.Equal(HttpStatusCode.OK, await Status(own, "/portal/finder"));
        }

        using var visitor = Visitor();
        var found = Assert.Single((await visitor.GetFromJsonAsync<JsonElement>("/api/v1/finder/partners?region=jiangsu&path=software&words=software")).GetProperty("items").EnumerateArray());
        Assert.Equal(
            ["number", "companyName", "path", "stage", "introduction", "logo", "contact", "website", "regions", "tags", "solutions"],
            found.EnumerateObject().Select(property => property.Name));
        Assert.Equal(JsonValueKind.Null, found.GetProperty("contact").ValueKind);
        var texts = found.GetRawText() + await visitor.GetStringAsync($"/partners/{number}") + await visitor.GetStringAsync("/partners");
        Assert.Contains("公开软件", texts, StringComparison.Ordinal);
        var secrets = await World.Scalar<string[]>($"""
            select array[id::text, account_id::text, legal_entity_id::text, company_code, contact_name, contact_email] from network.partner where number = '{number}'
            """);
        Assert.All(secrets!.Append("低调软件"), secret => Assert.DoesNotContain(secret, texts, StringComparison.OrdinalIgnoreCase));
        Assert.Empty((await visitor.GetFromJsonAsync<JsonElement>("/api/v1/finder/partners?region=hubei")).GetProperty("items").EnumerateArray());
    }

    [Fact, Rule("R10.1.9")]
    public async Task Page_api_and_logo_of_one_that_is_not_listed_any_more_are_not_there()
    {
        var (partner, number) = await Certified("离场软件");
        var ticket = await World.Use((RaiseTicket raise) => raise.Run(new("company-profile", TicketPriority.Normal, "标识", "见附件", null), [], partner));
        var operations = await World.Staff(Role.Operations);
        await World.Use((ChangeProfile change) => change.Run(
            partner.PartnerId, new(ticket.Number, "400-1", "做软件", "Makes software", null), "seal.png", new MemoryStream(HostileFiles.Honest["seal.png"]()), operations));
        using var visitor = Visitor();
        string[] ways = [$"/partners/{number}", $"/partners/{number}/logo", $"/api/v1/finder/partners/{number}"];
        foreach (var (listed, expected) in new[] { (false, HttpStatusCode.NotFound), (true, HttpStatusCode.OK), (false, HttpStatusCode.NotFound) })
        {
            await World.Use((ChooseListing choose) => choose.Run(new(listed, [], [], [], false), partner));
            foreach (var way in ways)
            {
                Assert.Equal((way, expected), (way, await Status(visitor, way)));
            }
        }
    }

    [Fact]
    public async Task The_list_is_read_on_by_its_cursor_and_a_bad_one_is_refused()
    {
        foreach (var name in new[] { "一号软件", "二号软件", "三号软件" })
        {
            var (partner, _) = await Certified(name);
            await World.Use((ChooseListing choose) => choose.Run(new(true, [], [], [], false), partner));
        }

        using var visitor = Visitor();
        var first = await visitor.GetFromJsonAsync<JsonElement>("/api/v1/finder/partners?limit=2");
        var last = await visitor.GetFromJsonAsync<JsonElement>($"/api/v1/finder/partners?limit=2&cursor={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}");
        Assert.Equal((2, 1), (first.GetProperty("items").GetArrayLength(), last.GetProperty("items").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next").ValueKind);
        using var bad = await visitor.GetAsync("/api/v1/finder/partners?cursor=MS41");
        Assert.Equal("request.cursor", (await Problem(bad)).Item2);
        Assert.Equal(HttpStatusCode.OK, await Status(visitor, "/partners?path=castle&page=2"));
    }
}
