using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Solutions;

/// <summary>A solution's way over HTTP: described, certified, lapsed; the product's clock is the story's.</summary>
public sealed class SolutionsWebTests(TestServer server) : WebStory(server)
{
    private static readonly string[] Kinds = ["software-copyright", "self-check", "self-check-proof", "one-pager", "test-report"];

    protected override void Adapt(WebApplicationBuilder builder)
    {
        // Cookies live by the real time, so that the story begins with it.
        var real = (TimeProvider)builder.Services.Last(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance!;
        World.Clock.MoveTo(real.GetUtcNow());
        builder.Services.AddSingleton<TimeProvider>(World.Clock);
    }

    private static async Task<JsonElement> Get(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path);

    private static async Task<JsonElement> Sent(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return answer.StatusCode == HttpStatusCode.NoContent ? default : await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    private static async Task<JsonElement> PostFile(HttpClient client, string path, string field, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent("%PDF-1.7 material %%EOF"u8.ToArray()), field, "material.pdf");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return await Sent(await client.SendAsync(request));
    }

    private static async Task<string> Stage(HttpClient client) => (await Get(client, "/api/v1/paths")).GetProperty("mine").GetProperty("stage").GetString()!;

    private static async Task<(decimal Cap, decimal Committed)> Entitlement(HttpClient client)
    {
        var vouchers = (await Get(client, "/api/v1/benefits")).GetProperty("testVouchers");
        return (vouchers.GetProperty("cap").GetDecimal(), vouchers.GetProperty("committed").GetDecimal());
    }

    private static async Task<string> Refused(HttpClient client, string path, object wish)
    {
        using var answer = await client.PostAsJsonAsync(path, wish);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((HttpStatusCode.Conflict, "solutions.material-missing"), (answer.StatusCode, problem.GetProperty("code").GetString()));
        return problem.GetProperty("title").GetString()!;
    }

    [Fact, Rule("R4.1.3", "R4.1.5", "R4.1.7", "R4.1.8", "R4.1.9")]
    public async Task From_the_description_over_certificate_and_voucher_to_the_lapse_of_both()
    {
        var partner = await World.Partner("全程软件", program: null);
        using var client = await SignedIn(partner);
        await Sent(await client.PutAsync("/api/v1/paths/software/membership", null));
        var id = (await Sent(await client.PostAsJsonAsync("/api/v1/solutions", new { name = "能耗平台", purpose = "节能", industry = "energy", services = new[] { "GaussDB" } })))
            .GetProperty("id").GetGuid();
        var (applications, wish) = ($"/api/v1/solutions/{id}/applications", new { level = "advanced-cloud-software", route = "technical-review" });

        foreach (var kind in Kinds[..3])
        {
            await PostFile(client, $"/api/v1/solutions/{id}/material/{kind}", "file");
        }

        Assert.Equal("Material is missing: One-pager of the solution; Test report.", await Refused(client, applications, wish));
        foreach (var kind in Kinds[3..])
        {
            await PostFile(client, $"/api/v1/solutions/{id}/material/{kind}", "file");
        }

        await Sent(await client.PostAsJsonAsync(applications, wish));
        using var staff = await SignedIn(await World.Staff(Role.VendorAdministrator));
        await ApproveSteps(staff, 3);
        Assert.Equal("differentiation", await Stage(client));

        var certification = Assert.Single((await Get(client, $"/api/v1/solutions/{id}")).GetProperty("certifications").EnumerateArray());
        var (number, check) = (certification.GetProperty("number").GetString(), $"/verify/solution/{certification.GetProperty("verifyCode").GetString()}");
        using (var pdf = await client.GetAsync($"/portal/solution-certificates/{number}.pdf"))
        {
            Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        }

        using var visitor = Visitor();
        var page = await visitor.GetStringAsync(check);
        Assert.All(["全程软件", "能耗平台", number!, "有效</span>"], word => Assert.Contains(word, page, StringComparison.Ordinal));
        Assert.Equal((100_000m, 0m), await Entitlement(client));

        World.Clock.MoveTo(BusinessDay.StartOf(BusinessDay.Of(World.Clock.GetUtcNow()).AddYears(1).AddDays(-1)).AddHours(10));
        using var later = await SignedIn(partner);
        var today = BusinessDay.Of(World.Clock.GetUtcNow()).ToString("yyyy-MM-dd", null);
        await PostFile(
            later, "/api/v1/test-vouchers", "files", ("solution", id.ToString()), ("amount", "40000"), ("reason", "测试"), ("from", today), ("to", today),
            ("configuration", "https://calculator.example/1"), ("isNeeded", "true"), ("isAgreed", "true"));
        await World.Lapse();
        Assert.Equal(("differentiation", (100_000m, 40_000m)), (await Stage(later), await Entitlement(later)));

        World.Clock.MoveTo(World.Clock.GetUtcNow().AddDays(1));
        await World.Lapse();

        Assert.Equal(("joined", (0m, 0m)), (await Stage(later), await Entitlement(later)));
        Assert.Equal("lapsed", Assert.Single((await Get(later, "/api/v1/test-vouchers")).EnumerateArray()).GetProperty("state").GetString());
        Assert.Contains("已失效</span>", await visitor.GetStringAsync(check), StringComparison.Ordinal);
    }

    [Fact, Rule("R4.1.4")]
    public async Task The_vendor_records_withdraws_and_grants_over_the_api_and_every_page_opens()
    {
        var partner = await World.Partner("接口软件", program: null);
        using var client = await SignedIn(partner);
        using var staff = await SignedIn(await World.Staff(Role.VendorAdministrator));
        await Sent(await client.PutAsync("/api/v1/paths/software/membership", null));
        var id = (await Sent(await client.PostAsJsonAsync("/api/v1/solutions", new { name = "门户", purpose = "办公", industry = "general", services = Array.Empty<string>() })))
            .GetProperty("id").GetGuid();
        await PostFile(client, $"/api/v1/solutions/{id}/material/software-copyright", "file");
        await Sent(await staff.PutAsJsonAsync($"/api/v1/partner-solutions/{id}/launch", new { launchedOn = "2024-08-01" }));
        await Sent(await client.PostAsJsonAsync($"/api/v1/solutions/{id}/applications", new { level = "cloud-software", route = "baseline-launch" }));
        await ApproveSteps(staff, 1);
        Assert.Equal("role-certification", await Stage(client));

        var today = BusinessDay.Of(World.Clock.GetUtcNow()).ToString("yyyy-MM-dd", null);
        var voucher = (await PostFile(
            client, "/api/v1/test-vouchers", "files", ("solution", id.ToString()), ("amount", "40000"), ("reason", "测试"), ("from", today), ("to", today),
            ("configuration", "https://calculator.example/1"), ("isNeeded", "true"), ("isAgreed", "true"))).GetProperty("id").GetGuid();
        await ApproveSteps(staff, 1);
        await Sent(await staff.PutAsync($"/api/v1/partner-test-vouchers/{voucher}/grant", null));
        Assert.Equal("granted", Assert.Single((await Get(client, "/api/v1/test-vouchers")).EnumerateArray()).GetProperty("state").GetString());

        var certification = Assert.Single((await Get(staff, $"/api/v1/partner-solutions/{id}")).GetProperty("certifications").EnumerateArray());
        await Sent(await staff.PostAsJsonAsync($"/api/v1/solution-certifications/{certification.GetProperty("id").GetGuid()}/withdrawal", new { reason = "材料不实" }));
        Assert.Equal("joined", await Stage(client));
        using var visitor = Visitor();
        var check = await visitor.GetStringAsync($"/verify/solution/{certification.GetProperty("verifyCode").GetString()}");
        Assert.Contains("已撤销</span>", check, StringComparison.Ordinal);
        Assert.DoesNotContain("材料不实", check, StringComparison.Ordinal);

        foreach (var (who, path) in new[]
        {
            (client, "/portal/solutions"), (client, $"/portal/solutions/{id}"), (client, "/portal/benefits"), (client, "/portal/paths/software"),
            (staff, "/console/solutions"), (staff, $"/console/solutions/{id}"), (staff, "/console/test-vouchers"),
        })
        {
            using var answer = await who.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        }

        using var nothing = await client.GetAsync($"/portal/solutions/{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    /// <summary>Approves the one open review, step by step.</summary>
    private static async Task ApproveSteps(HttpClient staff, int steps)
    {
        for (; steps > 0; steps--)
        {
            var review = Assert.Single((await Get(staff, "/api/v1/reviews")).EnumerateArray()).GetProperty("id").GetGuid();
            await Sent(await staff.PostAsJsonAsync($"/api/v1/reviews/{review}/decisions", new { decision = "approve", comment = "通过" }));
        }

        Assert.Empty((await Get(staff, "/api/v1/reviews")).EnumerateArray());
    }
}
