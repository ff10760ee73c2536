using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using PartnerCenter.Tests.Adapters;

namespace PartnerCenter.Tests.Federation;

/// <summary>A partner's platform: a real identity provider (npm samlp) with a key of its own, and another key that nobody knows.</summary>
internal sealed partial class SamlPlatform : IAsyncDisposable
{
    public const string Issuer = "https://login.platform.example/saml";
    private readonly Counterpart idp;

    private SamlPlatform(Counterpart idp, string certificate) => (this.idp, Certificate) = (idp, certificate);

    public string SignOnUrl => $"http://127.0.0.1:{idp.Port}/sso";

    /// <summary>The certificate of its key, as PEM.</summary>
    public string Certificate { get; }

    public static async Task<SamlPlatform> Start(TestServer server, string issuer = Issuer)
    {
        var folder = server.NewFolder();
        var (own, other) = (NewPair("Platform"), NewPair("Other"));
        await File.WriteAllTextAsync(Path.Combine(folder, "own.key"), own.Key);
        await File.WriteAllTextAsync(Path.Combine(folder, "own.pem"), own.Certificate);
        await File.WriteAllTextAsync(Path.Combine(folder, "other.key"), other.Key);
        await File.WriteAllTextAsync(Path.Combine(folder, "other.pem"), other.Certificate);
        return new(await Counterpart.Start("saml.js", folder, issuer), own.Certificate);
    }

    public static (string Key, string Certificate) NewPair(string name, int bits = 2048, int fromDays = -10, int untilDays = 365)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = new DateTimeOffset(2024, 9, 2, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(now.AddDays(fromDays), now.AddYears(20).AddDays(untilDays));
        return (key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem());
    }

    /// <summary>Somebody signs in here, wherever the question was meant to go: the form that the platform sends the browser back with.</summary>
    public async Task<Dictionary<string, string>> SignIn(Uri question, object? options = null, int minutes = 0, string key = "own")
    {
        using var browser = new HttpClient();
        var more = $"&options={Uri.EscapeDataString(JsonSerializer.Serialize(options ?? new { user = new { name = "alice" } }))}&minutes={minutes}&key={key}";
        using var answer = await browser.GetAsync(SignOnUrl + question.Query + more);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, page);
        return Field().Matches(page).ToDictionary(m => m.Groups[1].Value, m => System.Net.WebUtility.HtmlDecode(m.Groups[2].Value));
    }

    public async ValueTask DisposeAsync() => await idp.DisposeAsync();

    [GeneratedRegex("name=\"([^\"]+)\"\\s+value=\"([^\"]*)\"")]
    private static partial Regex Field();
}
