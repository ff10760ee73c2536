using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Paths;

/// <summary>Plans and quarterly reviews as people and programs see them.</summary>
public sealed class PlansWebTests(TestServer server) : WebStory(server)
{
    private async Task<(Actor Partner, Actor Manager)> Pair(string name)
    {
        // The running product's clock is the real one.
        World.Clock.MoveTo(App.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var (partner, manager) = (await World.Partner(name, program: null), await World.Staff(Role.EcosystemManager));
        await World.Join(partner, DevelopmentPath.Service);
        await World.Execute($"update network.partner set manager_id = '{manager.Account}' where id = '{partner.PartnerId}'");
        return (partner, manager);
    }

    private static async Task<HttpStatusCode> Put(HttpClient client, string way, object? body = null)
    {
        using var answer = await client.PutAsJsonAsync(way, body ?? new { });
        return answer.StatusCode;
    }

    private static async Task<string> Page(HttpClient client, string page)
    {
        using var answer = await client.GetAsync(page);
        Assert.Equal((page, HttpStatusCode.OK), (page, answer.StatusCode));
        return await answer.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task Both_sides_agree_a_list_over_the_api_and_a_manager_of_others_sees_nothing_of_it()
    {
        var (partner, manager) = await Pair("互锁服务");
        using var own = await SignedIn(partner);
        using var theirs = await SignedIn(manager);
        using var others = await SignedIn(await World.Staff(Role.EcosystemManager));
        using var begun = await own.PostAsJsonAsync("/api/v1/mutual-locks", new { kind = "customer-list", year = World.Today.Year });
        var id = (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NoContent, await Put(own, $"/api/v1/mutual-locks/{id}/companies", new { companies = new[] { "东湖机械", "南岭银行" } }));
        Assert.Equal(HttpStatusCode.NotFound, await Put(theirs, $"/api/v1/partner-locks/{Guid.NewGuid()}/counter-signature"));
        Assert.Equal(HttpStatusCode.NoContent, await Put(own, $"/api/v1/mutual-locks/{id}/submission"));

        Assert.Equal(HttpStatusCode.NotFound, await Put(others, $"/api/v1/partner-locks/{id}/counter-signature"));
        Assert.DoesNotContain("东湖机械", await others.GetStringAsync("/api/v1/partner-locks"), StringComparison.Ordinal);
        Assert.Contains("东湖机械", await Page(theirs, $"/console/plans/{id}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, await Put(theirs, $"/api/v1/partner-locks/{id}/counter-signature"));
        Assert.Equal(HttpStatusCode.Conflict, await Put(own, $"/api/v1/mutual-locks/{id}/companies", new { companies = new[] { "别的公司" } }));
        Assert.Contains("东湖机械", await Page(own, $"/portal/plans/{id}"), StringComparison.Ordinal);
        await Page(theirs, "/console/plans");
        await Page(own, "/portal/plans");
    }

    [Fact]
    public async Task A_plan_is_written_in_its_form_quarter_by_quarter_and_what_is_left_out_is_nothing()
    {
        var (partner, _) = await Pair("表单服务");
        var id = await World.Use((BeginLock begin) => begin.Run(LockKind.BusinessPlan, World.Today.Year, partner));
        using var own = await SignedIn(partner);
        async Task<HttpStatusCode> Write(string third)
        {
            using var form = new FormUrlEncodedContent(
            [
                new("__RequestVerificationToken", await TokenOf(own, $"/portal/plans/{id}")), new("_handler", "plan"), new("Form.What", "plan"),
                new("Form.Direction", "上云"), new("Form.Resources", "各 5 人"), new("Form.Actions", "客户活动"),
                new("Form.Revenue", "1000.5"), new("Form.Revenue", ""), new("Form.Revenue", third), new("Form.Revenue", "4000"),
                new("Form.Customers", "1"), new("Form.Customers", ""), new("Form.Customers", "3"), new("Form.Customers", "4"),
                new("Form.Specialists", ""), new("Form.Specialists", ""), new("Form.Specialists", ""), new("Form.Specialists", "2"),
                new("Form.Solutions", ""), new("Form.Solutions", ""), new("Form.Solutions", ""), new("Form.Solutions", ""),
            ]);
            using var answer = await own.PostAsync($"/portal/plans/{id}", form);
            return answer.StatusCode;
        }

        Assert.Equal((HttpStatusCode)422, await Write("many"));
        Assert.Equal(HttpStatusCode.Redirect, await Write("3,000"));

        var goals = (await own.GetFromJsonAsync<JsonElement>($"/api/v1/mutual-locks/{id}")).GetProperty("goals").EnumerateArray()
            .Select(goal => (goal.GetProperty("revenue").GetDecimal(), goal.GetProperty("customers").GetInt32(), goal.GetProperty("specialists").GetInt32()));
        Assert.Equal([(1000.5m, 1, 0), (0m, 0, 0), (3000m, 3, 0), (4000m, 4, 2)], goals);
        Assert.Contains("1000.5", await Page(own, $"/portal/plans/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quarter_is_reported_met_and_closed_over_the_api()
    {
        var (partner, manager) = await Pair("季度服务");
        var year = World.Today.Year;
        await World.Lock(partner, LockKind.BusinessPlan);
        await World.Execute($"""
            insert into paths.quarter_review (id, partner_id, lock_id, company_name, year, quarter, state, opened_on)
            select gen_random_uuid(), partner_id, id, company_name, {year}, 2, 'Open', now() from paths.mutual_lock where partner_id = '{partner.PartnerId}'
            """);
        using var own = await SignedIn(partner);
        using var theirs = await SignedIn(manager);
        var id = Assert.Single((await own.GetFromJsonAsync<JsonElement>("/api/v1/quarter-reviews")).EnumerateArray()).GetProperty("id").GetGuid();

        Assert.Equal((HttpStatusCode)422, await Put(own, $"/api/v1/quarter-reviews/{id}/report", new { revenue = 5 }));
        Assert.Equal(HttpStatusCode.NoContent, await Put(own, $"/api/v1/quarter-reviews/{id}/report", new { revenue = 1_000_000, customers = 1, specialists = 1, solutions = 0 }));
        Assert.Equal(HttpStatusCode.NoContent, await Put(theirs, $"/api/v1/partner-quarter-reviews/{id}/meeting",
            new { at = World.Clock.GetUtcNow().AddDays(2), link = "https://meet.example/q2" }));
        Assert.Contains("50%", await Page(theirs, $"/console/quarter-reviews/{id}"), StringComparison.Ordinal);
        using var form = new MultipartFormDataContent { { new StringContent("继续"), "comment" } };
        theirs.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using (var closed = await theirs.PostAsync($"/api/v1/partner-quarter-reviews/{id}/close", form))
        {
            Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
        }

        Assert.Equal("closed", (await own.GetFromJsonAsync<JsonElement>($"/api/v1/quarter-reviews/{id}")).GetProperty("state").GetString());
        Assert.Contains("继续", await Page(own, $"/portal/quarter-reviews/{id}"), StringComparison.Ordinal);
    }
}
