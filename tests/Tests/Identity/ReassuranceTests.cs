using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Identity;

/// <summary>The own password before something sensitive cannot be guessed by whoever found a session open.</summary>
public sealed class ReassuranceTests(TestServer server)
{
    [Fact]
    public async Task Of_many_guesses_at_once_five_are_looked_at_and_a_minute_later_the_right_one_is_taken()
    {
        await using var world = await World.New(server);
        var person = await world.Partner("确认科技");

        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(_ => Change("a wrong long phrase")));
        Assert.Equal([(5, "identity.password-wrong"), (15, "identity.locked")], answers.CountBy(a => a).Select(a => (a.Value, a.Key)).Order());
        Assert.Equal("identity.locked", await Change(World.Password));

        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(59));
        Assert.Equal("identity.locked", await Change(World.Password));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
        Assert.Equal("", await Change(World.Password));
        Assert.Equal("identity.password-wrong", await Change("a wrong long phrase"));

        async Task<string> Change(string present)
        {
            try
            {
                await world.Use((Profile profile) => profile.ChangeMobile("13800139999", present, person));
                return "";
            }
            catch (Refusal no)
            {
                return no.Code;
            }
        }
    }

    [Fact]
    public async Task Guesses_inside_a_session_do_not_lock_the_sign_in_of_its_owner()
    {
        await using var world = await World.New(server);
        var person = await world.Partner("确认科技");
        var email = await world.Scalar<string>($"select email from identity.account where id = '{person.Account}'");
        for (var i = 0; i < 6; i++)
        {
            await Assert.ThrowsAsync<Refusal>(() => world.Use((Profile profile) => profile.ChangePassword("a wrong long phrase", World.Password, person)));
        }

        Assert.Equal(person.Account, (await world.Use((SignIn signIn) => signIn.Password(email, World.Password))).Id);
    }
}
