using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Identity;

/// <summary>One-time passwords of an authenticator app (TOTP, RFC 6238): one step of clock drift, each code once.</summary>
internal sealed class SecondFactor(IdentityDb db, UserManager<Account> users, IUserStore<Account> store, TimeProvider clock)
{
    /// <summary>The secret to put into the app; a new one for an account that has none.</summary>
    /// <returns>The secret in base 32, and the link that a QR code carries.</returns>
    public async Task<(string Secret, string Link)> Prepare(Actor by, string issuer, CancellationToken ct = default)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == by.Account, ct);
        var secret = await users.GetAuthenticatorKeyAsync(account);
        if (secret is null)
        {
            // The account is locked for it: a page that is opened twice at once shows one secret.
            await using (var one = db.Unit.Command("select 1 from identity.account where id = $1 for update", by.Account))
            {
                await one.ExecuteNonQueryAsync(ct);
            }

            secret = await users.GetAuthenticatorKeyAsync(account);
            if (secret is null)
            {
                // Not by way of UserManager: that would end the session in which the secret is shown.
                secret = users.GenerateNewAuthenticatorKey();
                await ((IUserAuthenticatorKeyStore<Account>)store).SetAuthenticatorKeyAsync(account, secret, ct);
                await db.Save(by, "identity.prepare-second-factor", ct);
            }
        }

        return (secret, new OtpUri(OtpType.Totp, secret, account.Email, issuer).ToString());
    }

    /// <summary>Switches it on, once a code proves that the app knows the secret.</summary>
    /// <exception cref="Refusal"><c>identity.code-wrong</c>, at Code.</exception>
    public async Task Enable(Actor by, string? code, CancellationToken ct = default)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == by.Account, ct);
        if (!await Accept(account, code))
        {
            throw new Refusal("identity.code-wrong") { Field = "Code" };
        }

        account.TwoFactorEnabled = true;
        await db.Save(by, "identity.enable-second-factor", ct);
    }

    /// <summary>Whether a code is right and was not used before; using it up is saved by the caller.</summary>
    public async Task<bool> Accept(Account account, string? code)
    {
        var secret = await users.GetAuthenticatorKeyAsync(account);
        if (secret is null)
        {
            return false;
        }

        var totp = new Totp(Base32Encoding.ToBytes(secret));
        var right = totp.VerifyTotp(clock.GetUtcNow().UtcDateTime, code?.Replace(" ", "", StringComparison.Ordinal) ?? "",
            out var step, VerificationWindow.RfcSpecifiedNetworkDelay);
        if (!right || step <= account.LastTotpStep)
        {
            return false;
        }

        account.LastTotpStep = step;
        return true;
    }
}
