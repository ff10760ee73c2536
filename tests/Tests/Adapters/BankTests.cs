using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PartnerCenter.Network.Certification;

namespace PartnerCenter.Tests.Adapters;

/// <summary>Small payments over HTTP against a bank that remembers keys and answers as the test says.</summary>
public sealed class BankTests(TestServer server) : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Key, string Bearer, JsonElement Payment)> calls = [];
    private WebApplication bank = null!;
    private World world = null!;
    private int answer = StatusCodes.Status201Created;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        bank = builder.Build();
        bank.Run(async http =>
        {
            var payment = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body);
            calls.Enqueue((http.Request.Headers["Idempotency-Key"].ToString(), http.Request.Headers.Authorization.ToString(), payment));
            http.Response.StatusCode = answer;
        });
        await bank.StartAsync();
        world = await World.New(server, settings: new() { ["Bank:Http:Url"] = $"{bank.Urls.Single()}/payments", ["Bank:Http:Key"] = "a key" });
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await bank.DisposeAsync();
    }

    private async Task<(PartnerCenter.Platform.Access.Actor Partner, Guid Id)> Submitted()
    {
        var partner = await world.Partner("银行科技");
        var id = await world.Use((CertifyCompany certify) => certify.Run(World.BankData("银行科技"), partner));
        await Hour();
        return (partner, id);
    }

    private async Task Hour()
    {
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddHours(1));
        await world.Deliver();
    }

    [Fact]
    public async Task The_bank_gets_the_account_and_the_amount_and_nobody_a_letter()
    {
        var (partner, id) = await Submitted();

        var call = Assert.Single(calls);
        Assert.Equal((id.ToString(), "Bearer a key"), (call.Key, call.Bearer));
        Assert.Equal(await world.PaidAmount(id), call.Payment.GetProperty("amount").GetString());
        Assert.Equal("755912345678901", call.Payment.GetProperty("account").GetString());
        Assert.Equal(0, await world.Scalar<long>("select count(*) from platform.sent_message where subject like '%Credit advice%'"));
        Assert.True((await world.Use((CertificationLists lists) => lists.Own(partner)))[0].CanConfirm);
    }

    [Fact]
    public async Task What_the_bank_will_never_take_has_failed_and_a_bank_that_is_away_is_asked_again_with_the_same_payment()
    {
        answer = StatusCodes.Status503ServiceUnavailable;
        var (partner, id) = await Submitted();
        Assert.Equal(CertificationState.InProgress, (await world.Use((CertificationLists lists) => lists.Own(partner)))[0].State);
        answer = StatusCodes.Status422UnprocessableEntity;
        await Hour();

        var row = (await world.Use((CertificationLists lists) => lists.Own(partner)))[0];
        Assert.Equal((CertificationState.Failed, CertificationFailure.Payment), (row.State, row.Failure));
        Assert.True(calls.Count >= 2);
        Assert.All(calls, call => Assert.Equal((id.ToString(), calls.First().Payment.ToString()), (call.Key, call.Payment.ToString())));
    }
}
