using PartnerCenter.Customers;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Customers;

public class InvitationTests(TestServer server)
{
    private static async Task<(World World, Actor Partner, Guid Prospect, string Token)> Invited(TestServer server)
    {
        var world = await World.New(server);
        var partner = await world.Partner("拓客科技");
        var prospect = await world.Use((RegisterProspect register) => register.Run(new("新客户", "王", "13900139000", "new@customer.example"), partner));
        var token = await Invite(world, partner, prospect);
        return (world, partner, prospect, token);
    }

    private static async Task<string> Invite(World world, Actor partner, Guid prospect, string? email = null) =>
        (await world.Use((InviteProspect invite) => invite.Run(prospect, AssociationMode.Resale, email, "http://x", partner)))!.Split('/')[^1];

    private static Task<Guid> Accept(World world, string token, string mobile = "13900139000", string? email = null) =>
        world.Use((AcceptInvitation accept) => accept.Run(token, new(mobile, email ?? $"{Guid.NewGuid():n}@customer.example", World.Password, true)));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task An_online_invitation_works_for_seven_days_to_the_second(int seconds, bool works)
    {
        var (world, partner, _, token) = await Invited(server);
        await using var __ = world;
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddDays(7).AddSeconds(seconds));

        if (works)
        {
            var customer = await Accept(world, token);
            Assert.Equal(AssociationMode.Resale, (await world.Use((Associations a) => a.Now(partner.PartnerId, customer)))!.Mode);
        }
        else
        {
            Assert.Equal("invitation.over", (await Assert.ThrowsAsync<Refusal>(() => Accept(world, token))).Code);
        }
    }

    [Fact]
    public async Task It_needs_the_mobile_of_the_registration_and_works_once()
    {
        var (world, _, _, token) = await Invited(server);
        await using var __ = world;

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Accept(world, token, "13900139001"));
        Assert.Equal(("invitation.other-mobile", "Mobile"), (refusal.Code, refusal.Field));
        await Accept(world, token);
        Assert.Equal("invitation.over", (await Assert.ThrowsAsync<Refusal>(() => Accept(world, token))).Code);
    }

    [Fact]
    public async Task Twenty_people_accepting_at_once_make_one_customer()
    {
        var (world, _, _, token) = await Invited(server);
        await using var __ = world;
        var accepted = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (_, _) =>
        {
            try
            {
                await Accept(world, token);
                Interlocked.Increment(ref accepted);
            }
            catch (Exception failure) when (failure is Refusal or Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException)
            {
                // Somebody else was first.
            }
        });

        Assert.Equal(1, accepted);
        Assert.Equal(1L, await world.Scalar<long>("select count(*) from customers.customer"));
    }

    [Fact]
    public async Task A_further_letter_to_a_corrected_address_replaces_the_link_before()
    {
        var (world, partner, prospect, old) = await Invited(server);
        await using var __ = world;

        var fresh = await Invite(world, partner, prospect, "right@customer.example");
        await world.Deliver();

        Assert.Contains(await world.Use((PartnerCenter.Platform.Notifications.Inbox inbox) => inbox.Sent("right@customer.example", 5)), m => m.Body.Contains(fresh, StringComparison.Ordinal));
        Assert.Equal("invitation.over", (await Assert.ThrowsAsync<Refusal>(() => Accept(world, old))).Code);
        await Accept(world, fresh);
        Assert.Equal(0L, await world.Scalar<long>($"select count(*) from customers.invitation where token_hash = '{fresh}'"));
    }

    [Fact, Rule("R12.1.2.3")]
    public async Task A_customer_has_one_partner_at_a_time()
    {
        await using var world = await World.New(server);
        var first = await world.Partner("甲科技");
        var second = await world.Partner("乙科技");
        await world.Customer(first, "C-1");

        Assert.Equal("customer.other-partner", (await Assert.ThrowsAsync<Refusal>(() => world.Customer(second, "C-1"))).Code);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.Execute($"""
            insert into customers.association select gen_random_uuid(), '{second.PartnerId}', customer_id, mode, 'x', now(), null from customers.association
            """));
    }

    [Theory]
    [InlineData("", "王", "13900139000", "a@b.cn", "CompanyName", "form.required")]
    [InlineData("新客户", "王", "1390013", "a@b.cn", "Mobile", "form.mobile")]
    [InlineData("新客户", "王", "13900139000", "not an address", "Email", "form.email")]
    public async Task A_registration_with_a_wrong_field_names_it(string company, string contact, string mobile, string email, string field, string code)
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("拓客科技");

        var refusal = await Assert.ThrowsAsync<Refusal>(() => world.Use((RegisterProspect register) => register.Run(new(company, contact, mobile, email), partner)));

        Assert.Equal((field, code), (refusal.Field, refusal.Code));
    }
}
