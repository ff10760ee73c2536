using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Kernel;

namespace PartnerCenter.Identity;

/// <summary>The authority that knows whether a name and an identity number belong to one person (实名认证).</summary>
internal interface IRealNameRegistry
{
    /// <summary>Whether they do.</summary>
    /// <exception cref="Refusal"><c>identity.registry-away</c>: it cannot be asked now.</exception>
    Task<bool> Match(string name, string number, CancellationToken ct);
}

/// <summary>Where no authority is configured: a number that is well formed is believed.</summary>
internal sealed class FormOfNumber(BusinessDay businessDay) : IRealNameRegistry
{
    public Task<bool> Match(string name, string number, CancellationToken ct) => Task.FromResult(IdentityNumber.IsValid(number, businessDay.Today));
}

/// <summary>An authority over HTTP: POST of {"name", "number"} as JSON with a bearer key, answered by {"match": true}.</summary>
internal sealed class HttpRealNameRegistry(HttpClient http, IConfiguration settings) : IRealNameRegistry
{
    public async Task<bool> Match(string name, string number, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, settings["Url"])
            {
                Content = JsonContent.Create(new { name, number }),
                Headers = { Authorization = new("Bearer", settings["Key"]) },
            };
            using var response = await http.SendAsync(request, ct);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<Answer>(ct))?.Match == true;
        }
        catch (Exception away) when (away is HttpRequestException or System.Text.Json.JsonException
            || (away is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new Refusal("identity.registry-away");
        }
    }

    private sealed record Answer(bool Match);
}
