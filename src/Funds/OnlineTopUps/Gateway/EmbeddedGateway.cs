using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Funds.OnlineTopUps.Gateway;

/// <summary>A payment as the embedded gateway keeps it.</summary>
internal sealed record EmbeddedPayment(
    Guid Id, string Channel, decimal Amount, string Payee, string Subject, string ReturnUrl, string NotifyUrl, DateTimeOffset Until, string State, string? Payer);

/// <summary>
/// The embedded default, for a house without a gateway: a page on which a person says that it pays, and a signed callback over HTTP as of
/// any other. No money moves, and so it is there in demo and test deployments only (<c>Payments:Embedded</c>).
/// </summary>
internal sealed partial class EmbeddedGateway(
    UnitOfWork unit, IHttpClientFactory clients, Vault vault, BusinessDay businessDay, IConfiguration configuration, ILogger<EmbeddedGateway> log) : IPaymentGateway
{
    public const string Client = "embedded-gateway";

    public bool Takes => configuration.GetValue("Payments:Embedded", false);

    public string Secret => vault.Fingerprint("callbacks", "funds.gateway_payment");

    public async Task<string> Create(PaymentOrder order, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        await using var command = unit.Command(
            "insert into funds.gateway_payment values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', null) on conflict (id) do nothing",
            order.Id, order.Channel, order.Amount.Amount, order.Payee, order.Subject, order.ReturnUrl, order.NotifyUrl, order.Until);
        await command.ExecuteNonQueryAsync(ct);
        return $"/pay/{order.Id}";
    }

    public async Task<PaymentNews?> Ask(Guid id, CancellationToken ct) => await Find(id, ct) is { } payment ? News(payment) : null;

    public async Task Refund(Guid id, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        await using var command = unit.Command("update funds.gateway_payment set state = 'refunded' where id = $1 and state = 'paid'", id);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<EmbeddedPayment?> Find(Guid id, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        await using var command = unit.Command(
            "select id, channel, amount, payee, subject, return_url, notify_url, until, state, payer from funds.gateway_payment where id = $1", id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(reader.GetGuid(0), reader.GetString(1), reader.GetDecimal(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
                reader.GetFieldValue<DateTimeOffset>(7), reader.GetString(8), reader.IsDBNull(9) ? null : reader.GetString(9))
            : null;
    }

    /// <summary>The person pays, or cancels; the product is told at once, and asks later if it did not hear.</summary>
    /// <returns>Where the person goes back to; null if there is no such payment.</returns>
    /// <exception cref="Refusal"><c>gateway.over</c>: it was paid or cancelled before, or its time is over.</exception>
    public async Task<string?> Answer(Guid id, bool paid, string? payer, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        await unit.InTurn($"gateway payment {id}", ct);
        if (!Takes || await Find(id, ct) is not { } payment)
        {
            return null;
        }

        if (payment.State != "open" || businessDay.Now >= payment.Until)
        {
            throw new Refusal("gateway.over");
        }

        var now = payment with { State = paid ? "paid" : "cancelled", Payer = payer };
        await using (var command = unit.Command("update funds.gateway_payment set state = $2, payer = $3 where id = $1", id, now.State, now.Payer))
        {
            await command.ExecuteNonQueryAsync(ct);
        }

        await unit.Save(Actor.System, "funds.answer-embedded-payment", ct);
        await Tell(now, ct);
        return now.ReturnUrl;
    }

    private static PaymentNews News(EmbeddedPayment payment) =>
        new(payment.Id, payment.State == "refunded" ? "paid" : payment.State, payment.Amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), "CNY", payment.Payer);

    private async Task Tell(EmbeddedPayment payment, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(News(payment), JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, payment.NotifyUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add(CallbackSignature.Header, CallbackSignature.Of(body, Secret));
        try
        {
            using var response = await clients.CreateClient(Client).SendAsync(request, ct);
            if (!response.IsSuccessStatusCode)
            {
                NotHeard(payment.Id, (int)response.StatusCode);
            }
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            NotHeard(payment.Id, 0);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The callback of payment {Payment} was answered by {Status}; the product will ask by itself")]
    private partial void NotHeard(Guid payment, int status);
}
