using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.OpenApi.Signing;
using PartnerCenter.OpenApi.Tokens;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>Finds out who makes a call: by its token, or by the signature of its access key.</summary>
internal sealed class Authentication(
    OpenApiDb db, Callers callers, KeyUse use, FindToken tokens, Vault vault, Rulebook rulebook, BusinessDay businessDay, MachineClock machine)
{
    /// <summary>Whose credentials were named, once that is known: whoever owns them sees in the log that they did not hold.</summary>
    public Guid? Named { get; private set; }

    private ApiTerms Terms => rulebook.On<ApiTerms>(ApiTerms.Rule, businessDay.Today).Terms;

    /// <summary>The caller. Nothing of a body is read for credentials that cannot hold.</summary>
    /// <exception cref="WireError">The credentials do not hold.</exception>
    public async Task<Caller> Of(HttpContext http, Func<Task<byte[]>> body)
    {
        var caller = http.Request.Headers["X-Auth-Token"].ToString() is { Length: > 0 } token
            ? await ByToken(token, http.RequestAborted)
            : await BySignature(http, body);
        if (http.Request.Headers["X-Domain-Id"].ToString() is { Length: > 0 } domain && !domain.Equals(caller.Domain.Id.ToString("n"), StringComparison.OrdinalIgnoreCase))
        {
            throw WireError.Credentials("the domain id does not belong to these credentials");
        }

        return caller;
    }

    private async Task<Caller> ByToken(string text, CancellationToken ct)
    {
        var found = await tokens.Run(text, ct) ?? throw WireError.Credentials("decrypt token fail");
        Named = found.Token.AccountId;
        if (machine.Now >= found.Token.ExpiresAt)
        {
            throw new WireError(401, "APIGW.0307", "x_auth_token is expired");
        }

        return found.Caller is { } caller ? caller with { Token = found.Token } : throw WireError.Credentials("decrypt token fail");
    }

    private async Task<Caller> BySignature(HttpContext http, Func<Task<byte[]>> body)
    {
        var ct = http.RequestAborted;
        var header = AuthorizationHeader.Read(http.Request.Headers.Authorization.ToString()) ?? throw WireError.Credentials("x-auth-token not found");
        var key = await Key(header.Access, ct) ?? throw NoSuchKey(header.Access);
        if (key.LockedUntil > machine.Now)
        {
            throw WireError.Credentials($"ak {header.Access} is locked");
        }

        // Not before: whoever knows a key's name must not fill its owner's log.
        Named = key.AccountId;
        NotOld(http.Request.Headers["X-Sdk-Date"].ToString());
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new CanonicalRequest(http.Request.Method, PathAndQuery(target), name => Value(http.Request.Headers, name), await body());
        if (!request.IsSigned(header, vault.Open(key.Secret, AccessKey.SecretColumn.Place, key.Id)))
        {
            await use.Fail(key, Terms, ct);
            throw WireError.Credentials("verify aksk signature fail");
        }

        await use.Succeed(key, ct);
        return await OfKey(http, key, header, ct);
    }

    private async Task<Caller> OfKey(HttpContext http, AccessKey key, AuthorizationHeader header, CancellationToken ct)
    {
        var caller = key.Active ? await callers.Of(key.AccountId, key.AssumedCustomer, key.SandboxId, ct) : null;
        var given = Token.Hash(http.Request.Headers["X-Security-Token"].ToString());
        if (caller is null || (key.ExpiresAt is not null && (machine.Now >= key.ExpiresAt || key.Mark != caller.Mark
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(key.SecurityTokenHash!)))))
        {
            throw NoSuchKey(key.Access);
        }

        return caller with { Command = new Guid(SHA256.HashData(Encoding.ASCII.GetBytes($"{key.Access}/{header.Signature}")).AsSpan(0, 16)) };
    }

    private static WireError NoSuchKey(string access) => WireError.Credentials($"ak {access} not exist");

    private async Task<AccessKey?> Key(string access, CancellationToken ct)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await db.AccessKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Access == access, ct);
    }

    private void NotOld(string date)
    {
        var now = machine.Now;
        var read = DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        if (!read || (now - at).Duration() > TimeSpan.FromMinutes(Terms.SkewMinutes))
        {
            var shown = read ? date : "unreadable";
            throw WireError.Credentials($"calc aksk signature fail:signature expired, signature time:{shown},server time:{now:yyyyMMdd'T'HHmmss'Z'}");
        }
    }

    /// <summary>Whoever asks a proxy names the host in the first line as well.</summary>
    private static string PathAndQuery(string target) =>
        target.StartsWith('/') || !Uri.TryCreate(target, UriKind.Absolute, out var whole)
            ? target
            : target[(target.IndexOf(whole.Authority, StringComparison.OrdinalIgnoreCase) + whole.Authority.Length)..];

    private static string? Value(IHeaderDictionary headers, string name) => headers.TryGetValue(name, out var values) ? string.Join(',', values.ToArray()) : null;
}
