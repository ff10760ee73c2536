using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Operations;
using PartnerCenter.OpenApi.Sandboxes;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>A tenant to try operations in, which nobody else ever meets.</summary>
public sealed class SandboxTests(TestServer server) : OpenApiStory(server)
{
    private const string Allocate = "/v2/accounts/partner-accounts/adjust-amount";

    private async Task<(Actor Partner, SandboxView Sandbox)> Opened(string name)
    {
        var partner = await World.Partner(name);
        return (partner, await World.Use((OpenSandbox open) => open.Run(partner)));
    }

    private Task<Trial> Try(Actor by, string operation, string target, string body = "") =>
        World.Use((TryOperation trial) => trial.Run(new(operation, target, body), by));

    [Fact]
    public async Task Every_operation_that_is_offered_answers_its_own_example_in_a_fresh_sandbox()
    {
        var partner = await World.Partner("试用科技", program: PartnerProgram.Distributor);
        var domain = $"{(await World.View(partner)).Number}-sandbox";
        var refused = new List<string>();
        foreach (var operation in OperationList.All.Where(operation => Examples.Has(operation.Name)))
        {
            World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
            var sandbox = await World.Use((OpenSandbox open) => open.Run(partner));
            var (target, body) = TryOperation.Example(operation, sandbox, domain, partner);
            var trial = await Try(partner, operation.Name, target, body);
            if (trial.Status >= 400)
            {
                refused.Add($"{operation.Name} {target} {body}: {trial.Status} {trial.Answer}");
            }

            Assert.Matches("^[0-9a-f]{32}$", trial.RequestId);
            Assert.Contains("SignedHeaders=content-type;x-domain-id;x-sdk-date;x-security-token", trial.Headers["Authorization"], StringComparison.Ordinal);
        }

        Assert.True(refused.Count == 0, string.Join("\n", refused));
        // Without an example there are those that take a password, a token or the name of a key.
        Assert.Equal(
            [],
            OperationList.All.Where(operation => !Examples.Has(operation.Name) && operation.Side != Side.Nobody).Select(operation => operation.Name).Except([
                "KeystoneValidateToken", "KeystoneCreateAgencyToken", "KeystoneRevokeToken", "CreatePermanentAccessKey", "ShowPermanentAccessKey", "UpdatePermanentAccessKey",
                "DeletePermanentAccessKey", "CreateTemporaryAccessKeyByToken", "CreateTemporaryAccessKeyByAgency", "UpdateIndirectPartnerAccount", "ReclaimIndirectPartnerAccount",
                "UpdateCouponQuotas", "ReclaimCouponQuotas", "ReclaimPartnerCoupons", "ListOnDemandResourceRatings", "ListRateOnPeriodDetail",
            ]));
        Assert.True((await World.Scalar<bool>("select bool_and(sandbox) from openapi.call")), "the log tells trials from calls");
    }

