using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PartnerCenter.Kernel;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Paths;

/// <summary>Development paths as people and programs see them.</summary>
public sealed class PathsWebTests(TestServer server) : WebStory(server)
{
    private const string IntegrationButton = "value=\"Integration\"";

    /// <summary>The day of the running product, whose clock is the real one.</summary>
    private DateOnly Today => BusinessDay.Of(App.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    private static async Task<(HttpStatusCode, string)> Page(HttpClient client, string page)
    {
        using var answer = await client.GetAsync(page);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        var file = new ByteArrayContent("%PDF-1.7 proof %%EOF"u8.ToArray());
        form.Add(file, "proofs", "proof.pdf");
        return form;
    }

    [Fact, Rule("R4.3.1")]
    public async Task Whoever_is_not_invited_sees_no_button_and_the_api_refuses()
    {
        var partner = await World.Partner("界面科技", program: null);
        using var client = await SignedIn(partner);

        var (_, before) = await Page(client, "/portal/paths");
        Assert.DoesNotContain(IntegrationButton, before, StringComparison.Ordinal);
        Assert.Contains("value=\"Software\"", before, StringComparison.Ordinal);
        using (var refused = await client.PutAsync("/api/v1/paths/integration/membership", null))
        {
            Assert.Equal((HttpStatusCode.Conflict, "paths.by-invitation", null), await Problem(refused));
        }

        var staff = await World.Staff(Role.EcosystemManager);
        await World.Use((InviteToPath invite) => invite.Run(partner.PartnerId, DevelopmentPath.Integration, staff));
        Assert.Contains(IntegrationButton, (await Page(client, "/portal/paths")).Item2, StringComparison.Ordinal);
        using var joined = await client.PutAsync("/api/v1/paths/integration/membership", null);
        Assert.Equal(HttpStatusCode.NoContent, joined.StatusCode);
    }

    [Fact, Rule("R4.4.3")]
    public async Task Page_and_api_show_required_achieved_and_the_evidence()
    {
        var partner = await World.Partner("清单科技", program: null);
        await World.Join(partner, DevelopmentPath.Software);
        var evidence = await World.Enter(partner, EvidenceKind.CloudSoftware, Today);
        using var client = await SignedIn(partner);

        var (status, html) = await Page(client, "/portal/paths/software");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"/portal/paths/evidence/{evidence}", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Page(client, $"/portal/paths/evidence/{evidence}")).Item1);
        Assert.Equal(HttpStatusCode.NotFound, (await Page(client, "/portal/paths/castle")).Item1);
        var stages = await client.GetFromJsonAsync<JsonElement>("/api/v1/paths/software/checklist");
        var line = stages[0].GetProperty("lines")[0];
        Assert.Equal((1, 1), (line.GetProperty("required").GetInt32(), line.GetProperty("achieved").GetInt32()));
        Assert.Equal($"/portal/paths/evidence/{evidence}", line.GetProperty("evidence")[0].GetProperty("link").GetString());
        Assert.Equal(0, stages[1].GetProperty("lines")[0].GetProperty("achieved").GetInt32());
    }

    [Fact]
    public async Task A_service_partner_applies_over_the_api_and_the_vendor_sees_it_all()
    {
        var partner = await World.Partner("接口科技", program: null);
        await World.Join(partner, DevelopmentPath.Service);
        await World.Hire(partner, "HCCDA", "HCCDA", "HCCDP", "HCCDP", "HCSA", "HCSP");
        using var client = await SignedIn(partner);
        (string, string)[] fields =
        [
            ("stage", "role-certification"), ("caseTitle", "上云"), ("caseCustomer", "某客户"), ("caseEndedOn", "2099-01-01"), ("caseOnThisCloud", "true"),
            ("sealedCompany", "接口科技"),
        ];
        using (var keyless = await client.PostAsync("/api/v1/path-applications", Form(fields)))
        {
            Assert.Equal("idempotency.key", (await Problem(keyless)).Item2);
        }

        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using (var future = await client.PostAsync("/api/v1/path-applications", Form(fields)))
        {
            Assert.Equal(((HttpStatusCode)422, "paths.case-too-old", "CaseEndedOn"), await Problem(future));
        }

        fields[3] = ("caseEndedOn", Today.AddMonths(-1).ToString("yyyy-MM-dd", null));
        using var sent = await client.PostAsync("/api/v1/path-applications", Form(fields));
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        var application = Assert.Single((await client.GetFromJsonAsync<JsonElement>("/api/v1/path-applications")).EnumerateArray());
        Assert.Equal("in-review", application.GetProperty("state").GetString());
        using var staff = await SignedIn(await World.Staff(Role.VendorAdministrator));
        var member = Assert.Single((await staff.GetFromJsonAsync<JsonElement>("/api/v1/path-members")).GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid();
        Assert.Equal(1, (await staff.GetFromJsonAsync<JsonElement>($"/api/v1/path-members/{member}")).GetProperty("applications").GetArrayLength());
        foreach (var page in new[] { "/console/paths", $"/console/paths/{member}", "/console/path-evidence" })
        {
            Assert.Equal(HttpStatusCode.OK, (await Page(staff, page)).Item1);
        }
    }
}
