using PartnerCenter.Customers;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Tests.Platform;

/// <summary>A policy changes by two people's hands, from a later day on.</summary>
public sealed class PolicyTests(TestServer server)
{
    private const string Rule = "customers.invitation";

    private static Task<Guid> Propose(World world, Actor by, string version = "2024-2", string terms = """{ "onlineDays": 9, "newAccountDays": 7 }""", DateOnly? from = null) =>
        world.Use((ProposePolicy propose) => propose.Run(Rule, version, from ?? new(2024, 9, 10), "circular 7", terms, "longer holidays", by));

    [Fact]
    public async Task A_second_administrator_puts_it_into_force_and_the_proposer_cannot()
    {
        await using var world = await World.New(server);
        var (one, two) = (await world.Staff(Role.VendorAdministrator), await world.Staff(Role.VendorAdministrator));
        var rulebook = world.Services.GetRequiredService<Rulebook>();
        var review = await Propose(world, one);

        Assert.Equal("review.own", (await Assert.ThrowsAsync<Refusal>(() => world.Use((ReviewDesk desk) => desk.Approve(review, one, "ok")))).Code);
        await rulebook.Refresh();
        Assert.Equal(7, Days(new(2024, 9, 10)));
        await world.Use((ReviewDesk desk) => desk.Approve(review, two, "ok"));
        await world.Deliver();
        Assert.Equal((7, 9), (Days(new(2024, 9, 9)), Days(new(2024, 9, 10))));
        Assert.Equal("rule.version-taken", (await Assert.ThrowsAsync<Refusal>(() => Propose(world, one))).Code);

        int Days(DateOnly day) => rulebook.On<InvitationTerms>(Rule, day).Terms.OnlineDays;
    }

    [Theory]
    [InlineData("""{ "onlineDays": 0, "newAccountDays": 7 }""", "2024-09-10", "rule.problems", "Terms")]
    [InlineData("""{ "onlineDay": 9 }""", "2024-09-10", "rule.problems", "Terms")]
    [InlineData("not json", "2024-09-10", "rule.problems", "Terms")]
    [InlineData("""{ "onlineDays": 9, "newAccountDays": 7 }""", "2024-09-02", "rule.too-early", "From")]
    public async Task What_cannot_be_used_or_holds_already_today_is_refused_at_its_field(string terms, string from, string code, string field)
    {
        await using var world = await World.New(server);
        var refusal = await Assert.ThrowsAsync<Refusal>(async () => await Propose(world, await world.Staff(Role.Operations), terms: terms, from: DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal((code, field), (refusal.Code, refusal.Field));
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from platform.rule_draft"));
    }

    [Fact]
    public async Task A_proposal_whose_first_day_has_come_is_not_put_into_force()
    {
        await using var world = await World.New(server);
        var review = await Propose(world, await world.Staff(Role.Finance));
        world.At(2024, 9, 10);

        Assert.Equal("rule.too-late", (await Assert.ThrowsAsync<Refusal>(async () =>
        {
            var administrator = await world.Staff(Role.VendorAdministrator);
            await world.Use((ReviewDesk desk) => desk.Approve(review, administrator, "ok"));
        })).Code);
        Assert.Equal(0L, await world.Scalar<long>($"select count(*) from platform.rule_version where rule = '{Rule}' and version = '2024-2'"));
    }

    [Fact]
    public async Task An_anchor_outside_the_database_tells_that_a_tail_was_cut_and_its_head_set_back()
    {
        await using var world = await World.New(server, services => services.AddDataProtectionForTests());
        await world.Partner("存证科技");
        await world.Use((AuditAnchors anchors) => anchors.Run(new(default), new(world.Databases, Guid.Empty, world.Clock), default));
        Assert.Empty(await world.Use((AuditAnchors anchors) => anchors.Verify()));

        await world.Execute("""
            alter table platform.audit disable trigger all;
            delete from platform.audit a where sequence = (select max(sequence) from platform.audit b where b.tenant = a.tenant) and sequence > 1;
            update platform.audit_head h set (sequence, hash) = (select sequence, hash from platform.audit a where a.tenant = h.tenant order by sequence desc limit 1);
            """);
        Assert.Empty((await world.Services.GetRequiredService<AuditTrail>().Verify()).Problems);
        Assert.NotEmpty(await world.Use((AuditAnchors anchors) => anchors.Verify()));
    }
}

internal static class DataProtectionForTests
{
    public static void AddDataProtectionForTests(this IServiceCollection services) =>
        Microsoft.Extensions.DependencyInjection.DataProtectionServiceCollectionExtensions.AddDataProtection(services);
}
