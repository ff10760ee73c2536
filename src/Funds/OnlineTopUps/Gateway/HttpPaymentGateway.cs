using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;

namespace PartnerCenter.Funds.OnlineTopUps.Gateway;

/// <summary>A gateway's HTTP interface, see docs/reference/payment-gateway.md.</summary>
internal sealed class HttpPaymentGateway(HttpClient http, IConfiguration settings) : IPaymentGateway
{
    public bool Takes => true;

    public string Secret => settings["Secret"] is { Length: >= 16 } secret
        ? secret
        : throw new InvalidOperationException("Payments:Http:Secret must have 16 characters at least.");

    public async Task<string> Create(PaymentOrder order, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Post, "/payments");
        request.Headers.Add("Idempotency-Key", order.Id.ToString());
        request.Content = JsonContent.Create(new
        {
            id = order.Id,
            channel = order.Channel,
            amount = order.Amount.ToString(),
            currency = order.Amount.Currency.Code,
            payee = order.Payee,
            subject = order.Subject,
            returnUrl = order.ReturnUrl,
            notifyUrl = order.NotifyUrl,
            until = order.Until,
        });
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Opened>(ct))!.Url;
    }

    public async Task<PaymentNews?> Ask(Guid id, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Get, $"/payments/{id}");
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<PaymentNews>(ct);
    }

    public async Task Refund(Guid id, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Post, $"/payments/{id}/refund");
        request.Headers.Add("Idempotency-Key", id.ToString());
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
    }

    private HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, settings["Url"] + path) { Headers = { Authorization = new("Bearer", settings["Key"]) } };

    private sealed record Opened(string Url);
}
