using System.Net;
using PartnerCenter.Identity;
using PartnerCenter.Organization;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Identity;

/// <summary>How long somebody is signed in, and what ends it.</summary>
public sealed class SessionTests(TestServer server)
{
    private static async Task<(World World, Guid Account, Guid Session)> SignedIn(TestServer server)
    {
        var world = await World.New(server);
        var account = (await world.Company("会话科技")).Account;
        return (world, account, await world.BeginSession(account));
    }

    [Fact]
    public async Task A_session_ends_when_nothing_came_for_thirty_minutes_to_the_second()
    {
        var (world, account, session) = await SignedIn(server);
        await using var __ = world;

        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(30).AddSeconds(-1));
        Assert.NotNull(await world.Holder(account, session));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(30).AddSeconds(-1));
        Assert.NotNull(await world.Holder(account, session));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(30));
        Assert.Null(await world.Holder(account, session));
    }

    [Fact]
    public async Task A_session_that_is_used_all_the_time_ends_after_twelve_hours()
    {
        var (world, account, session) = await SignedIn(server);
        await using var __ = world;
        for (var i = 0; i < 36; i++)
        {
            Assert.NotNull(await world.Holder(account, session));
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(20));
        }

        Assert.Null(await world.Holder(account, session));
    }

    [Fact]
    public async Task A_new_password_a_disabled_account_and_its_owner_end_sessions()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("终止科技");
        var member = await world.Use((Members members) => members.Add("林一", "m1@example.com", "13800138001", Role.PartnerFinance, "http://x", admin));
        var mine = (await world.Enter(admin.Account))!;
        var (here, there) = (await world.BeginSession(admin.Account), await world.BeginSession(admin.Account));

        await world.Use((Sessions sessions) => sessions.End(there, null, mine));
        Assert.Null(await world.Holder(admin.Account, there));
        Assert.NotNull(await world.Holder(admin.Account, here));
        var other = await world.BeginSession(admin.Account);
        await world.Use((Sessions sessions) => sessions.End(null, here, mine));
        Assert.Null(await world.Holder(admin.Account, other));
        Assert.Equal([here], (await world.Use((Sessions sessions) => sessions.Mine(mine))).Select(s => s.Id));
        await world.Use((Profile profile) => profile.ChangePassword(World.Password, "quite another phrase", mine));
        Assert.Null(await world.Holder(admin.Account, here));

        var theirs = await world.BeginSession(member);
        Assert.NotNull(await world.Holder(member, theirs));
        await world.Use((Sessions sessions) => sessions.End(theirs, null, mine));
        Assert.NotNull(await world.Holder(member, theirs));
        await world.Use((Members members) => members.Disable(member, true, admin));
        Assert.Null(await world.Holder(member, theirs));
        await world.Use((Members members) => members.Disable(member, false, admin));
        Assert.Null(await world.Holder(member, theirs));
    }

    [Fact]
    public async Task The_vendors_people_are_added_with_the_roles_they_need_and_nobody_changes_the_own_rights()
    {
        await using var world = await World.New(server);
        var admin = await world.Staff(Role.VendorAdministrator);
        var reviewer = await world.Staff(Role.Reviewer);

        Assert.Equal("access.denied", (await Assert.ThrowsAsync<PartnerCenter.Kernel.Refusal>(() => Add(reviewer, Role.Finance))).Code);
        Assert.Equal("identity.no-vendor-role", (await Assert.ThrowsAsync<PartnerCenter.Kernel.Refusal>(() => Add(admin, Role.PartnerAdministrator))).Code);
        var added = await Add(admin, Role.Finance);
        var session = await world.BeginSession(added);
        Assert.True((await world.Holder(added, session))!.May("incentives.pay"));
        await world.Use((VendorStaff staff) => staff.SetRoles(added, [Role.Reviewer], admin));
        Assert.False((await world.Holder(added, session))!.May("incentives.pay"));

        Assert.Equal("identity.own-rights", (await Assert.ThrowsAsync<PartnerCenter.Kernel.Refusal>(() =>
            world.Use((VendorStaff staff) => staff.SetRoles(admin.Account, Role.Vendor, admin)))).Code);
        var second = await world.Staff(Role.VendorAdministrator);
        await world.Use((VendorStaff staff) => staff.Disable(admin.Account, true, second));
        Assert.Equal("identity.last-administrator", (await Assert.ThrowsAsync<PartnerCenter.Kernel.Refusal>(() =>
            world.Use((VendorStaff staff) => staff.SetRoles(second.Account, [Role.Reviewer], admin)))).Code);

        Task<Guid> Add(Actor by, string role) =>
            world.Use((VendorStaff staff) => staff.Add("新人", "new@vendor.example", "13800138009", [role], "http://x", by));
    }
}

