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
}
