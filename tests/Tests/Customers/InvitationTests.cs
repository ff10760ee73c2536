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

    [Theory, Target("T9")]
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

    [Fact, Target("T9")]
    public async Task Fifty_people_accepting_at_once_make_one_customer()
    {
        var (world, _, _, token) = await Invited(server);
        await using var __ = world;
        var accepted = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 50), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (_, _) =>
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

    /// <summary>Only the mailbox of a demo, which stands in for the customer's own, holds the letter; the queue holds it sealed.</summary>
    [Fact, Target("T9")]
    public async Task Whoever_copies_the_database_finds_no_link_that_works()
    {
        var (world, _, _, token) = await Invited(server);
        await using var __ = world;
        var bytes = Convert.FromHexString(token.Length % 2 == 0 && token.All(Uri.IsHexDigit) ? token : "").Length;
        Assert.True(bytes >= 16 || token.Length >= 22, "fewer than 128 bits");

        var holding = await world.Scalar<string>($"""
            select coalesce(string_agg(t, ', '), '') from (
                select schemaname || '.' || tablename as t,
                    (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I x where x::text like %L', schemaname, tablename, '%{token}%'), false, true, '')))[1]::text::int as n
                from pg_tables where schemaname not in ('pg_catalog', 'information_schema')) found
            where n > 0
            """);

        Assert.Equal("", holding);
        await world.Deliver();
        Assert.Equal(1L, await world.Scalar<long>($"select count(*) from platform.sent_message where body like '%{token}%'"));
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

    private static Task<string?> Offline(World world, Actor partner, Guid prospect, AssociationMode mode = AssociationMode.Resale) =>
        world.Use((InviteProspect invite) => invite.Offline(prospect, mode, "http://x", partner));

    private static async Task<Actor> Direct(World world, string mobile = "13900139000", bool enterprise = true)
    {
        var email = $"{Guid.NewGuid():n}@customer.example";
        await world.Use((RegisterCustomer register) => register.Run(new(enterprise, "直接客户", mobile, email, World.Password)));
        return await world.Person(email);
    }

    private static async Task<string> As(World world, string link, Actor customer)
    {
        try
        {
            await world.Use((AcceptInvitation accept) => accept.RunAs(link.Split('/')[^1], true, customer));
            return "";
        }
        catch (Refusal refusal)
        {
            return refusal.Code;
        }
    }

    [Fact, Rule("R12.1.2.4")]
    public async Task An_offline_link_works_for_ever_until_it_is_used_or_revoked_with_the_mobile_of_the_registration()
    {
        var (world, partner, prospect, online) = await Invited(server);
        await using var __ = world;
        var first = (await Offline(world, partner, prospect))!.Split('/')[^1];
        await world.Use((AcceptInvitation accept) => accept.Count(first));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddYears(3));

        Assert.Equal("invitation.over", (await Assert.ThrowsAsync<Refusal>(() => Accept(world, online))).Code);
        Assert.NotNull(await world.Use((AcceptInvitation accept) => accept.Find(first)));
        var open = Assert.Single(await world.Use((CustomerLists lists) => lists.Invitations(prospect, partner)), i => i.ExpiresAt is null);
        Assert.Equal(1, open.Opened);
        Assert.False(await world.Use(async (InviteProspect invite) => await invite.Revoke(open.Id, await world.Partner("对手科技"))));
        Assert.True(await world.Use((InviteProspect invite) => invite.Revoke(open.Id, partner)));
        Assert.Equal("invitation.over", (await Assert.ThrowsAsync<Refusal>(() => Accept(world, first))).Code);

        var second = (await Offline(world, partner, prospect))!.Split('/')[^1];
        Assert.Equal("invitation.other-mobile", (await Assert.ThrowsAsync<Refusal>(() => Accept(world, second, "13900139001"))).Code);
        var fresh = await Invite(world, partner, prospect, "new@customer.example");
        await Accept(world, second);
        Assert.Equal("prospect.wrong-state", (await Assert.ThrowsAsync<Refusal>(() => Accept(world, fresh))).Code);
    }

    [Theory, Rule("R12.4.6")]
    [InlineData(-1, "")]
    [InlineData(0, "invitation.account-too-old")]
    public async Task An_account_accepts_an_offline_link_while_it_is_seven_days_new(int seconds, string answer)
    {
        var (world, partner, prospect, _) = await Invited(server);
        await using var __ = world;
        var link = (await Offline(world, partner, prospect))!;
        var customer = await Direct(world);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddDays(7).AddSeconds(seconds));

        Assert.Equal("invitation.other-mobile", await As(world, link, await Direct(world, "13900139002")));
        Assert.Equal(answer, await As(world, link, customer));
        Assert.Equal(answer.Length == 0, await world.Use((Associations a) => a.OfCustomer(customer.CustomerId)) is not null);
        if (answer.Length == 0)
        {
            var again = await world.Use((RegisterProspect register) => register.Run(new("又一个", "王", "13900139000", "b@customer.example"), partner));
            Assert.Equal("customer.associated-already", await As(world, (await Offline(world, partner, again))!, customer));
        }
    }

    [Fact]
    public async Task A_sub_account_associates_by_referral_on_its_own_and_in_custody_not_at_all()
    {
        var (world, partner, prospect, _) = await Invited(server);
        await using var __ = world;
        var master = await world.Enter((await Direct(world)).Account);
        await Add("free@customer.example", custody: false);
        await Add("kept@customer.example", custody: true);
        var person = await world.Enter((await Direct(world, enterprise: false)).Account);
        Assert.Equal("customer.no-master", (await Assert.ThrowsAsync<Refusal>(() => world.Use((SubAccounts subs) =>
            subs.Add("x", "x@customer.example", "13900139000", false, "http://x", person!)))).Code);

        var (resale, referral) = ((await Offline(world, partner, prospect))!, "");
        Assert.Equal("customer.custody", await As(world, resale, await world.Person("kept@customer.example")));
        Assert.Equal("customer.sub-referral-only", await As(world, resale, await world.Person("free@customer.example")));
        referral = (await Offline(world, partner, prospect, AssociationMode.Referral))!;
        Assert.Equal("customer.custody", await As(world, referral, await world.Person("kept@customer.example")));
        Assert.Equal("", await As(world, referral, await world.Person("free@customer.example")));
        Assert.Equal(2, (await world.Use((SubAccounts subs) => subs.Of(master!))).Subs.Count);

        Task Add(string email, bool custody) => world.Use((SubAccounts subs) => subs.Add("分公司", email, "13900139000", custody, "http://x", master!));
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
