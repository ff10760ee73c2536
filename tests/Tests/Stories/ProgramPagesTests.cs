using System.Net;
using System.Net.Http.Headers;
using PartnerCenter.Customers.Contracts;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Tests.Paths;

namespace PartnerCenter.Tests.Stories;

/// <summary>The pages of programmes and distributors over HTTP.</summary>
public sealed class ProgramPagesTests(TestServer server) : WebStory(server)
{
    private const string Programs = "/portal/programs";
    private const string Contracts = "/portal/offline-contracts";

    private static async Task<HttpResponseMessage> Send(HttpClient client, string page, string form, params (string Name, string Value)[] fields) =>
        await client.PostAsync(page, new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", await TokenOf(client, page)), new("_handler", form),
            .. fields.Select(field => new KeyValuePair<string, string>($"Form.{field.Name}", field.Value)),
        ]));

    /// <summary>A page that one may not open leads to one that says so.</summary>
    private static async Task<bool> Closed(HttpClient client, string way, bool post = false)
    {
        using var empty = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = post ? await client.PostAsync(way, empty) : await client.GetAsync(way);
        return answer.StatusCode == HttpStatusCode.Forbidden || answer.Headers.Location?.ToString().Contains("/denied", StringComparison.Ordinal) == true;
    }

    [Fact]
    public async Task A_special_programme_is_joined_on_its_card_by_whoever_agrees()
    {
        var partner = await World.Partner("网页软件", program: null);
        await World.Join(partner, DevelopmentPath.Software);
        using var client = await SignedIn(partner);

        using var refused = await Send(client, Programs, "special-kunpeng", ("Special", "kunpeng"), ("Version", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var joined = await Send(client, Programs, "special-kunpeng", ("Special", "kunpeng"), ("Version", "1"), ("Agreed", "true"));

        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        Assert.Contains("/portal/certificates/SP-", WebUtility.HtmlDecode(await client.GetStringAsync(Programs)), StringComparison.Ordinal);
    }

    [Fact, Rule("R12.1.9.18")]
    public async Task The_vendor_keeps_list_and_channel_mark_on_the_partners_pages()
    {
        var partner = await World.Partner("网页总经销", PartnerProgram.Distributor);
        using var console = await SignedIn(await World.Staff(Role.VendorAdministrator));
        var page = $"/console/programs/{partner.PartnerId}";

        using var invited = await Send(console, $"{page}/special", "invite", ("Invited", "co-sell"));
        Assert.Equal(HttpStatusCode.Redirect, invited.StatusCode);
        Assert.Contains("移出名单", WebUtility.HtmlDecode(await console.GetStringAsync($"{page}/special")), StringComparison.Ordinal);
        using var marked = await Send(console, page, "channel", ("What", "channel"), ("ChannelOnly", "true"));
        Assert.Equal(HttpStatusCode.Redirect, marked.StatusCode);

        using var client = await SignedIn(partner);
        Assert.True(await Closed(client, "/portal/prospects"));
        Assert.True(await Closed(client, "/api/v1/prospects", post: true));
        Assert.Contains("value=\"co-sell\"", await client.GetStringAsync(Programs), StringComparison.Ordinal);
    }

    [Fact, Rule("R12.3.3", "R12.3.11")]
    public async Task A_contract_is_kept_found_and_downloaded_by_the_distributor_and_its_pages_are_closed_to_the_reseller()
    {
        World.Clock.MoveTo(App.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var distributor = await World.Partner("网页总经销", PartnerProgram.Distributor);
        var reseller = await World.Partner("网页经销", program: null);
        var manager = await World.Staff(Role.EcosystemManager);
        await World.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        var customer = await World.Customer(reseller, "C-1");
        using var client = await SignedIn(distributor);
        using var file = new ByteArrayContent("%PDF-1.7 contract %%EOF"u8.ToArray());
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await TokenOf(client, Contracts)), "__RequestVerificationToken" }, { new StringContent("keep"), "_handler" },
            { new StringContent("HT-2024-001"), "Form.Code" }, { new StringContent(customer.ToString()), "Form.Customer" },
            { new StringContent("2024-08-01"), "Form.SignedOn" }, { file, "File", "contract.pdf" },
        };
        using var kept = await client.PostAsync(Contracts, form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);

        Assert.Contains("HT-2024-001", await client.GetStringAsync($"{Contracts}?search=ht-2024&state=InForce"), StringComparison.Ordinal);
        Assert.DoesNotContain("HT-2024-001", await client.GetStringAsync($"{Contracts}?state=Ended"), StringComparison.Ordinal);
        var row = Assert.Single(await World.Use((OfflineContracts contracts) => contracts.Own(null, null, distributor)));
        Assert.Equal("%PDF-1.7 contract %%EOF", await client.GetStringAsync($"/api/v1/offline-contracts/{row.Id}/file"));

        using var other = await SignedIn(reseller);
        Assert.Contains("网页总经销", WebUtility.HtmlDecode(await other.GetStringAsync($"/portal/customers/{customer}")), StringComparison.Ordinal);
        foreach (var way in new[] { Contracts, $"/api/v1/offline-contracts/{row.Id}/file", "/portal/open-api", "/portal/reseller-performance", "/portal/incentives" })
        {
            Assert.True(await Closed(other, way), way);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/portal/open-api")).StatusCode);
    }
}
