using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.OpenApi.Operations;
using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Stories;

/// <summary>The running product over HTTP: who gets in, how it says no, and that its API document is true.</summary>
public sealed class WebTests(TestServer server) : WebStory(server)
{
    [Fact]
    public async Task The_api_answers_with_statuses_codes_and_fields()
    {
        var partner = await World.Partner("接口科技");
        var customer = await World.Customer(partner, "C-1");
        var referral = await World.Customer(partner, "C-2", AssociationMode.Referral);
        using var visitor = Visitor();
        using var api = await SignedIn(partner);

        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/api/v1/customers")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PutAsync("/api/v1/month-closes/2024-08", null)).StatusCode);
        Assert.Equal((HttpStatusCode.NotFound, null, null), await Problem(await api.GetAsync($"/api/v1/customers/{Guid.NewGuid()}")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency.key", "Idempotency-Key"), await Problem(await Post(null, customer, "1.00")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "money.not-cents", "Amount"), await Problem(await Post("k1", customer, "1.005")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "funds.balance-too-low", "Amount"), await Problem(await Post("k1", customer, "1.00")));
        Assert.Equal((HttpStatusCode.Conflict, "funds.not-resale", null), await Problem(await Post("k1", referral, "1.00")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "month.unreadable", "month"), await Problem(await api.GetAsync("/api/v1/bills/2024-13")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "request.cursor", "cursor"), await Problem(await api.GetAsync("/api/v1/customers?cursor=%21")));
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsync("/api/v1/prospects", new StringContent("{", null, "application/json"))).StatusCode);

        Task<HttpResponseMessage> Post(string? key, Guid to, string amount)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/funds/allocations") { Content = JsonContent.Create(new { customer = to, amount }) };
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            return api.SendAsync(request);
        }
    }

    [Fact]
    public async Task What_is_left_out_is_never_taken_for_a_choice()
    {
        var partner = await World.Partner("漏项科技", program: null);
        using var api = await SignedIn(partner);
        using var reviewer = await SignedIn(await World.Staff(Role.Reviewer));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "form.required", "Program"), await Problem(await api.PostAsJsonAsync("/api/v1/memberships", new { })));
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsJsonAsync("/api/v1/memberships", new { program = 0 })).StatusCode);
        Assert.Empty(await World.Use((PartnerCenter.Programs.Published.Memberships m) => m.Of(partner.PartnerId, new(2026, 12, 1))));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "form.required", "Decision"),
            await Problem(await reviewer.PostAsJsonAsync($"/api/v1/reviews/{Guid.NewGuid()}/decisions", new { comment = "ok" })));
    }

    [Fact, Rule("R12.1.3.0")]
    public async Task A_repeat_with_the_same_key_has_one_effect_over_http()
    {
        var partner = await World.Partner("幂等科技");
        var customer = await World.Customer(partner, "C-1");
        var finance = await World.Staff(Role.Finance);
        var number = (await World.View(partner)).Number;
        await World.Use((PartnerCenter.Funds.RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "100.00", "TT", finance));
        using var api = await SignedIn(partner);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/funds/allocations")
            {
                Content = JsonContent.Create(new { customer, amount = "30.00" }),
                Headers = { { "Idempotency-Key", "order-4711" } },
            };
            var answer = await api.SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }));

        Assert.Equal(HttpStatusCode.OK, Assert.Single(answers.Distinct()).StatusCode);
        Assert.Equal("70.00", (await api.GetFromJsonAsync<JsonElement>("/api/v1/funds/balance")).GetProperty("cny").GetString());
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_without_gaps()
    {
        var partner = await World.Partner("分页科技");
        for (var i = 0; i < 7; i++)
        {
            await World.Customer(partner, $"C-{i}");
        }

        using var api = await SignedIn(partner);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await api.GetFromJsonAsync<JsonElement>($"/api/v1/customers?limit=3&cursor={cursor}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"C-{i}"), seen);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/customers")]
    [InlineData("/site.css")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var visitor = Visitor();
        using var answer = await visitor.GetAsync(path);

        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public void Every_endpoint_asks_for_a_permission_or_is_open_on_purpose()
    {
        string[] open =
        [
            "/", "/sign-in", "/register", "/register/quick/{Token}", "/register/person", "/register/customer", "/forgot-password", "/set-password/{Token}", "/verify/{Code}", "/verify/path/{Code}", "/verify/solution/{Code}", "/invitation/{Token}", "/status/{Code:int}", "/denied", "/error", "/healthz",
            "/language", "/demo/messages", "/api/{documentName}.json", "/api/docs/{documentName?}", "/api/docs/scalar.js",
            "/api/docs/scalar.aspnetcore.js", "/api/docs/", "/api/docs",
            "/partners", "/partners/{PartnerNumber}", "/partners/{number}/logo", "/api/v1/finder/partners", "/api/v1/finder/partners/{number}",
            "/price-calculator", "/price-lists/{Token}", "/api/v1/price-calculator", "/api/v1/price-calculator/prices", "/api/v1/shared-price-lists/{token}",
            "/federation/saml/{number}", "/federation/saml/{number}/metadata", "/federation/saml/{number}/acs",
            // The embedded gateway's own page, for whoever was sent there, and its signed word of what was paid.
            "/pay/{Id:guid}", "/payments/notifications",
            // They ask for tokens or signatures and know no sign-in; OpenApi/OperationTests holds them to it.
            .. OperationList.All.SelectMany(operation => operation.Aliases.Prepend(operation.Path)),
        ];
        var endpoints = App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct()
            .Where(path => !open.Contains(path) && !path.StartsWith("/_", StringComparison.Ordinal) && !path.StartsWith("/api/docs", StringComparison.Ordinal)
                && !path.EndsWith("/{**rest}", StringComparison.Ordinal));

        Assert.Empty(endpoints);
    }

    [Fact]
    public async Task The_role_switcher_does_not_exist_outside_the_demo()
    {
        using var visitor = Visitor();

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.PostAsync("/demo/switch", new FormUrlEncodedContent([]))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/demo/messages")).StatusCode);
    }

    [Fact]
    public async Task The_committed_api_document_is_true_and_every_operation_says_what_it_does()
    {
        using var visitor = Visitor();
        var text = await visitor.GetStringAsync("/api/v1.json");
        var committed = Path.Combine(TestServer.Root, "docs", "api", "openapi.json");
        if (Environment.GetEnvironmentVariable("PC_WRITE_OPENAPI") is not null)
        {
            await File.WriteAllTextAsync(committed, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(committed), text);
        var document = JsonDocument.Parse(text).RootElement;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).ToList();
        Assert.True(operations.Count > 20);
        Assert.All(operations, operation => Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!));
        Assert.All(operations, operation => Assert.Matches("Permission: .+", operation.Value.GetProperty("description").GetString()!));
    }
}
