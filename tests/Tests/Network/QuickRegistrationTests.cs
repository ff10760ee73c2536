using System.Text.RegularExpressions;
using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Company;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Network;

public sealed partial class QuickRegistrationTests(TestServer server)
{
    private const string Mobile = "13911110001";

    private static QuickForm Form(string email = "further@example.com", string mobile = Mobile, bool agreed = true) =>
        new(email, mobile, World.Password, "罗文", "经理", agreed);

    private static async Task<string> Link(World world, Actor partner)
    {
        await world.Use((RegisterQuickly register) => register.SendCode(partner));
        await world.Deliver();
        var code = Digits().Match(await world.Scalar<string>("select body from platform.sent_message where subject like '%code%' order by sent_at desc, id desc limit 1")).Value;
        var (link, until) = await world.Use((RegisterQuickly register) => register.Begin(code, "https://pc.example", partner));
        Assert.Equal(world.Clock.GetUtcNow().AddHours(24), until);
        return link.Split('/')[^1];
    }

    private static Task<Guid> Finish(World world, string token, QuickForm form) => world.Use((RegisterQuickly register) => register.Finish(token, form));

    private static async Task<(string Code, string? Field)> Refused(Func<Task> work)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(work);
        return (refusal.Code, refusal.Field);
    }

    [Fact, Rule("R5.1.14", "R3.2a")]
    public async Task The_new_account_joins_at_once_under_the_companys_name_by_a_link_that_works_once()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("快注科技");
        var token = await Link(world, partner);
        Assert.Equal("快注科技", await world.Use((RegisterQuickly register) => register.Company(token)));
        Assert.Equal("identity.code-wrong", (await Refused(() => world.Use((RegisterQuickly register) => register.Begin("000000x", "", partner)))).Code);

        var id = await Finish(world, token, Form());

        var further = (await world.Use((Partners partners) => partners.Find(id)))!;
        var first = await world.View(partner);
        Assert.Equal((first.LegalEntity, "快注科技"), (further.LegalEntity, further.CompanyName));
        Assert.NotEqual(first.Id, further.Id);
        Assert.Equal(id, (await world.Person("further@example.com")).Partner);
        Assert.Equal(4, await world.Scalar<long>($"select count(*) from network.agreement where partner_id = '{id}'"));
        Assert.Null(await world.Use((RegisterQuickly register) => register.Company(token)));
        Assert.Equal("company.link-over", (await Refused(() => Finish(world, token, Form("other@example.com", "13911110002")))).Code);
    }

    [Fact, Rule("R5.1.14")]
    public async Task The_link_works_for_24_hours()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("快注科技");
        var token = await Link(world, partner);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddHours(24).AddSeconds(-1));
        Assert.NotNull(await world.Use((RegisterQuickly register) => register.Company(token)));

        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
        Assert.Null(await world.Use((RegisterQuickly register) => register.Company(token)));
        Assert.Equal("company.link-over", (await Refused(() => Finish(world, token, Form()))).Code);
    }

    [Fact, Rule("R5.1.14")]
    public async Task The_mobile_must_not_be_registered_and_what_is_refused_uses_no_link_up()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("快注科技");
        var token = await Link(world, partner);
        await world.Partner("别家科技");

        Assert.Equal(("company.mobile-taken", "Mobile"), await Refused(() => Finish(world, token, Form(mobile: "13800000002"))));
        Assert.Equal(("network.consent-needed", "Agreed"), await Refused(() => Finish(world, token, Form(agreed: false))));
        Assert.Equal(("form.mobile", "Mobile"), await Refused(() => Finish(world, token, Form(mobile: "12"))));
        Assert.Equal(0, await world.Scalar<long>("select count(*) from identity.account where email = 'further@example.com'"));
        Assert.Equal(0, await world.Scalar<long>("select count(*) from identity.account where mobile_mark like '%138%'"));
        await Finish(world, token, Form());
        Assert.Equal("company.mobile-taken", (await Refused(async () => await Finish(world, await Later(world, partner), Form("third@example.com")))).Code);
    }

    [Fact, Rule("R5.1.14")]
    public async Task Two_who_use_a_link_at_the_same_moment_make_one_account()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("快注科技");
        var token = await Link(world, partner);
        var done = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 6), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (n, _) =>
        {
            try
            {
                await Finish(world, token, Form($"f{n}@example.com", $"1391111000{n}"));
                Interlocked.Increment(ref done);
            }
            catch (Refusal refusal) when (refusal.Code == "company.link-over")
            {
                // Somebody else was first.
            }
        });

        Assert.Equal(1, done);
    }

    private static async Task<string> Later(World world, Actor partner)
    {
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(2));
        return await Link(world, partner);
    }

    [GeneratedRegex(@"\d{6}")]
    private static partial Regex Digits();
}
