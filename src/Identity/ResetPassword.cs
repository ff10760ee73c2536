using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Identity;

/// <summary>
/// A forgotten password (R7.1.7): the main account names itself, a member names its administrator and itself; after a picture a code
/// goes to the registered e-mail address, and with it a new password is set. Every step answers alike whether the account exists or not.
/// </summary>
internal sealed class ResetPassword(
    IdentityDb db, UserManager<Account> users, SendConfirmationCode sendCode, ConfirmationCodes codes, Captcha captcha)
{
    private const string Operation = "identity.reset-password";

    /// <summary>Sends the code, if there is such an account; says nothing either way.</summary>
    /// <exception cref="Refusal"><c>identity.captcha</c>, at Captcha.</exception>
    public async Task Ask(string? administrator, string? member, string? captchaToken, string? captchaAnswer, CancellationToken ct = default)
    {
        if (!captcha.Accept(captchaToken, captchaAnswer))
        {
            throw new Refusal("identity.captcha") { Field = "Captcha" };
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        if (await Find(administrator, member, ct) is { } account)
        {
            try
            {
                await sendCode.Run(account.Id, Operation, "", ct);
            }
            catch (Refusal)
            {
                // Too soon or too many: whoever asks for somebody else's account must not learn that it exists.
            }
        }
    }

    /// <summary>Sets the new password; all sessions end.</summary>
    /// <exception cref="Refusal"><c>identity.reset-failed</c> at Code, whatever was wrong; <c>identity.password</c> at Password.</exception>
    public async Task Finish(string? administrator, string? member, string? code, string? password, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        try
        {
            var account = await Find(administrator, member, ct) ?? throw new Refusal("identity.reset-failed");
            await codes.Take(account.Id, Operation, "", code, ct);
            await users.SetPassword(account, password);
            await db.Save(account.ToActor(), Operation, ct);
        }
        catch (Refusal refusal) when (refusal.Code != "identity.password")
        {
            throw new Refusal("identity.reset-failed") { Field = "Code" };
        }
    }

    private async Task<Account?> Find(string? administrator, string? member, CancellationToken ct)
    {
        var main = users.NormalizeEmail(administrator?.Trim());
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedUserName == main && a.Kind != ActorKind.Console && a.DisabledAt == null, ct);
        if (account is null || string.IsNullOrWhiteSpace(member))
        {
            return account;
        }

        var (name, email) = (member.Trim(), users.NormalizeEmail(member.Trim()));
        return account.PartnerId is { } partner && account.Roles.Contains(Role.PartnerAdministrator)
            ? await db.Accounts.FirstOrDefaultAsync(a => a.PartnerId == partner && a.Kind == ActorKind.Partner && a.DisabledAt == null
                && (a.NormalizedUserName == email || a.DisplayName == name), ct)
            : null;
    }
}
