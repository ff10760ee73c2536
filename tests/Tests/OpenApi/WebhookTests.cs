using System.Globalization;
using System.Net;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Webhooks;
using PartnerCenter.Orders;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;
using PartnerCenter.Tests.Adapters;
using PartnerCenter.Tests.Orders;
using PartnerCenter.Tests.Vouchers;
using PartnerCenter.Vouchers.CustomerVouchers;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>What happens reaches a partner's own system, signed, at least once, and nobody else's.</summary>
public sealed class WebhookTests(TestServer server) : IAsyncLifetime
{
    private static readonly string[] Every = [.. WebhookEvent.All.Select(one => one.Type)];
    private WebhookReceiver receiver = null!;
    private World world = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await WebhookReceiver.Start();
        world = await World.New(server, settings: new() { ["Outbound:Hosts"] = receiver.Authority });
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await receiver.DisposeAsync();
    }

    private async Task<Guid> Register(Actor partner, params string[] events)
    {
        var made = await world.Use((RegisterWebhook register) => register.Run(new(receiver.Url, "订单系统", events.Length == 0 ? Every : events), partner));
        receiver.Secrets.Add(made.Secret);
        return made.Id;
    }

    private async Task<Guid> Test(Guid webhook, Actor partner) => (await world.Use((TestWebhook test) => test.Run(webhook, partner)))!.Value;

    private Task<WebhookRow?> Row(Guid webhook, Actor partner) => world.Use((WebhookLists lists) => lists.Find(webhook, partner));

    private async Task<DeliveryView> Message(Guid webhook, Guid message, Actor partner) =>
        (await world.Use((WebhookLists lists) => lists.Delivery(webhook, message, partner)))!;

    private async Task Pass(TimeSpan time)
    {
        world.Clock.MoveTo(world.Clock.GetUtcNow() + time);
        await world.Deliver();
    }

    private static async Task<(string Code, string? Field)> Refused(Func<Task> work)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(work);
        return (refusal.Code, refusal.Field);
    }

    [Fact]
    public async Task What_happens_between_a_partner_and_its_customer_is_heard_once_each_with_ids()
    {
        var story = await OrderStory.In(world);
        await Register(story.Partner);
        var customer = await story.Customer(AssociationMode.Resale);
        var (paid, dropped) = (await story.Place(customer), await story.Place(customer));
        await story.Pay(paid, customer);
        await world.Use((CancelOrders cancel) => cancel.Run(dropped, customer));
        await story.GiveUp(customer, (await story.Order(paid, customer)).Resource!.Value);
        await story.Arrive();
        var voucher = await world.Issue(story.Partner, await world.Quota(story.Partner, "500.00"), customer.CustomerId, "100.00");
        await world.Use((ReclaimVoucher reclaim) => reclaim.Run(voucher, story.Partner));
        await world.Deliver();

        // The refund of an unsubscription is an order's as well, and the unsubscription an order of its own.
        Assert.Equal(
            [
                "customer.associated", "funds.allocated", "order.cancelled", "order.paid", "order.placed", "order.placed", "order.placed", "order.refunded",
                "prospect.invited", "voucher.issued", "voucher.reclaimed",
            ],
            receiver.Types().Order(StringComparer.Ordinal));
        Assert.Empty(receiver.Disbelieved);
        Assert.All(receiver.Done.Values, times => Assert.Equal(1, times));
        var allocated = receiver.Heard.Single(message => message.Type == "funds.allocated").Data;
        Assert.Equal((customer.CustomerId.ToString("n"), 5000m), (allocated.GetProperty("customerId").GetString(), allocated.GetProperty("amount").GetDecimal()));
        Assert.Equal(paid.ToString("n"), receiver.Heard.Single(message => message.Type == "order.paid").Data.GetProperty("orderId").GetString());
        Assert.DoesNotContain(receiver.Heard, message => message.Data.GetRawText().Contains("1390013", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_hears_of_nothing_that_it_did_not_ask_for_nor_of_another_partners()
    {
        var (partner, other) = (await world.Partner("回调科技"), await world.Partner("别家科技"));
        await Register(partner, "customer.disassociated");
        await Register(other);
        var foreign = (await world.Use((WebhookLists lists) => lists.Of(other))).Single().Id;

        await world.Customer(partner, "C-81001");
        await world.Deliver();

        Assert.Empty(receiver.Heard);
        Assert.Null(await Row(foreign, partner));
        Assert.Empty(await world.Use((WebhookLists lists) => lists.Deliveries(foreign, null, null, null, 0, 10, partner)));
        Assert.Null(await world.Use((TestWebhook test) => test.Run(foreign, partner)));
        Assert.Null(await world.Use((RotateSecret rotate) => rotate.Run(foreign, partner)));
        Assert.False(await world.Use((RemoveWebhook remove) => remove.Run(foreign, partner)));
        Assert.False(await world.Use((ChangeWebhook change) => change.Switch(foreign, false, partner)));
        Assert.Null(await world.Use((ReplayWebhooks replay) => replay.Span(foreign, world.Clock.GetUtcNow(), world.Clock.GetUtcNow().AddDays(1), false, partner)));
    }

    [Fact]
    public async Task What_is_refused_in_the_end_was_never_said()
    {
        var story = await OrderStory.In(world);
        await Register(story.Partner);
        var customer = await story.Customer(AssociationMode.Resale, "0");

        Assert.Equal("funds.balance-too-low", (await Refused(() => story.Allocate(customer, "10000.01"))).Code);
        await world.Deliver();

        Assert.DoesNotContain("funds.allocated", receiver.Types());
    }

    [Fact]
    public async Task A_receiver_that_is_down_and_comes_back_gets_the_same_message_later_and_knows_a_repeat_by_its_id()
    {
        var partner = await world.Partner("重试科技");
        var webhook = await Register(partner);
        receiver.Answer = call => call <= 2 ? 503 : 200;

        var message = await Test(webhook, partner);
        await world.Deliver();
        Assert.Equal((DeliveryState.Waiting, 503), ((await Message(webhook, message, partner)).Row.State, (await Message(webhook, message, partner)).Row.Status));
        Assert.NotNull((await Row(webhook, partner))!.FailingSince);
        await Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(1, receiver.Calls);
        await Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(2, receiver.Calls);
        await Pass(TimeSpan.FromMinutes(5));

        var sent = await Message(webhook, message, partner);
        Assert.Equal(DeliveryState.Delivered, sent.Row.State);
        Assert.Equal([503, 503, 200], sent.Attempts.Select(attempt => attempt.Status!.Value));
        Assert.Equal("not now", sent.Attempts[0].Answer);
        Assert.Null((await Row(webhook, partner))!.FailingSince);

        await world.Use((ReplayWebhooks replay) => replay.One(webhook, message, partner));
        await world.Deliver();
        Assert.Equal(2, receiver.Done[Assert.Single(receiver.Done.Keys)]);
        Assert.Equal($"msg_{message:n}", receiver.Heard.First().Id);
    }

    [Fact]
    public async Task What_was_missed_in_a_span_of_time_is_sent_again_and_nothing_else()
    {
        var partner = await world.Partner("补发科技");
        var webhook = await Register(partner);
        await Test(webhook, partner);
        await world.Deliver();
        await Pass(TimeSpan.FromHours(1));
        var (from, messages) = (world.Clock.GetUtcNow(), new List<Guid>());
        receiver.Answer = _ => 500;
        for (var n = 0; n < 3; n++)
        {
            messages.Add(await Test(webhook, partner));
        }

        await Pass(TimeSpan.FromMinutes(1));
        receiver.Answer = _ => 200;
        Assert.Equal(("openapi.span", "To"), await Refused(() => world.Use((ReplayWebhooks replay) => replay.Span(webhook, from, from, false, partner))));
        Assert.Equal(3, await world.Use((ReplayWebhooks replay) => replay.Span(webhook, from, from.AddHours(1), false, partner)));
        Assert.Equal(0, await world.Use((ReplayWebhooks replay) => replay.Span(webhook, from, from.AddHours(1), true, partner)));
        await world.Deliver();

        Assert.Equal(messages.Select(message => $"msg_{message:n}").Order(), receiver.Heard.Skip(1).Select(message => message.Id).Order());

        // Jobs of the turns before come late and find their message gone on.
        await Pass(TimeSpan.FromDays(1));
        Assert.Equal(4, receiver.Heard.Count);
    }

    [Fact]
    public async Task A_new_secret_and_the_one_before_both_hold_for_a_day()
    {
        var partner = await world.Partner("轮换科技");
        var webhook = await Register(partner);
        var made = (await world.Use((RotateSecret rotate) => rotate.Run(webhook, partner)))!;

        await Test(webhook, partner);
        await world.Deliver();
        Assert.Equal(2, Assert.Single(receiver.Heard).Signatures);
        receiver.Secrets.Add(made.Secret);
        receiver.Secrets.RemoveAt(0);
        await Test(webhook, partner);
        await Pass(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
        await Test(webhook, partner);
        await world.Deliver();

        Assert.Equal([2, 2, 1], receiver.Heard.Select(message => message.Signatures));
        Assert.Empty(receiver.Disbelieved);
        Assert.DoesNotContain(made.Secret, await world.Scalar<string>("select secret from openapi.webhook"), StringComparison.Ordinal);
        Assert.Equal(0, await world.Scalar<long>("select count(*) from platform.audit where changes like '%whsec%' or changes like '%sealed:%'"));
    }

    [Fact]
    public async Task An_endpoint_that_fails_for_days_is_switched_off_and_its_partner_is_told()
    {
        var partner = await world.Partner("失联科技");
        var webhook = await Register(partner);
        receiver.Answer = _ => 500;
        await Test(webhook, partner);
        await world.Deliver();
        for (var day = 0; day < 5; day++)
        {
            Assert.True((await Row(webhook, partner))!.Active);
            await Test(webhook, partner);
            await Pass(TimeSpan.FromDays(1));
        }

        Assert.Equal((false, OffBecause.Failing), ((await Row(webhook, partner))!.Active, (await Row(webhook, partner))!.OffBecause!.Value));
        Assert.Equal(1, await world.Scalar<long>($"select count(*) from platform.notification where event = '{SendWebhook.Notice}'"));
        Assert.Equal("openapi.webhook-off", (await Refused(() => Test(webhook, partner))).Code);
        var calls = receiver.Calls;
        await world.Customer(partner, "C-81002");
        await Pass(TimeSpan.FromDays(3));
        Assert.Equal(calls, receiver.Calls);

        receiver.Answer = _ => 200;
        await world.Use((ChangeWebhook change) => change.Switch(webhook, true, partner));
        await world.Use((ReplayWebhooks replay) => replay.Span(webhook, world.Clock.GetUtcNow().AddDays(-9), world.Clock.GetUtcNow(), true, partner));
        await world.Deliver();
        Assert.Equal(6, receiver.Heard.Count);
    }

    [Fact]
    public async Task One_that_says_it_is_gone_is_switched_off_at_once()
    {
        var partner = await world.Partner("下线科技");
        var webhook = await Register(partner);
        receiver.Answer = _ => 410;

        await Test(webhook, partner);
        await world.Deliver();

        Assert.Equal(OffBecause.Gone, (await Row(webhook, partner))!.OffBecause);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var partner = await world.Partner("跳转科技");
        var webhook = await Register(partner);
        receiver.Answer = call => call == 1 ? 307 : 200;

        var message = await Test(webhook, partner);
        await world.Deliver();

        Assert.Equal((1, 307), (receiver.Calls, (await Message(webhook, message, partner)).Row.Status));
    }

    [Fact]
    public async Task After_its_last_attempt_a_message_has_failed()
    {
        var partner = await world.Partner("放弃科技");
        var webhook = await Register(partner);
        receiver.Answer = call => call % 2 == 0 ? 200 : 500;
        var message = await Test(webhook, partner);
        await world.Deliver();
        foreach (var seconds in new[] { 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400 })
        {
            Assert.Equal(DeliveryState.Waiting, (await Message(webhook, message, partner)).Row.State);

            // Another message arrives in between, so that the endpoint itself is well.
            await Test(webhook, partner);
            await Pass(TimeSpan.FromSeconds(1));
            await Pass(TimeSpan.FromSeconds(seconds));
        }

        var last = await Message(webhook, message, partner);
        Assert.Equal((DeliveryState.Failed, 10, true), (last.Row.State, last.Attempts.Count, (await Row(webhook, partner))!.Active));
    }

    [Theory]
    [InlineData("http://93.184.215.14/hooks", "outbound.address")]
    [InlineData("https://user@93.184.215.14/hooks", "outbound.address")]
    [InlineData("ftp://93.184.215.14/hooks", "outbound.address")]
    [InlineData("https://127.0.0.1/hooks", "outbound.internal")]
    [InlineData("https://10.1.2.3/hooks", "outbound.internal")]
    [InlineData("https://169.254.169.254/latest", "outbound.internal")]
    [InlineData("https://[::ffff:127.0.0.1]/hooks", "outbound.internal")]
    [InlineData("https://inner.example/hooks", "outbound.internal")]
    [InlineData("", "form.required")]
    public async Task An_address_inside_is_refused_when_it_is_entered(string url, string code)
    {
        await using var other = await World.New(server, services => services.AddSingleton<FindHost>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])));
        var partner = await other.Partner("内网科技");

        Assert.Equal((code, "Url"), await Refused(() => other.Use((RegisterWebhook register) => register.Run(new(url, null, Every), partner))));
    }

    [Fact]
    public async Task A_name_that_leads_inside_by_the_time_of_sending_gets_nothing()
    {
        var asked = 0;
        await using var other = await World.New(server, services => services.AddSingleton<FindHost>((_, _) =>
            Task.FromResult<IPAddress[]>(Interlocked.Increment(ref asked) == 1 ? [IPAddress.Parse("93.184.215.14")] : [IPAddress.Loopback])));
        var partner = await other.Partner("改址科技");
        var port = receiver.Authority.Split(':')[1];
        var made = await other.Use((RegisterWebhook register) => register.Run(new($"https://moves.example:{port}/hooks", null, Every), partner));
        var message = await other.Use((TestWebhook test) => test.Run(made.Id, partner));

        await other.Deliver();

        Assert.Equal(NoAnswer.Internal, (await other.Use((WebhookLists lists) => lists.Delivery(made.Id, message!.Value, partner)))!.Row.Problem);
        Assert.Equal((2, 0), (asked, receiver.Calls));
    }

    [Fact]
    public async Task An_endpoint_wants_known_events_and_there_are_ten_at_most()
    {
        var partner = await world.Partner("十个科技");
        Assert.Equal(("openapi.no-event", "Events"), await Refused(() => Register(partner, "customer.vanished")));
        Assert.Equal(("form.required", "Events"), await Refused(() => world.Use((RegisterWebhook register) => register.Run(new(receiver.Url, null, null), partner))));
        for (var n = 0; n < 10; n++)
        {
            await Register(partner);
        }

        Assert.Equal("openapi.too-many-webhooks", (await Refused(() => Register(partner))).Code);
    }

    [Fact]
    public async Task The_conventions_own_library_believes_what_is_sent()
    {
        var secret = WebhookSecret.New();
        var moment = world.Clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        await using var counterpart = await Counterpart.Start("webhooks.js", secret, moment);
        var (url, body) = ($"http://127.0.0.1:{counterpart.Port}/", Announcer.Body(WebhookEvent.Test, world.Clock.GetUtcNow(), new { Name = "莲花超市" }));
        var seconds = world.Clock.GetUtcNow().ToUnixTimeSeconds();
        await using var sending = await World.New(server, settings: new() { ["Outbound:Hosts"] = $"127.0.0.1:{counterpart.Port}" });

        Task<Answered> Send(params string[] secrets) => sending.Services.GetRequiredService<EnteredAddresses>().Post(
            url, body,
            [("webhook-id", "msg_1"), ("webhook-timestamp", $"{seconds}"), ("webhook-signature", WebhookSecret.Sign(secrets, "msg_1", seconds, body))],
            TimeSpan.FromSeconds(15), 1000, TestContext.Current.CancellationToken);

        Assert.Equal(204, (await Send(secret)).Status);
        Assert.Equal(204, (await Send(WebhookSecret.New(), secret)).Status);
        Assert.Equal(400, (await Send(WebhookSecret.New())).Status);
        Assert.Equal(["msg_1 webhook.test", "msg_1 webhook.test", "refused: No matching signature found"], counterpart.Said);
    }
}
