using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers;
using PartnerCenter.Identity;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Organization;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Tests.Organization;

public sealed partial class MemberTests(TestServer server)
{
    private static Task<Guid> Add(World world, Actor by, string email, string? role = null, string mobile = "13800138001") =>
        world.Use((Members members) => members.Add("林一", email, mobile, role, "http://x", by));

    private static Task<bool> Give(World world, Actor by, Guid member, string role) =>
        world.Use((Members members) => members.GiveRole(member, role, by));

    private static Task<Actor?> Enter(World world, Guid account) => world.Enter(account);

    private static async Task<string> LastMail(World world)
    {
        await world.Deliver();
        return await world.Scalar<string>("select body from platform.sent_message order by id desc limit 1");
    }

    [Fact, Rule("R7.1.3")]
    public async Task Only_the_administrator_makes_members_and_gives_roles_of_either_kind()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("组织科技");
        var member = await Add(world, admin, "m1@example.com", Role.PartnerFinance);
        var own = await world.Use((Members members) => members.AddRole("客户专员", ["customers.acquire", "customers.see"], admin));
        await Give(world, admin, member, own);

        var entered = (await Enter(world, member))!;
        Assert.True(entered.May("customers.acquire") && entered.May("billing.bill"));
        Assert.False(entered.May(OrganizationModule.Manage));
        Assert.Equal("access.denied", (await Assert.ThrowsAsync<Refusal>(() => Add(world, entered, "m2@example.com"))).Code);
        Assert.Equal("access.denied", (await Assert.ThrowsAsync<Refusal>(() => Give(world, entered, member, Role.PartnerSales))).Code);
        Assert.Equal("access.denied", (await Assert.ThrowsAsync<Refusal>(() =>
            world.Use((Members members) => members.AddRole("x", ["customers.see"], entered)))).Code);
        foreach (var permission in new[] { OrganizationModule.Manage, "billing.close", "no.such" })
        {
            Assert.Equal("organization.not-grantable", (await Assert.ThrowsAsync<Refusal>(() =>
                world.Use((Members members) => members.AddRole("越权", [permission], admin)))).Code);
        }