    [Fact]
    public async Task What_is_done_in_a_sandbox_is_neither_the_partners_nor_seen_by_anybody()
    {
        var (partner, sandbox) = await Opened("真实科技");
        var own = await World.Customer(partner, "C-1");
        await World.Use(async (UnitOfWork unit) =>
        {
            new Ledger(unit, new BusinessDay(World.Clock)).Post(Guid.NewGuid(), TransferKind.TopUp, partner.PartnerId, null, Money.Cny(50), "x", partner);
            await unit.Save(partner, "test");
        });
        var before = await World.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny));

        var given = await Try(partner, "UpdateCustomerAccountAmount", Allocate, $$"""{ "customer_id": "{{sandbox.ResaleCustomer:n}}", "amount": 100.00 }""");
        var stranger = await Try(partner, "UpdateCustomerAccountAmount", Allocate, $$"""{ "customer_id": "{{own:n}}", "amount": 1.00 }""");
        var code = await Try(partner, "SendVerificationMessageCode", "/v2/bases/verificationcode/send", """{ "receiver_type": "1", "mobile_phone": "13800000000" }""");
        var made = await Try(
            partner, "CreateSubCustomer", "/v2/partners/sub-customers",
            $$"""{ "xaccount_id": "u", "xaccount_type": "{{(await World.View(partner)).Number}}-sandbox", "mobile_phone": "13800000000", "verification_code": "123456" }""");

        Assert.Equal([200, 204, 200], new[] { given.Status, code.Status, made.Status });
        Assert.Equal((400, "CBC.99000035"), (stranger.Status, JsonDocument.Parse(stranger.Answer).RootElement.GetProperty("error_code").GetString()));
        Assert.Equal(before, await World.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny)));
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from platform.job where type like '%sms%'"));
        Assert.Equal(0L, await World.Scalar<long>($"select count(*) from network.partner where id = '{sandbox.Id}'"));
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from identity.account where mobile_mark is not null and customer_id is not null"));
        Assert.Equal((0m, 0m, 0L), await World.Use((Ledger ledger) => ledger.Residue()));

        using var staff = await SignedIn(await World.Staff(Role.Operations));
        using var giver = await SignedIn(await World.Staff(Role.VendorAdministrator));
        using var mine = await SignedIn(partner);
        foreach (var (client, list) in new[] { (mine, "/api/v1/customers"), (mine, "/api/v1/customer-orders"), (mine, "/api/v1/voucher-quotas"), (mine, "/api/v1/funds/statement"), (staff, "/api/v1/partners"), (giver, "/api/v1/vendor/voucher-quotas") })
        {
            using var answer = await client.GetAsync(list);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain(sandbox.ResaleCustomer.ToString(), text, StringComparison.Ordinal);
            Assert.DoesNotContain(sandbox.Id.ToString(), text, StringComparison.Ordinal);
            Assert.True(answer.IsSuccessStatusCode, $"{list}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_key_of_the_sandbox_opens_the_sandbox_alone_and_ends_with_it()
    {
        var (partner, sandbox) = await Opened("钥匙科技");
        var own = await World.Customer(partner, "C-1");
        var real = await NewKey(partner);
        var made = await World.Use((PartnerCenter.OpenApi.Keys.CreateAccessKey create) => create.Run("trial", true, partner));
        var trial = new Key(made.Access, made.Secret);

        async Task<string> Customers(Key key) => (await Signed(key, "POST", "/v2/partners/sub-customers/query", new { limit = 100 })).Body.GetRawText();
        Assert.Contains($"{sandbox.ResaleCustomer:n}", await Customers(trial), StringComparison.Ordinal);
        Assert.DoesNotContain($"{own:n}", await Customers(trial), StringComparison.Ordinal);
        Assert.DoesNotContain($"{sandbox.ResaleCustomer:n}", await Customers(real), StringComparison.Ordinal);

        // It makes and finds keys of the sandbox alone, and cannot touch the others.
        var listed = await Signed(trial, "GET", "/v3.0/OS-CREDENTIAL/credentials");
        Assert.Equal([trial.Access], listed.Body.GetProperty("credentials").EnumerateArray().Select(key => key.GetProperty("access").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await Signed(trial, "DELETE", $"/v3.0/OS-CREDENTIAL/credentials/{real.Access}")).Status);
        var born = await Signed(trial, "POST", "/v3.0/OS-CREDENTIAL/credentials", new { credential = new { user_id = partner.Account.ToString("n") } });
        Assert.Equal(HttpStatusCode.Created, born.Status);
        Assert.Equal(sandbox.Id, await World.Scalar<Guid>($"select sandbox_id from openapi.access_key where access = '{born.Body.GetProperty("credential").GetProperty("access").GetString()}'"));

        // A token for a customer of the sandbox acts for it, in the sandbox.
        var token = await Signed(trial, "POST", "/v3/auth/tokens", AssumeWish(await Number(sandbox.ResaleCustomer), $"{(await World.View(partner)).Number}-sandbox"));
        Assert.Equal(HttpStatusCode.Created, token.Status);
        var text = token.Headers.GetValues("X-Subject-Token").Single();
        Assert.Equal(HttpStatusCode.OK, (await WithToken(text, "GET", "/v2/accounts/customer-accounts/balances")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Signed(real, "POST", "/v3/auth/tokens", AssumeWish(await Number(sandbox.ResaleCustomer), (await World.View(partner)).Number))).Status);

        var fresh = await World.Use((OpenSandbox open) => open.Run(partner));
        Assert.NotEqual(sandbox.Id, fresh.Id);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Signed(trial, "POST", "/v2/partners/sub-customers/query", new { limit = 1 })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await WithToken(text, "GET", "/v2/accounts/customer-accounts/balances")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Signed(real, "POST", "/v2/partners/sub-customers/query", new { limit = 1 })).Status);
    }

    [Fact]
    public async Task A_sandbox_is_its_partners_and_is_tried_over_the_products_own_api_too()
    {
        var (partner, sandbox) = await Opened("自有科技");
        var rival = await World.Partner("邻居科技");
        using (var other = await SignedIn(rival))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/api/v1/open-api/sandbox")).StatusCode);
            using var none = await other.PostAsJsonAsync("/api/v1/open-api/trials", new { operation = "ListPartnerBalances", target = "/v2/accounts/partner-accounts/balances" });
            Assert.Contains("openapi.no-sandbox", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var own = await SignedIn(partner);
        Assert.Equal(sandbox.Id, (await own.GetFromJsonAsync<JsonElement>("/api/v1/open-api/sandbox")).GetProperty("id").GetGuid());
        foreach (var (wish, code) in new (object, string)[]
        {
            (new { operation = "Nothing", target = "/v2" }, "openapi.no-operation"),
            (new { operation = "KeystoneCreateUserTokenByPassword", target = "/v3/auth/tokens" }, "openapi.no-operation"),
            (new { operation = "ListPartnerBalances", target = "/v2/accounts/customer-accounts/balances" }, "openapi.other-address"),
            (new { operation = "ListPartnerBalances", target = "https://elsewhere.example/v2/accounts/partner-accounts/balances" }, "openapi.other-address"),
            (new { operation = "ListPartnerBalances", target = "/v2/accounts/partner-accounts/balances?a=b c" }, "openapi.other-address"),
            (new { operation = "ListSubCustomers", target = "/v2/partners/sub-customers/query", body = new string('x', 20_001) }, "form.too-long"),
        })
        {
            using var no = await own.PostAsJsonAsync("/api/v1/open-api/trials", wish);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, no.StatusCode);
            Assert.Contains(code, await no.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var done = await own.PostAsJsonAsync("/api/v1/open-api/trials", new { operation = "ListPartnerBalances", target = "/v2/accounts/partner-accounts/balances" });
        var trial = await done.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(200, trial.GetProperty("status").GetInt32());
        Assert.Equal(97_680m, JsonDocument.Parse(trial.GetProperty("answer").GetString()!).RootElement.GetProperty("account_balances")[0].GetProperty("amount").GetDecimal() - 320m);
        using var page = await own.GetAsync("/portal/open-api/try?operation=UpdateCustomerAccountAmount");
        Assert.Contains($"{sandbox.ResaleCustomer:n}", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<string> Number(Guid customer) => World.Scalar<string>($"select number from customers.customer where id = '{customer}'");
}
