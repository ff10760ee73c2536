using System.Text.RegularExpressions;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Tests.Identity;

/// <summary>Verification codes: bound to person, operation and thing, short-lived, few, and good once.</summary>
public sealed partial class ConfirmationCodeTests(TestServer server)
{
    private static Task Send(World world, Actor who, string operation = "op", string thing = "a") =>
        world.Use((SendConfirmationCode send) => send.Run(who.Account, operation, thing));

    private static Task<string> Take(World world, Actor who, string digits, string operation = "op", string thing = "a") =>
        world.Use(async (IServiceProvider scope) =>
        {
            try
            {
                await scope.GetRequiredService<ConfirmationCodes>().Take(who.Account, operation, thing, digits);
                await scope.GetRequiredService<UnitOfWork>().Save(who, "test");
                return "taken";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        });

    private static async Task<string> Read(World world)
    {
        await world.Deliver();
        return Digits().Match(await world.Scalar<string>("select body from platform.sent_message where subject like '%code%' order by id desc limit 1")).Value;
    }

    [Fact]
    public async Task A_code_opens_nothing_but_what_it_was_sent_for()
    {
        await using var world = await World.New(server);
        var (one, two) = (await world.Partner("甲"), await world.Partner("乙"));
        await Send(world, one);
        var code = await Read(world);

        Assert.Equal("identity.code-wrong", await Take(world, two, code));
        Assert.Equal("identity.code-wrong", await Take(world, one, code, operation: "other"));
        Assert.Equal("identity.code-wrong", await Take(world, one, code, thing: "b"));
        Assert.Equal("identity.code-needed", await Take(world, one, " "));
        Assert.Equal("taken", await Take(world, one, code));
        Assert.Equal("identity.code-wrong", await Take(world, one, code));
    }

    [Theory]
    [InlineData(299, "taken")]
    [InlineData(300, "identity.code-wrong")]
    public async Task It_is_good_for_five_minutes_to_the_second(int seconds, string answer)
    {
        await using var world = await World.New(server);
        var one = await world.Partner("甲");
        await Send(world, one);
        var code = await Read(world);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(seconds));

        Assert.Equal(answer, await Take(world, one, code));
    }

    [Theory]
    [InlineData(4, "taken")]
    [InlineData(5, "identity.code-wrong")]
    public async Task Five_wrong_tries_end_it(int wrong, string answer)
    {
        await using var world = await World.New(server);
        var one = await world.Partner("甲");
        await Send(world, one);
        var code = await Read(world);
        for (var n = 0; n < wrong; n++)
        {
            await Take(world, one, code == "123456" ? "654321" : "123456");
        }

        Assert.Equal(answer, await Take(world, one, code));
    }

    [Fact]
    public async Task A_minute_lies_between_two_a_new_one_ends_the_old_and_ten_are_sent_a_day()
    {
        await using var world = await World.New(server);
        var one = await world.Partner("甲");
        await Send(world, one);
        var old = await Read(world);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(59));
        Assert.Equal("identity.code-too-soon", (await Assert.ThrowsAsync<Refusal>(() => Send(world, one))).Code);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
        await Send(world, one);
        Assert.Equal("identity.code-wrong", await Take(world, one, old));

        for (var n = 2; n < 10; n++)
        {
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(1));
            await Send(world, one);
        }

        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(1));
        Assert.Equal("identity.code-too-many", (await Assert.ThrowsAsync<Refusal>(() => Send(world, one))).Code);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddDays(1));
        await Send(world, one);
    }

    [Fact]
    public async Task Of_fifty_who_send_it_at_once_one_succeeds()
    {
        await using var world = await World.New(server);
        var one = await world.Partner("甲");
        await Send(world, one);
        var code = await Read(world);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Take(world, one, code)));

        Assert.Single(answers, "taken");
    }

    [Fact]
    public async Task With_codes_switched_on_an_allocation_asks_for_one_of_its_own()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("拨款科技");
        var (first, second) = (await world.Customer(partner, "C-1"), await world.Customer(partner, "C-2"));
        var finance = await world.Staff(Role.Finance);
        var number = (await world.View(partner)).Number;
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "100.00", "TT", finance));
        Task<bool> Allocate(Guid customer, string? code) =>
            world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), customer, "1.00", partner, code));

        await Allocate(first, null);
        await world.Use((Confirmations confirmations) => confirmations.Switch(true, partner));
        Assert.Equal("identity.code-needed", (await Assert.ThrowsAsync<Refusal>(() => Allocate(first, null))).Code);
        await world.Use((SendConfirmationCode send) => send.Run(partner.Account, FundsModule.Allocate, first.ToString()));
        var code = await Read(world);
        Assert.Equal("identity.code-wrong", (await Assert.ThrowsAsync<Refusal>(() => Allocate(second, code))).Code);
        await Allocate(first, code);
        Assert.Equal("identity.code-wrong", (await Assert.ThrowsAsync<Refusal>(() => Allocate(first, code))).Code);
        Assert.Equal(98m, (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount);
    }

    [Fact, Rule("R6.1.7")]
    public async Task The_accounts_name_is_changed_once_ever()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("改名科技");

        await world.Use((Profile profile) => profile.Rename("新名称", partner));
        world.At(2034, 1, 1);
        Assert.Equal("identity.renamed-already", (await Assert.ThrowsAsync<Refusal>(() =>
            world.Use((Profile profile) => profile.Rename("再改", partner)))).Code);
        Assert.Equal("新名称", (await world.Use((Profile profile) => profile.View(partner))).Name);
    }

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Digits();
}
