using System.Text;
using System.Text.Json;
using PartnerCenter.OpenApi.Signing;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>
/// Signatures as the SDKs make them. Those of Node were recorded from the vendor's npm package; those of the SDKs that no registry has
/// were made by a signer of other hands after the description of each.
/// </summary>
public sealed class SignatureTests
{
    private const string Secret = "abcdefghij0123456789ABCDEFGHIJ0123456789";

    private static readonly JsonElement[] Recorded = JsonSerializer.Deserialize<JsonElement[]>(
        File.ReadAllText(Path.Combine(TestServer.Root, "tests", "Tests", "OpenApi", "signatures.json")))!;

    public static TheoryData<string> Names() => [.. Recorded.Select(request => request.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names)), Rule("R15.0")]
    public void What_each_sdk_signs_is_taken_for_what_it_is(string name)
    {
        var (request, header) = Read(name);

        Assert.True(request.IsSigned(header, Secret));
        Assert.False(request.IsSigned(header, Secret[..^1] + "0"));
        Assert.False((request with { Body = [.. request.Body, (byte)' '] }).IsSigned(header, Secret));
        Assert.False((request with { Method = "PUT" }).IsSigned(header, Secret));
        Assert.False((request with { Target = request.Target + (request.Target.Contains('?', StringComparison.Ordinal) ? "&more=1" : "?more=1") }).IsSigned(header, Secret));
        var original = request.Header;
        foreach (var signed in header.Signed)
        {
            Assert.False((request with { Header = asked => asked == signed ? original(asked) + "0" : original(asked) }).IsSigned(header, Secret), signed);
        }
    }

    /// <summary>One bit of method, address, signed headers, body or signature.</summary>
    [Fact, Target("T10")]
    public void Of_two_thousand_calls_with_one_bit_changed_none_is_taken()
    {
        var (random, taken) = (new Random(10), new List<string>());
        for (var tried = 0; tried < 2_000;)
        {
            var name = Recorded[random.Next(Recorded.Length)].GetProperty("name").GetString()!;
            var (request, header) = Read(name);
            var original = request.Header;
            var named = header.Signed.Where(one => original(one)?.Any(char.IsAsciiDigit) == true).ToList();
            var signed = named[random.Next(named.Count)];
            var (what, changed, by) = random.Next(5) switch
            {
                0 => ("method", request with { Method = Flip(request.Method, random) }, header),
                1 => ("address", request with { Target = Flip(request.Target, random) }, header),
                2 => (signed, request with { Header = asked => asked == signed ? Flip(original(asked)!, new(tried)) : original(asked) }, header),
                3 when request.Body.Length > 0 => ("body", request with { Body = Flip(request.Body, random) }, header),
                _ => ("signature", request, header with { Signature = Flip(header.Signature, random) }),
            };
            tried++;
            if (changed.IsSigned(by, Secret))
            {
                taken.Add($"{name}: {what} {changed.Target}");
            }
        }

        Assert.Empty(taken);
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        var flipped = bytes.ToArray();
        flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    /// <summary>A letter or digit becomes another; those of %2F stay, which %2f is as well.</summary>
    private static string Flip(string text, Random random)
    {
        while (true)
        {
            var at = random.Next(text.Length);
            var other = (char)(text[at] ^ (1 << random.Next(7)));
            if (char.IsAsciiLetterOrDigit(text[at]) && char.IsAsciiLetterOrDigit(other) && !text[Math.Max(0, at - 2)..at].Contains('%', StringComparison.Ordinal))
            {
                return text[..at] + other + text[(at + 1)..];
            }
        }
    }

    [Fact]
    public void A_body_that_is_not_signed_is_not_taken()
    {
        var (request, header) = Read("any: the hash of the body as a header");
        var unsigned = request with { Header = asked => asked == "x-sdk-content-sha256" ? "UNSIGNED-PAYLOAD" : request.Header(asked) };

        Assert.False(unsigned.IsSigned(header, Secret));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic eDp5")]
    [InlineData("SDK-HMAC-SHA256 Access=A, SignedHeaders=host, Signature=0000000000000000000000000000000000000000000000000000000000000000")] // the time is not signed
    [InlineData("SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=00")]
    public void A_header_of_another_shape_is_none(string? header) => Assert.Null(AuthorizationHeader.Read(header));

    private static (CanonicalRequest Request, AuthorizationHeader Header) Read(string name)
    {
        var recorded = Recorded.Single(request => request.GetProperty("name").GetString() == name);
        var headers = recorded.GetProperty("headers").EnumerateArray().ToDictionary(pair => pair[0].GetString()!, pair => pair[1].GetString()!);
        var request = new CanonicalRequest(
            recorded.GetProperty("method").GetString()!, recorded.GetProperty("target").GetString()!, headers.GetValueOrDefault,
            Encoding.UTF8.GetBytes(recorded.GetProperty("body").GetString()!));
        return (request, AuthorizationHeader.Read(headers["authorization"])!);
    }
}
