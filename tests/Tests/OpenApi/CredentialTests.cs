using System.Net;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>Who gets in, with which credentials, for how long, and in which words everybody else is turned away.</summary>
public sealed class CredentialTests(TestServer server) : OpenApiStory(server)
{
    private const string Query = "/v2/partners/sub-customers/query";
    private readonly object all = new { offset = 0, limit = 10 };

    [Fact, Rule("R15.0", "R15.2.1")]
    public async Task A_partner_lists_its_customers_by_signature_and_by_token()
    {
        var partner = await World.Partner("接口科技");
        var other = await World.Partner("别家科技");
        var customer = await World.Customer(partner, "C-71001");
        await World.Customer(other, "C-71002");
        var key = await NewKey(partner);

        var signed = await Signed(key, "POST", Query, all);
        var token = await WithToken(await TokenFor(partner), "POST", Query, all);

        foreach (var said in new[] { signed, token })
        {
            Assert.Equal((200, "1"), ((int)said.Status, said["count"]));
            var info = said.Body.GetProperty("customer_infos")[0];
            Assert.Equal((customer.ToString("n"), "2", "2022-12-31T16:00:00Z"), (info.GetProperty("customer_id").GetString(),
                info.GetProperty("association_type").GetString(), info.GetProperty("associated_on").GetString()));
        }

        Assert.Equal(20, key.Access.Length);
        Assert.Matches("^[A-Z0-9]{20}$", key.Access);
        Assert.Equal(40, key.Secret.Length);
        Assert.DoesNotContain(key.Secret, await World.Scalar<string>($"select secret from openapi.access_key where access = '{key.Access}'"), StringComparison.Ordinal);
    }

