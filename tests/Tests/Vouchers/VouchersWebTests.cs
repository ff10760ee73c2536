using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using PartnerCenter.Customers;
using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Vouchers;

/// <summary>From the vendor's quota to the customer's voucher and back, over JSON and on pages.</summary>
public sealed class VouchersWebTests(TestServer server) : WebStory(server)
{
    protected override void Adapt(WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(World.Clock);

    private static async Task<JsonElement> Items(HttpClient client, string path) => (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("items");

    private static async Task<HttpResponseMessage> Post(HttpClient client, string path, object wish)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(wish) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return await client.SendAsync(request);
    }

    private static async Task<string> Sent(Task<HttpResponseMessage> sending, string value = "id")
    {
        using var answer = await sending;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer.StatusCode == HttpStatusCode.NoContent ? "" : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty(value).GetString()!;
    }

    private async Task<Actor> Customer(Actor partner)
    {
        const string mobile = "13900139000";
        var prospect = await World.Use((RegisterProspect register) => register.Run(new("莲花超市", "王", mobile, "it@customer.example"), partner));
        var link = (await World.Use((InviteProspect invite) => invite.Run(prospect, AssociationMode.Referral, null, "http://x", partner)))!;
        await World.Use((AcceptInvitation accept) => accept.Run(link.Split('/')[^1], new(mobile, "it@customer.example", World.Password, true)));
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
        return await World.Person("it@customer.example");
    }

    [Fact, Rule("R12.1.6.11")]
    public async Task A_quota_becomes_a_voucher_that_the_customer_sees_until_it_is_taken_back()
    {
        var (partner, manager) = (await World.Partner("网页券科技"), await World.Staff(Role.EcosystemManager));
        await World.Execute($"update network.partner set manager_id = '{manager.Account}' where id = '{partner.PartnerId}'");
        var customer = await Customer(partner);
        using var vendor = await SignedIn(manager);
        using var own = await SignedIn(partner);
        using var theirs = await SignedIn(customer);
        var (number, day) = ((await World.View(partner)).Number, "2024-09-02");

        var quota = await Sent(Post(vendor, "/api/v1/vendor/voucher-quotas", new
        {
            partner = number, sort = "voucher", amount = "100.00", validFrom = day, validTo = "2024-12-31", limits = new { purchase = "period", products = "ecs" }, reason = "拓展",
        }));
        var issued = await Post(own, "/api/v1/customer-vouchers", new { quota, customer = customer.CustomerId, face = "60.00" });
        var voucher = await Sent(Task.FromResult(issued));
        var card = await Sent(Post(vendor, "/api/v1/vendor/customer-vouchers", new
        {
            customer = await World.Scalar<string>($"select number from customers.customer where id = '{customer.CustomerId}'"), sort = "stored-value-card", face = "500.00", validFrom = day,
            validTo = "2025-12-31", reason = "购买",
        }));

        Assert.Equal(40m, (await Items(own, "/api/v1/voucher-quotas?open=true"))[0].GetProperty("remaining").GetDecimal());
        Assert.Equal(["stored-value-card", "voucher"], (await Items(theirs, "/api/v1/customer/vouchers")).EnumerateArray().Select(row => row.GetProperty("sort").GetString()!).Order());
        var entry = (await Items(own, $"/api/v1/voucher-quotas/entries?quota={quota}"))[0];
        Assert.Equal(("issued", -60m), (entry.GetProperty("kind").GetString(), entry.GetProperty("amount").GetDecimal()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "voucher.quota-too-small", "Face"),
            await Problem(await Post(own, "/api/v1/customer-vouchers", new { quota, customer = customer.CustomerId, face = "40.01" })));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "voucher.wider-than-quota", "Products"),
            await Problem(await Post(own, "/api/v1/customer-vouchers", new { quota, customer = customer.CustomerId, face = "1.00", limits = new { products = "obs" } })));
        foreach (var (client, page, words) in new[]
        {
            (own, "/portal/vouchers", "VQ-2024-"), (own, "/portal/vouchers/customers", "莲花超市"), (own, $"/portal/vouchers/quotas/{quota}", "-60.00"), (own, "/portal/vouchers/issue", "莲花超市"),
            (vendor, "/console/voucher-quotas", "网页券科技"), (vendor, "/console/customer-vouchers", "莲花超市"), (theirs, "/customer/vouchers", "500.00"),
        })
        {
            Assert.Contains(words, await client.GetStringAsync(page), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Post(own, $"/api/v1/customer-vouchers/{card}/reclaim", new { })).StatusCode);
        using var stranger = await SignedIn(await World.Staff(Role.EcosystemManager));
        Assert.Equal(0, (await Items(stranger, "/api/v1/vendor/customer-vouchers")).GetArrayLength());
        Assert.Equal(2, (await Items(vendor, "/api/v1/vendor/customer-vouchers")).GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await Post(stranger, $"/api/v1/vendor/customer-vouchers/{card}/reclaim", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(vendor, $"/api/v1/vendor/customer-vouchers/{voucher}/reclaim", new { })).StatusCode);
        await Sent(Post(own, $"/api/v1/customer-vouchers/{voucher}/reclaim", new { }));
        await Sent(Post(vendor, $"/api/v1/vendor/customer-vouchers/{card}/reclaim", new { }));
        Assert.Equal(0, (await Items(theirs, "/api/v1/customer/vouchers")).GetArrayLength());
        Assert.Equal(1, (await Items(own, "/api/v1/customer-vouchers?standing=Reclaimed")).GetArrayLength());
        await World.Deliver();
        for (var n = 0; n < 200 && await World.Scalar<long>("select count(*) from platform.job where state in ('queued', 'running')") > 0; n++)
        {
            // The running product's own worker may have taken one of them.
            await Task.Delay(50);
        }

        Assert.Equal(4L, await World.Scalar<long>($"select count(*) from platform.notification where account_id = '{customer.Account}' and event = 'vouchers.customer-voucher'"));
    }

    [Fact]
    public async Task A_distributor_shares_a_quota_on_its_pages_and_over_json()
    {
        var (distributor, reseller, manager) = (await World.Partner("页面总经销", PartnerProgram.Distributor), await World.Partner("页面经销", null), await World.Staff(Role.EcosystemManager));
        await World.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        var quota = await World.Quota(distributor, "100.00");
        using var own = await SignedIn(distributor);
        using var theirs = await SignedIn(reseller);

        var page = $"/portal/vouchers/quotas/{quota}";
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", await TokenOf(own, page)), new("_handler", "share"), new("Form.Part", Guid.NewGuid().ToString()),
            new("Form.Reseller", reseller.PartnerId.ToString()), new("Form.Amount", "30.00"),
        ]);
        Assert.Equal(HttpStatusCode.Redirect, (await own.PostAsync(page, form)).StatusCode);
        var part = await Sent(Post(own, $"/api/v1/voucher-quotas/{quota}/shares", new { reseller = reseller.PartnerId, amount = "20.00" }));

        Assert.Contains("页面经销", await own.GetStringAsync("/portal/vouchers/resellers"), StringComparison.Ordinal);
        Assert.Equal(2, (await Items(theirs, "/api/v1/voucher-quotas")).GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync(page)).StatusCode);
        Assert.Equal("20.00", await Sent(Post(own, $"/api/v1/reseller-quotas/{part}/reclaim", new { reason = "收回" }), "cny"));
        Assert.Equal(70m, await World.LeftOfQuota(quota));
    }
}
