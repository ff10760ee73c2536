using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Time;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Platform;

public class ClockTests(TestServer server)
{
    private static async Task<Refusal> Refused(World world, DateOnly? day, Actor by) => await Assert.ThrowsAsync<Refusal>(() => world.MoveTo(day, by));

    [Fact]
    public async Task It_moves_forward_only_where_it_may_be_moved_and_by_an_administrator()
    {
        await using var world = await World.Movable(server);
        await using var fixedWorld = await World.New(server);
        var (admin, manager) = (await world.Staff(Role.VendorAdministrator), await world.Staff(Role.EcosystemManager));
        var today = world.Today;

        Assert.Equal("clock.fixed", (await Refused(fixedWorld, today.AddDays(1), await fixedWorld.Staff(Role.VendorAdministrator))).Code);
        Assert.Equal("access.denied", (await Refused(world, today.AddDays(1), manager)).Code);
        Assert.Equal(("form.required", "Day"), ((await Refused(world, null, admin)).Code, (await Refused(world, null, admin)).Field));
        var past = await Refused(world, today, admin);
        Assert.Equal("clock.day", past.Code);
        Assert.Equal(
            "Choose a day from 2024-09-03 to 2025-10-07; the clock only goes forward.",
            world.Services.GetRequiredService<PartnerCenter.Platform.Web.RefusalTexts>().Sentence(past, System.Globalization.CultureInfo.GetCultureInfo("en")));
        Assert.Equal("clock.day", (await Refused(world, today.AddDays(MoveClock.MostDays + 1), admin)).Code);

        await world.Use((MoveClock move) => move.Run(today.AddDays(1), admin));
        Assert.Equal("clock.moving", (await Refused(world, today.AddDays(1), admin)).Code);
        Assert.Equal(today, world.Today);
        await world.Deliver();
        Assert.Equal(today.AddDays(1), world.Today);
    }

    [Fact]
    public async Task What_is_due_on_the_way_is_done_on_its_day_and_what_is_of_the_machine_does_not_notice()
    {
        await using var world = await World.Movable(server);
        var admin = await world.Staff(Role.VendorAdministrator);
        var partner = await world.Partner("通过科技");
        var session = await world.BeginSession(admin.Account);
        await world.MoveTo(new(2024, 12, 5), admin);
        await world.Use((AssessMembership assess) => assess.Run(partner.PartnerId, PartnerProgram.SolutionProvider, true, "年度指标", admin));

        await world.MoveTo(new(2025, 2, 2), admin);

        Assert.Equal(new DateOnly(2026, 1, 31), Assert.Single(await world.Use((Certificates certificates) => certificates.Of(partner.PartnerId))).ValidUntil);
        // Extended on the day itself, and not when the clock had arrived.
        Assert.Equal(new DateOnly(2025, 1, 31), BusinessDay.Of(new(await world.Scalar<DateTime>("select min(at) from platform.audit where action = 'programs.renew-certificates'"), TimeSpan.Zero)));
        Assert.NotNull(await world.Holder(admin.Account, session));
        // Another process takes over where it stands.
        var another = new MovableClock(world.Clock);
        await new ClockHands(another, world.Databases, world.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()).Load();
        Assert.Equal(new DateOnly(2025, 2, 2), BusinessDay.Of(another.GetUtcNow()));
    }
}
