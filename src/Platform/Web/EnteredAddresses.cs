using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Web;

/// <summary>The addresses of a host, as the name service gives them at this moment.</summary>
/// <param name="host">A name.</param>
/// <param name="ct">Stops waiting.</param>
public delegate Task<IPAddress[]> FindHost(string host, CancellationToken ct);

/// <summary>Why nothing was answered.</summary>
public enum NoAnswer
{
    /// <summary>It is no address that anything is sent to.</summary>
    [Words("地址无效", "Not an address for this")]
    Unfit,

    /// <summary>It leads to an inner network.</summary>
    [Words("不是公网地址", "Not a public address")]
    Internal,

    /// <summary>Nobody is there, or not safely.</summary>
    [Words("无法连接", "Cannot be reached")]
    Unreachable,

    /// <summary>It took too long.</summary>
    [Words("超时", "Too slow")]
    TooSlow,
}

/// <summary>What an address answered that something was sent to.</summary>
/// <param name="Status">The code; null if none came.</param>
/// <param name="Text">The beginning of what it said.</param>
/// <param name="Problem">Why there is no code.</param>
public sealed record Answered(int? Status, string Text, NoAnswer? Problem = null);

/// <summary>
/// Fetches what lies at an address that somebody entered, or sends something there. It leads to the internet at large and nowhere else: the address that is
/// connected to is looked at, not its name, which may lead elsewhere a moment later. Over TLS; no redirect is followed, no proxy
/// asked, nothing of ours is sent along, and neither time nor size is left to the other side.
/// </summary>
/// <remarks>
/// Hosts named in the setting <c>Outbound:Hosts</c> (with port, by commas) are excepted: for those of the operator's own network,
/// which then may do without TLS.
/// </remarks>
public sealed class EnteredAddresses(IHttpClientFactory clients, IConfiguration settings, FindHost find)
{
    /// <summary>The HTTP client that all of it goes through.</summary>
    internal const string Client = "entered-addresses";

    private const int LongestAddress = 2000;
    private const int Seconds = 10;

    /// <summary>What lies there.</summary>
    /// <param name="address">As entered.</param>
    /// <param name="field">The input that a refusal points to.</param>
    /// <param name="most">The most bytes that are taken.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// At the field: <c>form.required</c>, <c>outbound.address</c>, <c>outbound.internal</c>, <c>outbound.redirect</c>,
    /// <c>outbound.status</c>, <c>outbound.too-large</c> or <c>outbound.unreachable</c>.
    /// </exception>
    public async Task<byte[]> Fetch(string? address, string field, int most, CancellationToken ct = default)
    {
        var uri = Read(Input.Text(address, field, LongestAddress), field);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(settings.GetValue("Outbound:TimeoutSeconds", Seconds)));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            using var answer = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            CheckStatus(answer.StatusCode, field);
            return await Read(answer.Content, field, most, patience.Token);
        }
        catch (Exception failed) when (Inner(failed) is { } inner)
        {
            throw new Refusal("outbound.internal", inner.Host) { Field = field };
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new Refusal("outbound.unreachable", uri.Host) { Field = field };
        }
    }

    /// <summary>Stops an address that nothing could be sent to: malformed, without TLS, of an inner network, or of no network.</summary>
    /// <returns>The address as it will be used.</returns>
    /// <exception cref="Refusal">
    /// At the field: <c>form.required</c>, <c>form.too-long</c>, <c>outbound.address</c>, <c>outbound.internal</c> or <c>outbound.unreachable</c>.
    /// </exception>
    public async Task<Uri> Check(string? address, string field, CancellationToken ct = default)
    {
        var uri = Read(Input.Text(address, field, LongestAddress), field);
        try
        {
            await Find(uri.IdnHost, uri.Port, settings, find, ct);
            return uri;
        }
        catch (InnerAddressException)
        {
            throw new Refusal("outbound.internal", uri.Host) { Field = field };
        }
        catch (SocketException)
        {
            throw new Refusal("outbound.unreachable", uri.Host) { Field = field };
        }
    }

    /// <summary>Sends something. What comes of it is an answer, whatever it is: nothing is refused.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="body">JSON.</param>
    /// <param name="headers">What is said beside it.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="most">How much of the answer is read.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Answered> Post(
        string address, string body, IEnumerable<(string Name, string Value)> headers, TimeSpan patience, int most, CancellationToken ct = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Read(address, "Url"));
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new((int)answer.StatusCode, await Beginning(answer.Content, most, limit.Token));
        }
        catch (Refusal)
        {
            return new(null, "", NoAnswer.Unfit);
        }
        catch (Exception failed) when (Inner(failed) is not null)
        {
            return new(null, "", NoAnswer.Internal);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            return new(null, "", NoAnswer.Unreachable);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, "", NoAnswer.TooSlow);
        }
    }

    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<EnteredAddresses>().AddSingleton<FindHost>(Dns.GetHostAddressesAsync);
        services.AddHttpClient(Client).ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(provider =>
        {
            var (settings, find) = (provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<FindHost>());
            return new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                MaxResponseHeadersLength = 16,
                PooledConnectionLifetime = TimeSpan.Zero,
                ConnectCallback = (connection, ct) => Connect(connection, settings, find, ct),
            };
        });
    }

    /// <summary>Asks for the name once, and connects to what it looked at.</summary>
    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext connection, IConfiguration settings, FindHost find, CancellationToken ct)
    {
        var (host, port) = (connection.DnsEndPoint.Host, connection.DnsEndPoint.Port);
        var found = await Find(host, port, settings, find, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<IPAddress[]> Find(string host, int port, IConfiguration settings, FindHost find, CancellationToken ct)
    {
        var found = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await find(host, ct);
        return found.Length > 0 && (IsExcepted(host, port, settings) || found.All(PublicAddresses.Contain)) ? found : throw new InnerAddressException(host);
    }

    private Uri Read(string text, string field) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Host.Length > 0 && uri.IsAbsoluteUri
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsExcepted(uri.IdnHost, uri.Port, settings)))
            ? uri
            : throw new Refusal("outbound.address") { Field = field };

    private static bool IsExcepted(string host, int port, IConfiguration settings) =>
        (settings["Outbound:Hosts"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Contains($"{host}:{port}", StringComparer.OrdinalIgnoreCase);

    private static void CheckStatus(HttpStatusCode status, string field)
    {
        if (status is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest)
        {
            throw new Refusal("outbound.redirect") { Field = field };
        }

        if (status != HttpStatusCode.OK)
        {
            throw new Refusal("outbound.status", (int)status) { Field = field };
        }
    }

    private static async Task<byte[]> Read(HttpContent content, string field, int most, CancellationToken ct)
    {
        await using var body = await content.ReadAsStreamAsync(ct);
        var bytes = new byte[most + 1];
        var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return count <= most ? bytes[..count] : throw new Refusal("outbound.too-large", most / 1024) { Field = field };
    }

    /// <summary>What was said at first, as text; one that breaks off has said so much.</summary>
    private static async Task<string> Beginning(HttpContent content, int most, CancellationToken ct)
    {
        var bytes = new byte[most];
        await using var body = await content.ReadAsStreamAsync(ct);
        var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(bytes, 0, count).Replace("\0", "", StringComparison.Ordinal);
    }

    private static InnerAddressException? Inner(Exception? failed) =>
        failed is null ? null : failed as InnerAddressException ?? Inner(failed.InnerException);

    /// <summary>A host that is not of the internet at large; on its way out through the HTTP client.</summary>
    private sealed class InnerAddressException(string host) : IOException($"{host} is not a public address.")
    {
        public string Host { get; } = host;
    }
}
