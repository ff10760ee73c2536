using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Platform.Notifications;

/// <summary>
/// SMS by a provider's HTTP interface: POST of {"to", "text"} as JSON, with a bearer key, and an Idempotency-Key that is the same in
/// every attempt.
/// </summary>
internal sealed class HttpSmsSender(HttpClient http, IConfiguration settings) : ISmsSender
{
    private const int LongestReason = 300;

    public async Task Send(Guid id, Sms sms, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings["Url"])
        {
            Content = JsonContent.Create(new { to = sms.Mobile, text = sms.Text }),
            Headers = { Authorization = new("Bearer", settings["Key"]) },
        };
        request.Headers.Add("Idempotency-Key", id.ToString());
        using var response = await http.SendAsync(request, ct);
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var reason = await Reason(response, sms, ct);
        throw response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? new HttpRequestException(reason, null, response.StatusCode)
            : new PermanentFailure(reason);
    }

    /// <summary>What the provider says, without what is secret: its answer may repeat the number and the text.</summary>
    private static async Task<string> Reason(HttpResponseMessage response, Sms sms, CancellationToken ct)
    {
        var said = (await response.Content.ReadAsStringAsync(ct))
            .Replace(sms.Mobile, Masked.Mobile(sms.Mobile), StringComparison.Ordinal).Replace(sms.Text, "…", StringComparison.Ordinal);
        return $"The SMS provider answered {(int)response.StatusCode} for {Masked.Mobile(sms.Mobile)}: {(said.Length > LongestReason ? said[..LongestReason] : said)}";
    }
}