        Assert.Equal("organization.no-role", (await Assert.ThrowsAsync<Refusal>(() => Give(world, admin, member, Role.Finance))).Code);
        Assert.Equal("organization.no-role", (await Assert.ThrowsAsync<Refusal>(() => Give(world, admin, member, Role.PartnerAdministrator))).Code);
    }

    [Fact, Rule("R12.1.9.3")]
    public async Task A_member_holds_three_roles_also_when_two_are_given_at_once_and_members_are_without_limit()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("角色科技");
        var member = await Add(world, admin, "m1@example.com", Role.PartnerFinance);
        await Give(world, admin, member, Role.PartnerSales);

        var tries = new[] { Role.AccountManager, Role.AccountSupervisor }.Select(async role =>
        {
            try
            {
                await Give(world, admin, member, role);
                return "";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
            catch (DbUpdateConcurrencyException)
            {
                return "conflict";
            }
        });
        var answers = await Task.WhenAll(tries);
        Assert.Single(answers, "");
        Assert.Equal(3, await world.Scalar<int>($"select cardinality(roles) from identity.account where id = '{member}'"));
        var fourth = await Assert.ThrowsAsync<Refusal>(() => Give(world, admin, member, answers[0] == "" ? Role.AccountSupervisor : Role.AccountManager));
        Assert.Equal(("organization.too-many-roles", "Role"), (fourth.Code, fourth.Field));

        for (var n = 0; n < 60; n++)
        {
            await Add(world, admin, $"many{n}@example.com", mobile: $"139{n:00000000}");
        }

        Assert.Equal(62, (await world.Use((PartnerAccounts accounts) => accounts.Members(admin.PartnerId))).Count);
    }

    [Fact, Rule("R7.1.4a")]
    public async Task An_account_manager_may_read_consumption_and_neither_vouchers_nor_bills()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("经理科技");
        var manager = (await Enter(world, await Add(world, admin, "m1@example.com", Role.AccountManager)))!;

        Assert.True(manager.May("billing.customer-consumption") && manager.May("customers.see"));
        Assert.DoesNotContain(manager.Permissions, p => p.StartsWith("vouchers.", StringComparison.Ordinal) || p == "billing.bill");
        Assert.DoesNotContain(await world.Use((Members members) => members.OwnRoles(admin)), role => role.Code == Role.AccountManager);
    }

    [Fact, Rule("R7.1.4b")]
    public async Task An_account_manager_sees_its_customers_and_with_another_role_all_of_them()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("分配科技");
        var (first, second) = (await world.Customer(admin, "C-1"), await world.Customer(admin, "C-2"));
        var one = await Add(world, admin, "m1@example.com", Role.AccountManager);
        var two = await Add(world, admin, "m2@example.com", Role.AccountManager, "13800138002");
        var boss = await Add(world, admin, "m3@example.com", Role.AccountSupervisor, "13800138003");
        await world.Use((AssignCustomer assign) => assign.Run(first, one, admin));
        await world.Use((AssignCustomer assign) => assign.Run(second, two, admin));
        await world.Use((Members members) => members.Supervise(one, boss, admin));

        Assert.Equal(["C-1"], await Seen(one));
        Assert.Equal(["C-2"], await Seen(two));
        Assert.Equal(["C-1"], await Seen(boss));
        Assert.Null(await world.Use(async (CustomerLists lists) => await lists.Find(second, (await Enter(world, one))!)));
        Assert.True(await Give(world, admin, two, Role.PartnerSales));
        Assert.Equal(["C-1", "C-2"], await Seen(two));
        Assert.Equal(["C-1", "C-2"], await Seen(await Add(world, admin, "m4@example.com", Role.PartnerFinance, "13800138004")));
        await world.Use((Members members) => members.TakeRole(two, Role.PartnerSales, admin));
        Assert.Equal(["C-2"], await Seen(two));

        async Task<List<string>> Seen(Guid account)
        {
            var actor = (await Enter(world, account))!;
            return [.. (await world.Use((CustomerLists lists) => lists.CustomersAfter(actor, null, null, null, 10))).Select(c => c.Number)];
        }
    }

    [Theory]
    [InlineData(new[] { Role.AccountManager }, Role.PartnerSales, true)]
    [InlineData(new[] { Role.PartnerFinance }, Role.AccountManager, true)]
    [InlineData(new[] { Role.AccountManager }, Role.AccountSupervisor, false)]
    [InlineData(new[] { Role.PartnerFinance }, Role.PartnerSales, false)]
    [InlineData(new string[0], Role.AccountManager, false)]
    public void The_assignment_that_mixes_narrow_and_other_roles_warns(string[] roles, string more, bool warns) =>
        Assert.Equal(warns, Members.Widens(roles, more));

    [Fact, Rule("R7.1.5")]
    public async Task A_members_address_must_not_be_a_console_users_and_the_refusal_names_clash_and_remedy()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("冲突科技");
        await world.Use((Members members) => members.AddConsoleUser("ops", "ops@example.com", "13700137000", admin));

        var email = await Assert.ThrowsAsync<Refusal>(() => Add(world, admin, "OPS@example.com"));
        var mobile = await Assert.ThrowsAsync<Refusal>(() => Add(world, admin, "m1@example.com", mobile: "13700137000"));
        Assert.Equal(("identity.iam-email", "Email"), (email.Code, email.Field));
        Assert.Equal(("identity.iam-mobile", "Mobile"), (mobile.Code, mobile.Field));
        var texts = world.Services.GetRequiredService<PartnerCenter.Platform.Web.RefusalTexts>();
        Assert.Contains("IAM", texts.Sentence(email), StringComparison.Ordinal);
        Assert.Contains("13700137000", texts.Sentence(mobile), StringComparison.Ordinal);
        Assert.Single(await world.Use((PartnerAccounts accounts) => accounts.Members(admin.PartnerId)));
    }

    [Fact, Rule("R7.1.6")]
    public async Task A_console_user_cannot_enter_and_can_be_given_nothing()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("控制台科技");
        await world.Use((Members members) => members.AddConsoleUser("ops", "ops@example.com", "13700137000", admin));
        var user = await world.Scalar<Guid>("select id from identity.account where email = 'ops@example.com'");
        await world.Use(async (IServiceProvider scope) =>
        {
            var links = scope.GetRequiredService<PasswordLinks>();
            var token = await links.Issue(user, TimeSpan.FromDays(7));
            await scope.GetRequiredService<UnitOfWork>().Save(Actor.System, "test");
            await links.Use(token, World.Password);
        });

        Assert.Equal("identity.console-only", (await Assert.ThrowsAsync<Refusal>(() =>
            world.Use((SignIn signIn) => signIn.Password("ops@example.com", World.Password)))).Code);
        Assert.Equal("identity.sign-in-failed", (await Assert.ThrowsAsync<Refusal>(() =>
            world.Use((SignIn signIn) => signIn.Password("ops@example.com", "wrong wrong wrong")))).Code);
        Assert.Null(await Enter(world, user));
        Assert.Equal("organization.no-member", (await Assert.ThrowsAsync<Refusal>(() => Give(world, admin, user, Role.PartnerSales))).Code);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task A_members_link_sets_a_password_once_and_for_seven_days_to_the_second(int seconds, bool works)
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("链接科技");
        await Add(world, admin, "m1@example.com", Role.PartnerSales);
        var token = LinkForm().Match(await LastMail(world)).Groups[1].Value;
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddDays(7).AddSeconds(seconds));

        if (!works)
        {
            Assert.Equal("identity.link-over", (await Assert.ThrowsAsync<Refusal>(() => Use("a long enough phrase"))).Code);
            return;
        }

        Assert.Equal("identity.password", (await Assert.ThrowsAsync<Refusal>(() => Use("short"))).Code);
        await Use("a long enough phrase");
        Assert.Equal("identity.link-over", (await Assert.ThrowsAsync<Refusal>(() => Use("another long phrase"))).Code);
        Assert.Equal("林一", (await world.Use((SignIn signIn) => signIn.Password("m1@example.com", "a long enough phrase"))).DisplayName);
        Assert.Equal(0L, await world.Scalar<long>($"select count(*) from identity.password_link where token_hash = '{token}'"));

        Task Use(string password) => world.Use((PasswordLinks links) => links.Use(token, password));
    }

    [Fact, Rule("R7.1.7")]
    public async Task A_forgotten_password_is_set_with_administrator_name_picture_and_code()
    {
        await using var world = await World.New(server);
        var admin = await world.Partner("找回科技");
        var adminEmail = await world.Scalar<string>($"select email from identity.account where id = '{admin.Account}'");
        await Add(world, admin, "m1@example.com", Role.PartnerSales);
        await LastMail(world);

        Assert.Equal("identity.captcha", (await Assert.ThrowsAsync<Refusal>(() => Ask(adminEmail, "林一", right: false))).Code);
        await Ask(adminEmail, "无此人");
        await Ask("nobody@example.com", "");
        await world.Deliver();
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from identity.confirmation_code"));

        await Ask(adminEmail, "林一");
        var code = CodeForm().Match(await LastMail(world)).Value;
        foreach (var (name, digits) in new[] { ("无此人", code), ("林一", code == "000000" ? "000001" : "000000") })
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => Finish(name, digits));
            Assert.Equal(("identity.reset-failed", "Code"), (refusal.Code, refusal.Field));
        }

        await Finish("林一", code);
        Assert.Equal("林一", (await world.Use((SignIn signIn) => signIn.Password("m1@example.com", "quite another phrase"))).DisplayName);

        var member = (await Enter(world, await world.Scalar<Guid>("select id from identity.account where email = 'm1@example.com'")))!;
        await world.Use((Profile profile) => profile.ChangePassword("quite another phrase", "a third long phrase", member));
        Assert.Equal("identity.sign-in-failed", (await Assert.ThrowsAsync<Refusal>(() =>
            world.Use((SignIn signIn) => signIn.Password("m1@example.com", "quite another phrase")))).Code);
        await world.Use((Members members) => members.SendLink(member.Account, "http://x", admin));
        Assert.Matches(LinkForm(), await LastMail(world));

        Task Ask(string main, string name, bool right = true) => world.Use((ResetPassword reset) =>
        {
            var (_, token) = world.Services.GetRequiredService<Captcha>().New();
            var sealedAnswer = world.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("captcha").ToTimeLimitedDataProtector();
            return reset.Ask(main, name, token, right ? sealedAnswer.Unprotect(token)[32..] : "x");
        });

        Task Finish(string name, string digits) => world.Use((ResetPassword reset) => reset.Finish(adminEmail, name, digits, "quite another phrase"));
    }

    [GeneratedRegex("set-password/([0-9a-f]{48})")]
    private static partial Regex LinkForm();

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex CodeForm();
}