/// <summary>Sessions as a browser, and a thief, sees them.</summary>
public sealed class SessionStoryTests(TestServer server) : WebStory(server)
{
    private static HttpClient With(string cookie, Uri address) =>
        new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address, DefaultRequestHeaders = { { "Cookie", cookie } } };

    [Fact]
    public async Task A_stolen_cookie_is_of_no_use_after_signing_out_and_each_sign_in_is_a_session_of_its_own()
    {
        var partner = await World.Partner("偷盗科技");
        using var one = await SignedIn(partner);
        var (first, _) = (Cookie(one), await one.GetStringAsync("/account"));
        using var two = await SignedIn(partner);
        Assert.NotEqual(first, Cookie(two));
        using var thief = With(first, one.BaseAddress!);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/account")).StatusCode);

        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", await TokenOf(one, "/account"))]);
        Assert.Equal(HttpStatusCode.Redirect, (await one.PostAsync("/sign-out", form)).StatusCode);
        await Task.Delay(TimeSpan.FromSeconds(3.2));

        var answer = await thief.GetAsync("/account");
        Assert.Contains("/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await two.GetAsync("/account")).StatusCode);
    }
}

/// <summary>A second factor where roles need one.</summary>
public sealed class NeededSecondFactorTests(TestServer server) : WebStory(server)
{
    private readonly TestServer server = server;

    protected override Dictionary<string, string?> Settings => new() { ["Identity:SecondFactor"] = "required" };

    [Fact]
    public async Task Whoever_decides_or_pays_can_do_nothing_before_the_second_factor_is_on()
    {
        var finance = await World.Staff(Role.Finance);
        using var client = await SignedIn(finance, lands: "/account/second-factor");

        Assert.Contains("/denied", (await client.GetAsync("/console/payouts")).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/month-closes/2024-08/jobs")).StatusCode);
        var page = await client.GetStringAsync("/account/second-factor");
        var secret = System.Text.RegularExpressions.Regex.Match(page, "<code>([A-Z2-7]{16,})</code>").Groups[1].Value;
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", await TokenOf(client, "/account/second-factor")), new("_handler", "enable"),
            new("Form.Code", new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp()),
        ]);
        var codes = await (await client.PostAsync("/account/second-factor", form)).Content.ReadAsStringAsync();
        Assert.Equal(10, System.Text.RegularExpressions.Regex.Count(codes, "<code>[A-Z0-9]{5}-[A-Z0-9]{5}</code>"));
        await Task.Delay(TimeSpan.FromSeconds(3.2));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/console/payouts")).StatusCode);
        Assert.DoesNotContain(secret, await client.GetStringAsync("/account/second-factor"), StringComparison.Ordinal);

        await using var strict = await World.New(server, settings: Settings);
        var sales = await strict.Partner("无需科技");
        var member = await strict.Use((Members members) => members.Add("林一", "m9@example.com", "13800138001", Role.PartnerSales, "http://x", sales));
        Assert.False((await strict.Enter(member))!.NeedsSecondFactor);
        Assert.True((await strict.Enter(sales.Account))!.NeedsSecondFactor);
    }
}
