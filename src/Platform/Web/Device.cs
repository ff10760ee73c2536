using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace PartnerCenter.Platform.Web;

/// <summary>What somebody visits with, as far as that can be told.</summary>
/// <param name="Browser">The mark that the browser was given; null for one that has none.</param>
/// <param name="Address">Its address; null for one of an inner network, such as that of a proxy which does not say whom it stands for.</param>
public sealed record Device(string? Browser, string? Address)
{
    private const string Cookie = "device";
    private const int MarkBytes = 16;
    private const int Days = 400;

    /// <summary>The device that a request comes from.</summary>
    public static Device Of(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return new(
            http.Request.Cookies[Cookie] is { Length: MarkBytes * 2 } mark ? mark : null,
            address is not null && PublicAddresses.Contain(address) ? address.ToString() : null);
    }

    /// <summary>Gives the browser a mark, unless it has one. It says nothing of anybody and is no session.</summary>
    public static void Mark(HttpContext http)
    {
        if (Of(http).Browser is null && !http.Response.HasStarted)
        {
            http.Response.Cookies.Append(Cookie, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkBytes)), new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(Days),
            });
        }
    }
}
