using OtpNet;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Platform;

public class SignInTests(TestServer server)
{
    private static async Task<(World World, Actor Actor, string Email)> Registered(TestServer server)
    {
        var world = await World.New(server);
        var actor = await world.Company("登录科技");
        return (world, actor, await world.Scalar<string>($"select email from identity.account where id = '{actor.Account}'"));
    }

    private static async Task<string> Attempt(World world, string email, string password)
    {
        try
        {
            await world.Use((SignIn signIn) => signIn.Password(email, password));
            return "in";
        }
        catch (Refusal refusal)
        {
            return refusal.Code;
        }
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_answer_the_same()
    {
        var (world, _, email) = await Registered(server);
        await using var __ = world;

        Assert.Equal("identity.sign-in-failed", await Attempt(world, email, "wrong"));
        Assert.Equal("identity.sign-in-failed", await Attempt(world, "nobody@example.com", "wrong"));
        Assert.Equal("in", await Attempt(world, email, World.Password));
    }

    [Fact]
    public async Task Five_failures_lock_for_a_minute_then_longer_but_never_for_good()
    {
        var (world, _, email) = await Registered(server);
        await using var __ = world;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("identity.sign-in-failed", await Attempt(world, email, "wrong"));
        }

        Assert.Equal("identity.locked", await Attempt(world, email, World.Password));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(61));
        Assert.Equal("identity.sign-in-failed", await Attempt(world, email, "wrong"));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(61));
        Assert.Equal("identity.locked", await Attempt(world, email, World.Password));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(15));
        Assert.Equal("in", await Attempt(world, email, World.Password));
    }

    [Fact]
    public async Task A_one_time_password_works_once()
    {
        var (world, actor, _) = await Registered(server);
        await using var __ = world;
        var (secret, _) = await world.Use((SecondFactor factor) => factor.Prepare(actor, "test"));
        string Code() => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(world.Clock.GetUtcNow().UtcDateTime);
        await world.Use((SecondFactor factor) => factor.Enable(actor, Code()));

        Assert.Equal("identity.code-wrong", (await Assert.ThrowsAsync<Refusal>(() => world.Use((SignIn signIn) => signIn.Code(actor.Account, Code())))).Code);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(30));
        await world.Use((SignIn signIn) => signIn.Code(actor.Account, Code()));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("password1234567")]
    [InlineData("123456123456123")]
    [InlineData("aaaaaaaaaaaaaaa")]
    public async Task A_weak_password_is_refused_at_its_field(string password)
    {
        await using var world = await World.New(server);

        var refusal = await Assert.ThrowsAsync<Refusal>(() => world.Use((RegisterCompany register) =>
            register.Run(new("x@example.com", "13800138000", password, "王", "公司", World.ValidCode(1)))));

        Assert.Equal(("identity.password", "Password"), (refusal.Code, refusal.Field));
    }

    [Fact]
    public async Task An_address_without_an_account_is_locked_like_one_with_an_account()
    {
        await using var world = await World.New(server);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("identity.sign-in-failed", await Attempt(world, "nobody@example.com", "wrong"));
        }

        Assert.Equal("identity.locked", await Attempt(world, "nobody@example.com", "wrong"));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(61));
        Assert.Equal("identity.sign-in-failed", await Attempt(world, "nobody@example.com", "wrong"));
    }

    [Fact]
    public async Task A_run_of_ten_thousand_guesses_gets_few_through_and_its_owner_still_signs_in_from_a_known_device()
    {
        var (world, actor, email) = await Registered(server);
        await using var __ = world;
        var device = Guid.NewGuid();
        await world.Execute($"insert into identity.device values ('{device}', '{actor.Account}', 0, null, now())");

        var through = 0;
        for (var n = 0; n < 10_000; n++)
        {
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
            through += n % 20 == 0 || through < 20 ? (await Attempt(world, email, "wrong guess")) == "identity.sign-in-failed" ? 1 : 0 : 0;
            if (n == 5_000)
            {
                await world.Use((SignIn signIn) => signIn.Password(email, World.Password, (actor.Account, device)));
            }
        }

        Assert.InRange(through, 10, 100);
        Assert.Equal("identity.locked", await Attempt(world, email, World.Password));
        var other = await world.Company("别人科技");
        Assert.Equal("identity.locked", (await Assert.ThrowsAsync<Refusal>(() =>
            world.Use((SignIn signIn) => signIn.Password(email, World.Password, (other.Account, device))))).Code);
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<Refusal>(() => world.Use((SignIn signIn) => signIn.Password(email, "wrong", (actor.Account, device))));
        }

        Assert.Equal("identity.locked", (await Assert.ThrowsAsync<Refusal>(() =>
            world.Use((SignIn signIn) => signIn.Password(email, World.Password, (actor.Account, device))))).Code);
    }

    [Fact]
    public async Task Each_recovery_code_signs_in_once_also_when_fifty_send_it_at_the_same_moment()
    {
        var (world, actor, _) = await Registered(server);
        await using var __ = world;
        var (secret, _) = await world.Use((SecondFactor factor) => factor.Prepare(actor, "test"));
        var codes = await world.Use((SecondFactor factor) =>
            factor.Enable(actor, new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(world.Clock.GetUtcNow().UtcDateTime)));
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(0L, await world.Scalar<long>($"select count(*) from identity.recovery_code c where c::text like '%{codes[0].Replace("-", "", StringComparison.Ordinal)}%'"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            await using var scope = await PartnerCenter.Platform.Database.DatabaseServices.OpenUnit(world.Services);
            var account = await scope.ServiceProvider.GetRequiredService<PartnerCenter.Identity.Persistence.IdentityDb>().Accounts.FindAsync(actor.Account);
            var taken = await scope.ServiceProvider.GetRequiredService<SecondFactor>().AcceptRecovery(account!, codes[0].ToLowerInvariant());
            await scope.ServiceProvider.GetRequiredService<PartnerCenter.Platform.Database.UnitOfWork>().Save(Actor.System, "test");
            return taken;
        }));

        Assert.Single(answers, true);
        Assert.Equal(actor.Account, (await world.Use((SignIn signIn) => signIn.Code(actor.Account, codes[1]))).Id);
        await world.Use((SecondFactor factor) => factor.RenewRecoveryCodes(actor, World.Password));
        Assert.Equal("identity.code-wrong", (await Assert.ThrowsAsync<Refusal>(() => world.Use((SignIn signIn) => signIn.Code(actor.Account, codes[2])))).Code);
    }

    [Theory]
    [InlineData("fourteen chars", false)]
    [InlineData("fifteen chars !", true)]
    [InlineData("monkey123456789", false)]
    [InlineData("partnercloud2024!!", false)]
    [InlineData("xPartner of clouds", true)]
    [InlineData("登录科技的一个很长的密码吧吧", false)]
    public async Task The_edges_of_what_makes_a_password(string password, bool good)
    {
        await using var world = await World.New(server);

        Assert.Equal(good, await Fits(world, password));
        Assert.True(CommonPasswords.Count >= 100_000);
    }

    [Fact]
    public async Task Beside_a_second_factor_twelve_characters_do_and_two_hundred_and_fifty_six_are_the_most()
    {
        await using var world = await World.New(server);

        Assert.True(await Fits(world, "twelve chars", secondFactor: true));
        Assert.False(await Fits(world, "eleven char", secondFactor: true));
        var phrase = string.Concat(Enumerable.Repeat("a long one ", 24));
        Assert.True(await Fits(world, phrase[..256]));
        Assert.False(await Fits(world, phrase[..257]));
    }

    [Fact]
    public async Task An_old_hash_is_made_anew_at_the_next_sign_in()
    {
        await using var world = await World.New(server, settings: new() { ["Identity:HashIterations"] = "2000" });
        var actor = await world.Company("旧哈希科技");
        var email = await world.Scalar<string>($"select email from identity.account where id = '{actor.Account}'");
        var weaker = new Microsoft.AspNetCore.Identity.PasswordHasher<Account>(Microsoft.Extensions.Options.Options.Create(
            new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 1000 })).HashPassword(null!, World.Password);
        await world.Execute($"update identity.account set password_hash = '{weaker}' where id = '{actor.Account}'");

        Assert.Equal("in", await Attempt(world, email, World.Password));
        var now = Convert.FromBase64String(await world.Scalar<string>($"select password_hash from identity.account where id = '{actor.Account}'"));
        Assert.Equal(2000, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(now.AsSpan(5)));
        Assert.Equal("in", await Attempt(world, email, World.Password));
    }

    private static Task<bool> Fits(World world, string password, bool secondFactor = false) => world.Use(async (Microsoft.AspNetCore.Identity.UserManager<Account> users) =>
    {
        var account = new Account { DisplayName = "王", Email = "wang@example.com", CompanyName = "登录科技", TwoFactorEnabled = secondFactor };
        var results = new List<bool>();
        foreach (var rule in users.PasswordValidators)
        {
            results.Add((await rule.ValidateAsync(users, account, password)).Succeeded);
        }

        return results.TrueForAll(good => good);
    });
}