    [Fact, Rule("R15.2.1")]
    public async Task A_wrong_password_is_told_what_the_identity_service_says_to_the_letter()
    {
        var login = await LoginOf(await World.Partner("密码科技"));

        var wrong = await Send(Visitor(), "POST", "/v3/auth/tokens", PasswordWish(login, "something else", login));
        var nobody = await Send(Visitor(), "POST", "/v3/auth/tokens", PasswordWish("nobody", World.Password, "nobody"));
        var elsewhere = await Send(Visitor(), "POST", "/v3/auth/tokens", PasswordWish(login, World.Password, "P-2020-999999"));

        foreach (var said in new[] { wrong, nobody, elsewhere })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, said.Status);
            var error = said.Body.GetProperty("error");
            Assert.Equal(("The username or password is wrong.", 401, "Unauthorized"),
                (error.GetProperty("message").GetString(), error.GetProperty("code").GetInt32(), error.GetProperty("title").GetString()));
            Assert.False(said.Headers.Contains("X-Subject-Token"));
        }
    }

    [Fact, Rule("R15.2.1")]
    public async Task A_token_says_its_scope_a_domain_or_a_project_which_wins()
    {
        var partner = await World.Partner("范围科技");
        var login = await LoginOf(partner);

        var domain = await Send(Visitor(), "POST", "/v3/auth/tokens", PasswordWish(login, World.Password, login));
        var project = await Send(Visitor(), "POST", "/v3/auth/tokens?nocatalog=true", PasswordWish(
            login, World.Password, login, new { domain = new { name = login }, project = new { name = "cn-north-1" } }));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (domain.Status, project.Status));
        var (first, second) = (domain.Body.GetProperty("token"), project.Body.GetProperty("token"));
        Assert.Equal(partner.PartnerId.ToString("n"), first.GetProperty("domain").GetProperty("id").GetString());
        Assert.False(first.TryGetProperty("project", out _));
        Assert.Equal(2, first.GetProperty("catalog").GetArrayLength());
        Assert.Equal("cn-north-1", second.GetProperty("project").GetProperty("name").GetString());
        Assert.Matches("^[0-9a-f]{32}$", second.GetProperty("project").GetProperty("id").GetString()!);
        Assert.False(second.TryGetProperty("domain", out _));
        Assert.Equal(0, second.GetProperty("catalog").GetArrayLength());
        Assert.Equal("2024-09-02T02:00:00.000000Z", first.GetProperty("issued_at").GetString());
        Assert.Equal("2024-09-03T02:00:00.000000Z", first.GetProperty("expires_at").GetString());
        Assert.True(domain.Headers.Contains("X-IAM-Trace-Id"));
    }

    [Fact, Rule("R15.2.6")]
    public async Task A_token_holds_for_a_day_and_is_then_told_that_it_expired()
    {
        var partner = await World.Partner("一天科技");
        var token = await TokenFor(partner);

        World.Clock.MoveTo(World.Clock.GetUtcNow().AddHours(24).AddSeconds(-1));
        var before = await WithToken(token, "POST", Query, all);
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
        var after = await WithToken(token, "POST", Query, all);

        Assert.Equal(HttpStatusCode.OK, before.Status);
        Assert.Equal((401, "x_auth_token is expired"), ((int)after.Status, after["error_msg"]));
    }

    [Fact]
    public async Task A_token_ends_with_a_new_key_a_lost_right_a_disabled_account_and_when_it_is_revoked()
    {
        var partner = await World.Partner("变更科技");
        var token = await TokenFor(partner);
        await NewKey(partner);
        Assert.Equal((401, "APIGW.0301"), (await WithToken(token, "POST", Query, all)).Error);

        token = await TokenFor(partner);
        var gone = await WithToken(token, "DELETE", "/v3/auth/tokens", adapt: request => request.Headers.Add("X-Subject-Token", token));
        Assert.Equal(HttpStatusCode.NoContent, gone.Status);
        Assert.Equal((401, "APIGW.0301"), (await WithToken(token, "POST", Query, all)).Error);

        token = await TokenFor(partner);
        await World.Execute($"update identity.account set security_stamp = 'other' where id = '{partner.Account}'");
        Assert.Equal((401, "APIGW.0301"), (await WithToken(token, "POST", Query, all)).Error);

        token = await TokenFor(partner);
        await World.Execute($"update identity.account set roles = '{{partner-sales}}' where id = '{partner.Account}'");
        await Forgotten();
        Assert.Equal((401, "APIGW.0301"), (await WithToken(token, "POST", Query, all)).Error);

        await World.Execute($"update identity.account set roles = '{{partner-administrator}}' where id = '{partner.Account}'");
        await Forgotten();
        token = await TokenFor(partner);
        await World.Execute($"update identity.account set disabled_at = now() where id = '{partner.Account}'");
        Assert.Equal((401, "APIGW.0301"), (await WithToken(token, "POST", Query, all)).Error);
    }

    [Fact]
    public async Task A_token_is_checked_for_its_own_people_only()
    {
        var (partner, other) = (await World.Partner("查验科技"), await World.Partner("旁观科技"));
        var token = await TokenFor(partner);

        var own = await WithToken(token, "GET", "/v3/auth/tokens", adapt: request => request.Headers.Add("X-Subject-Token", token));
        var foreign = await Signed(await NewKey(other), "GET", "/v3/auth/tokens", adapt: request => request.Headers.Add("X-Subject-Token", token));

        Assert.Equal(token, own.Headers.GetValues("X-Subject-Token").Single());
        Assert.Equal("password", own.Body.GetProperty("token").GetProperty("methods")[0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Equal("X-Subject-Token is invalid in the request", foreign.Body.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact, Rule("R15.3.3", "R15.2.4")]
    public async Task A_partner_acts_for_a_customer_of_its_own_and_for_no_other()
    {
        var (partner, other) = (await World.Partner("代客科技"), await World.Partner("旁人科技"));
        var (mine, theirs) = (await World.Customer(partner, "C-72001"), await World.Customer(other, "C-72002"));
        var key = await NewKey(partner);
        var agency = (await World.View(partner)).Number;

        var said = await Signed(key, "POST", "/v3/auth/tokens", AssumeWish("C-72001", agency, new { project = new[] { new { name = "cn-north-1" } } }));

        Assert.Equal(HttpStatusCode.Created, said.Status);
        var token = said.Body.GetProperty("token");
        Assert.Equal("assume_role", token.GetProperty("methods")[0].GetString());
        Assert.Equal(["readonly", "te_admin"], token.GetProperty("roles").EnumerateArray().Select(role => role.GetProperty("name").GetString()));
        Assert.Equal(mine.ToString("n"), token.GetProperty("project").GetProperty("domain").GetProperty("id").GetString());
        Assert.Equal(partner.PartnerId.ToString("n"), token.GetProperty("assumed_by").GetProperty("user").GetProperty("domain").GetProperty("id").GetString());

        var text = said.Headers.GetValues("X-Subject-Token").Single();
        Assert.Equal((403, "CBC.0151"), (await WithToken(text, "POST", Query, all)).Error);
        Assert.Equal(HttpStatusCode.Forbidden, (await WithToken(text, "GET", "/v3.0/OS-CREDENTIAL/credentials")).Status);
        foreach (var (name, by) in new[] { ("C-72002", agency), ("C-79999", agency), ("C-72001", "another") })
        {
            var no = await Signed(key, "POST", "/v3/auth/tokens", AssumeWish(name, by));
            Assert.Equal(HttpStatusCode.Forbidden, no.Status);
            Assert.Equal("You have no right to do this action", no.Body.GetProperty("error").GetProperty("message").GetString());
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(Visitor(), "POST", "/v3/auth/tokens", AssumeWish("C-72001", agency))).Status);
        Assert.NotEqual(Guid.Empty, theirs);
        await World.Execute($"update customers.association set to_at = now() where customer_id = '{mine}'");
        Assert.Equal((401, "APIGW.0301"), (await WithToken(text, "GET", "/v3/auth/domains")).Error);
    }

    [Fact, Rule("R15.2.2")]
    public async Task An_address_that_no_operation_has_is_answered_to_the_letter()
    {
        foreach (var (method, path) in new[] { ("GET", "/v2/no/such/api"), ("DELETE", Query), ("GET", "/v3/nothing"), ("GET", "/v1.0/abc/partner/customer-mgr/query") })
        {
            var said = await Send(Visitor(), method, path, null);

            Assert.Equal((404, "APIGW.0101"), said.Error);
            Assert.Equal("API not exist or not published in the environment", said["error_msg"]);
            Assert.Equal(said.Headers.GetValues("X-Request-Id").Single(), said["request_id"]);
        }
    }

    [Fact, Rule("R15.2.3", "R12.3.3")]
    public async Task Whoever_is_in_no_programme_with_an_open_api_gets_401()
    {
        var distributor = await World.Partner("总代接口", PartnerProgram.Distributor);
        var reseller = await World.Partner("分销接口", program: null);
        await World.Use(async (PartnerCenter.Programs.JoinProgram join) => await join.Admit(
            reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, await World.Staff(Role.EcosystemManager), null));
        var company = await World.Company("尚未入驻");

        Assert.Equal(HttpStatusCode.OK, (await WithToken(await TokenFor(distributor), "POST", Query, all)).Status);
        Assert.Equal((401, "CBC.0154"), (await WithToken(await TokenFor(reseller), "POST", Query, all)).Error);
        Assert.Equal((401, "CBC.0154"), (await WithToken(await TokenFor(company), "POST", Query, all)).Error);
    }

    [Fact, Rule("R15.2.5")]
    public async Task A_parameter_at_fault_is_named_and_a_body_that_is_no_json_is_refused()
    {
        var key = await NewKey(await World.Partner("参数科技"));

        var limit = await Signed(key, "POST", Query, new { limit = 101 });
        var text = await Signed(key, "POST", Query, "limit=10");
        var empty = await Signed(key, "POST", Query, "");
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));

        Assert.Equal((400, "CBC.0100"), limit.Error);
        Assert.Contains("limit", limit["error_msg"], StringComparison.Ordinal);
        Assert.Equal((400, "CBC.0100"), text.Error);
        Assert.Equal((400, "CBC.0100"), empty.Error);
        Assert.Equal(HttpStatusCode.OK, (await Signed(key, "POST", Query, "{}")).Status);
    }

    [Fact]
    public async Task A_signature_is_good_for_fifteen_minutes_either_way_and_for_its_own_domain()
    {
        var partner = await World.Partner("时差科技");
        var key = await NewKey(partner);
        Task<Said> At(int minutes) => Signed(key, "POST", Query, all, request =>
        {
            request.Headers.Remove("X-Sdk-Date");
            request.Headers.Add("X-Sdk-Date", World.Clock.GetUtcNow().AddMinutes(minutes).ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        });

        Assert.Equal(HttpStatusCode.OK, (await At(-15)).Status);
        Assert.Equal(HttpStatusCode.OK, (await At(15)).Status);
        var late = await At(-16);
        Assert.Equal((401, "APIGW.0301"), late.Error);
        Assert.Contains("signature expired, signature time:20240902T014400Z,server time:20240902T020000Z", late["error_msg"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Signed(key, "POST", Query, all, r => r.Headers.Add("X-Domain-Id", partner.PartnerId.ToString("n")))).Status);
        Assert.Equal(401, (await Signed(key, "POST", Query, all, r => r.Headers.Add("X-Domain-Id", Guid.NewGuid().ToString("n")))).Error.Item1);
    }

    [Fact]
    public async Task Five_wrong_signatures_in_a_row_lock_a_key_for_five_minutes()
    {
        var partner = await World.Partner("锁定科技");
        var key = await NewKey(partner);
        var wrong = key with { Secret = "0000000000000000000000000000000000000000" };
        for (var n = 0; n < 4; n++)
        {
            Assert.Contains("verify aksk signature fail", (await Signed(wrong, "POST", Query, all))["error_msg"], StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await Signed(key, "POST", Query, all)).Status);
        for (var n = 0; n < 5; n++)
        {
            await Signed(wrong, "POST", Query, all);
        }

        Assert.Equal((401, "APIGW.0301"), (await Signed(key, "POST", Query, all)).Error);
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddMinutes(5).AddSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await Signed(key, "POST", Query, all)).Status);
    }

    [Fact]
    public async Task A_user_makes_lists_switches_off_and_deletes_two_keys_at_most()
    {
        var partner = await World.Partner("密钥科技");
        var key = await NewKey(partner);
        const string credentials = "/v3.0/OS-CREDENTIAL/credentials";
        var user = partner.Account.ToString("n");

        var second = await Signed(key, "POST", credentials, new { credential = new { user_id = user, description = "第二个" } });
        var third = await Signed(key, "POST", credentials, new { credential = new { user_id = user } });
        var others = await Signed(key, "POST", credentials, new { credential = new { user_id = Guid.NewGuid().ToString("n") } });

        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.Equal((400, "akSkNumExceed"), ((int)third.Status, third.Body.GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, others.Status);
        var made = second.Body.GetProperty("credential");
        var two = new Key(made.GetProperty("access").GetString()!, made.GetProperty("secret").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await Signed(two, "POST", Query, all)).Status);
        Assert.DoesNotContain("secret", (await Signed(key, "GET", credentials)).Body.GetRawText(), StringComparison.Ordinal);
        Assert.True((await Signed(key, "GET", $"{credentials}/{two.Access}")).Body.GetProperty("credential").TryGetProperty("last_use_time", out _));

        await Signed(key, "PUT", $"{credentials}/{two.Access}", new { credential = new { status = "inactive" } });
        Assert.Equal((401, "APIGW.0301"), (await Signed(two, "POST", Query, all)).Error);
        Assert.Equal(HttpStatusCode.NoContent, (await Signed(key, "DELETE", $"{credentials}/{two.Access}")).Status);
        Assert.Equal((404, "IAM.0004"), (await Signed(key, "DELETE", $"{credentials}/{two.Access}")).Error);
        Assert.Equal((400, "IAM.0011"), (await Signed(key, "POST", credentials, "nothing")).Error);
    }

    [Fact]
    public async Task A_temporary_key_holds_with_its_security_token_until_its_end()
    {
        var key = await NewKey(await World.Partner("临时科技"));
        var made = await Signed(key, "POST", "/v3.0/OS-CREDENTIAL/securitytokens", new
        {
            auth = new { identity = new { methods = new[] { "token" }, token = new { duration_seconds = 900 } } },
        });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var credential = made.Body.GetProperty("credential");
        var temporary = new Key(credential.GetProperty("access").GetString()!, credential.GetProperty("secret").GetString()!);
        void With(HttpRequestMessage request) => request.Headers.Add("X-Security-Token", credential.GetProperty("securitytoken").GetString());

        Assert.Equal(HttpStatusCode.OK, (await Signed(temporary, "POST", Query, all, With)).Status);
        Assert.Equal((401, "APIGW.0301"), (await Signed(temporary, "POST", Query, all)).Error);
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(901));
        Assert.Equal((401, "APIGW.0301"), (await Signed(temporary, "POST", Query, all, With)).Error);
    }

    [Fact, Rule("R15.3.3")]
    public async Task A_partner_gets_a_temporary_key_for_its_own_customer_and_for_no_other()
    {
        const string own = "/v2/accounts/customer-accounts/balances";
        var (partner, other) = (await World.Partner("代客密钥"), await World.Partner("别家密钥"));
        await World.Customer(partner, "C-94001");
        await World.Customer(other, "C-94002");
        var (key, agency) = (await NewKey(partner), (await World.View(partner)).Number);
        object Wish(string customer, string name) => new
        {
            auth = new { identity = new { methods = new[] { "assume_role" }, assume_role = new { domain_name = customer, agency_name = name, duration_seconds = 900 } } },
        };

        var made = await Signed(key, "POST", "/v3.0/OS-CREDENTIAL/securitytokens", Wish("C-94001", agency));

        Assert.Equal((HttpStatusCode.Created, "{credential{access, secret, securitytoken, expires_at}}"), (made.Status, made.Shape));
        var credential = made.Body.GetProperty("credential");
        var temporary = new Key(credential.GetProperty("access").GetString()!, credential.GetProperty("secret").GetString()!);
        void With(HttpRequestMessage request) => request.Headers.Add("X-Security-Token", credential.GetProperty("securitytoken").GetString());
        Assert.Equal(HttpStatusCode.OK, (await Signed(temporary, "GET", own, null, With)).Status);
        Assert.Equal((403, "CBC.0151"), (await Signed(temporary, "POST", Query, all, With)).Error);
        Assert.Equal((403, "CBC.0151"), (await Signed(key, "GET", own)).Error);
        foreach (var (customer, name) in new[] { ("C-94002", agency), ("C-94001", "another"), ("C-94003", agency) })
        {
            World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
            Assert.Equal(HttpStatusCode.Forbidden, (await Signed(key, "POST", "/v3.0/OS-CREDENTIAL/securitytokens", Wish(customer, name))).Status);
        }
    }

    [Fact]
    public async Task An_sdk_finds_its_domain_and_its_projects_by_a_get_that_has_a_body()
    {
        var partner = await World.Partner("寻址科技");
        var key = await NewKey(partner);

        var domains = await Signed(key, "GET", "/v3/auth/domains", "{}");
        var projects = await Signed(key, "GET", "/v3/projects?name=cn-north-1", "{}");

        Assert.Equal(partner.PartnerId.ToString("n"), domains.Body.GetProperty("domains")[0].GetProperty("id").GetString());
        var project = Assert.Single(projects.Body.GetProperty("projects").EnumerateArray());
        Assert.Equal(partner.PartnerId.ToString("n"), project.GetProperty("domain_id").GetString());
    }

    [Fact]
    public async Task A_body_beyond_twelve_mebibytes_is_not_read()
    {
        var key = await NewKey(await World.Partner("巨大科技"));

        var said = await Signed(key, "POST", Query, new { customer = new string('x', 12 * 1024 * 1024) });

        Assert.Equal((413, "APIGW.0201"), said.Error);
    }

    /// <summary>An actor is kept for three seconds.</summary>
    private static Task Forgotten() => Task.Delay(TimeSpan.FromSeconds(3.2), TestContext.Current.CancellationToken);
}
