using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Memory;

namespace PartnerCenter.Identity;

/// <summary>
/// A picture of a few digits that a person reads and a simple program does not: before anything is sent to anybody. The answer is sealed
/// into the form, good for five minutes and once in each process.
/// </summary>
internal sealed class Captcha(IDataProtectionProvider protection, IMemoryCache used)
{
    private const int Digits = 5;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    // Strokes of the digits on a grid of 2 × 4.
    private static readonly string[] Strokes =
    [
        "0,0 2,0 2,4 0,4 0,0", "0,1 1,0 1,4", "0,0 2,0 2,2 0,2 0,4 2,4", "0,0 2,0 2,2 1,2 2,2 2,4 0,4", "0,0 0,2 2,2 2,0 2,4",
        "2,0 0,0 0,2 2,2 2,4 0,4", "2,0 0,0 0,4 2,4 2,2 0,2", "0,0 2,0 1,4", "0,2 0,0 2,0 2,4 0,4 0,2 2,2", "2,2 0,2 0,0 2,0 2,4 0,4",
    ];

    private ITimeLimitedDataProtector Seal => protection.CreateProtector("captcha").ToTimeLimitedDataProtector();

    /// <summary>A new picture, as a data URI, and its sealed answer.</summary>
    public (string Picture, string Token) New()
    {
        var answer = new string([.. Enumerable.Range(0, Digits).Select(_ => (char)('0' + RandomNumberGenerator.GetInt32(10)))]);
        var token = Seal.Protect($"{Guid.NewGuid():n}{answer}", Lifetime);
        return ($"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Draw(answer)))}", token);
    }

    /// <summary>Whether an answer is the one that was sealed, for the first time.</summary>
    public bool Accept(string? token, string? answer)
    {
        try
        {
            var content = Seal.Unprotect(token ?? "");
            if (used.TryGetValue(content, out _))
            {
                return false;
            }

            used.Set(content, true, Lifetime);
            return content[32..] == answer?.Trim();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Draw(string answer)
    {
        var svg = new StringBuilder("""<svg xmlns="http://www.w3.org/2000/svg" width="190" height="64" viewBox="0 0 190 64"><rect width="190" height="64" fill="#f1f3f5"/>""");
        for (var i = 0; i < answer.Length; i++)
        {
            var points = Strokes[answer[i] - '0'].Split(' ').Select(p => p.Split(','))
                .Select(p => $"{N(18 + (i * 34) + (Number(p[0]) * 9) + Jitter(3))},{N(14 + (Number(p[1]) * 9) + Jitter(3))}");
            svg.Append(CultureInfo.InvariantCulture,
                $"""<polyline points="{string.Join(' ', points)}" fill="none" stroke="#1f3a5f" stroke-width="3" stroke-linejoin="round" transform="rotate({N(Jitter(14))} {27 + (i * 34)} 32)"/>""");
        }

        for (var i = 0; i < 6; i++)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"""<line x1="{N(95 + Jitter(95))}" y1="{N(32 + Jitter(32))}" x2="{N(95 + Jitter(95))}" y2="{N(32 + Jitter(32))}" stroke="#1f3a5f" stroke-opacity=".35"/>""");
        }

        return svg.Append("</svg>").ToString();
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Jitter(int most) => RandomNumberGenerator.GetInt32(-most * 10, (most * 10) + 1) / 10.0;

    private static string N(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
