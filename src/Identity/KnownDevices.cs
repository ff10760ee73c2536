using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Identity;

/// <summary>A browser on which an account has signed in before. It has attempts of its own, so that strangers cannot lock its owner out.</summary>
[Untracked]
internal sealed class Device
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset KnownSince { get; init; }
}

/// <summary>Which device an attempt to sign in comes from.</summary>
internal sealed class KnownDevices(IDataProtectionProvider protection, IdentityDb db, BusinessDay businessDay)
{
    private const string Cookie = "device";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private IDataProtector Seal => protection.CreateProtector("device");

    /// <summary>The account and device that a browser's cookie names, or null.</summary>
    public (Guid Account, Guid Device)? Read(HttpContext http)
    {
        try
        {
            return http.Request.Cookies[Cookie] is { } cookie && Seal.Unprotect(cookie).Split('/') is [var account, var device]
                ? (Guid.Parse(account), Guid.Parse(device))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Remembers the browser for an account that has just signed in on it.</summary>
    public async Task Remember(HttpContext http, Guid account, CancellationToken ct = default)
    {
        if (Read(http) is { } known && known.Account == account)
        {
            return;
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var device = new Device { Id = Guid.NewGuid(), AccountId = account, KnownSince = businessDay.Now };
        db.Devices.Add(device);
        await db.Save(Actor.System, "identity.remember-device", ct);
        http.Response.Cookies.Append(Cookie, Seal.Protect($"{account}/{device.Id}"), new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            MaxAge = Lifetime,
        });
    }

    /// <summary>The device, if it belongs to the account.</summary>
    public Task<Device?> Find((Guid Account, Guid Device)? named, Guid account, CancellationToken ct = default)
    {
        var (of, id) = named ?? default;
        return db.Devices.SingleOrDefaultAsync(d => d.Id == id && d.AccountId == account && of == account, ct);
    }
}
