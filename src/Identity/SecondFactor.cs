using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using OtpNet;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.Identity;

/// <summary>One-time passwords of an authenticator app (TOTP, RFC 6238): one step of clock drift, each code once.</summary>
internal sealed class SecondFactor(
    IdentityDb db, UserManager<Account> users, IUserStore<Account> store, Rulebook rulebook, IConfiguration configuration, Vault vault, Reassurance reassurance,
    BusinessDay businessDay, MachineClock machine)
{
    /// <summary>Where the secrets of authenticator apps are sealed.</summary>
    public static readonly SealedColumn SecretColumn = new("identity.account_token", "value", "user_id");

    /// <summary>The secret to put into the app; a new one for an account that has none.</summary>
    /// <returns>The secret in base 32, and the link that a QR code carries.</returns>
    public async Task<(string Secret, string Link)> Prepare(Actor by, string issuer, CancellationToken ct = default)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == by.Account, ct);
        var secret = await SecretOf(account);
        if (secret is null)
        {
            // The account is locked for it: a page that is opened twice at once shows one secret.
            await using (var one = db.Unit.Command("select 1 from identity.account where id = $1 for update", by.Account))
            {
                await one.ExecuteNonQueryAsync(ct);
            }

            secret = await SecretOf(account);
            if (secret is null)
            {
                // Not by way of UserManager: that would end the session in which the secret is shown.
                secret = users.GenerateNewAuthenticatorKey();
                await ((IUserAuthenticatorKeyStore<Account>)store).SetAuthenticatorKeyAsync(
                    account, vault.Seal(secret, SecretColumn.Place, account.Id), ct);
                await db.Save(by, "identity.prepare-second-factor", ct);
            }
        }

        return (secret, new OtpUri(OtpType.Totp, secret, account.Email, issuer).ToString());
    }

    /// <summary>Whether an account must set it up before anything else: its role asks for it, and it has none yet.</summary>
    public bool IsNeeded(Account account) => !account.TwoFactorEnabled && configuration["Identity:SecondFactor"] != "optional"
        && rulebook.On<SignInTerms>(SignInTerms.Rule, businessDay.Today).Terms.SecondFactor.Intersect(account.Roles).Any();

    /// <summary>Whether the actor has it on.</summary>
    public Task<bool> IsOn(Actor by, CancellationToken ct = default) =>
        db.Accounts.AnyAsync(a => a.Id == by.Account && a.TwoFactorEnabled, ct);

    /// <summary>Switches it on, once a code proves that the app knows the secret.</summary>
    /// <returns>Recovery codes, shown this once: of each only its hash is kept.</returns>
    /// <exception cref="Refusal"><c>identity.code-wrong</c>, at Code.</exception>
    public async Task<IReadOnlyList<string>> Enable(Actor by, string? code, CancellationToken ct = default)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == by.Account, ct);
        if (!await Accept(account, code))
        {
            throw new Refusal("identity.code-wrong") { Field = "Code" };
        }

        account.TwoFactorEnabled = true;
        var codes = await NewRecoveryCodes(account.Id, ct);
        await db.Save(by, "identity.enable-second-factor", ct);
        return codes;
    }

    /// <summary>Makes new recovery codes, after the password; the old ones end.</summary>
    /// <exception cref="Refusal"><c>identity.password-wrong</c>, at Present; <c>identity.locked</c>; <c>identity.no-second-factor</c>.</exception>
    public async Task<IReadOnlyList<string>> RenewRecoveryCodes(Actor by, string? present, CancellationToken ct = default)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == by.Account, ct);
        if (!account.TwoFactorEnabled)
        {
            throw new Refusal("identity.no-second-factor");
        }

        await reassurance.Need(present, "Present", by, ct);

        var codes = await NewRecoveryCodes(account.Id, ct);
        await db.Save(by, "identity.renew-recovery-codes", ct);
        return codes;
    }

    /// <summary>Whether a recovery code is right and was not used before; of two at the same moment one is taken.</summary>
    public async Task<bool> AcceptRecovery(Account account, string? code, CancellationToken ct = default)
    {
        await using var take = db.Unit.Command(
            "update identity.recovery_code set used_at = $3 where account_id = $1 and code_hash = $2 and used_at is null",
            account.Id, RecoveryCode.Hash(account.Id, code ?? ""), machine.Now);
        return await take.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Whether a code is right and was not used before; using it up is saved by the caller.</summary>
    public async Task<bool> Accept(Account account, string? code)
    {
        var secret = await SecretOf(account);
        if (secret is null)
        {
            return false;
        }

        var totp = new Totp(Base32Encoding.ToBytes(secret));
        var right = totp.VerifyTotp(machine.Now.UtcDateTime, code?.Replace(" ", "", StringComparison.Ordinal) ?? "",
            out var step, VerificationWindow.RfcSpecifiedNetworkDelay);
        if (!right || step <= account.LastTotpStep)
        {
            return false;
        }

        account.LastTotpStep = step;
        return true;
    }

    private async Task<string?> SecretOf(Account account) =>
        await users.GetAuthenticatorKeyAsync(account) is { } kept ? vault.Open(kept, SecretColumn.Place, account.Id) : null;

    private async Task<IReadOnlyList<string>> NewRecoveryCodes(Guid account, CancellationToken ct)
    {
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == account).ToListAsync(ct));
        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New()).ToList();
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { AccountId = account, CodeHash = RecoveryCode.Hash(account, code) }));
        return codes;
    }
}
