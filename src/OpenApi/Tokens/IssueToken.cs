using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.OpenApi.Tokens;

/// <summary>A token as it is given out: its text is shown this once.</summary>
internal sealed record IssuedToken(string Text, Token Token, Caller Caller);

/// <summary>Programs get tokens: by the login and password of an account (R15.2.1), or a partner's for one of its customers (R15.3.3).</summary>
internal sealed class IssueToken(
    OpenApiDb db, ProgramSignIn signIn, Callers callers, Rulebook rulebook, BusinessDay businessDay, MachineClock machine)
{
    private const string Wrong = "The username or password is wrong.";

    /// <summary>By login and password.</summary>
    /// <param name="login">The account's login.</param>
    /// <param name="password">Its password.</param>
    /// <param name="domain">The name of its domain, or the login itself for a main account.</param>
    /// <param name="region">The region whose project it is for; null for the whole domain.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="WireError">401, the same for whatever is wrong.</exception>
    public async Task<IssuedToken> ByPassword(string login, string password, string domain, string? region, CancellationToken ct = default)
    {
        try
        {
            await using var wide = await db.Unit.AcrossWalls(ct);
            var account = await signIn.Password(login, password, ct);
            if (await callers.Of(account.Id, null, null, ct) is { } caller && (domain == caller.Domain.Name || domain == account.Login))
            {
                return await Give(caller, null, region, ct);
            }
        }
        catch (Refusal)
        {
            // Locked, disabled, never there: whoever guesses learns nothing of it.
            await db.Unit.Forget(ct);
        }

        throw WireError.Identity(401, Wrong);
    }

    /// <summary>Whoever may act for a customer gets its token.</summary>
    public async Task<IssuedToken> ForCustomer(Caller partner, Guid customer, string? region, CancellationToken ct = default)
    {
        var caller = await callers.Of(partner.Account.Id, customer, partner.Actor.Sandbox, ct) ?? throw WireError.Identity(403, "You have no right to do this action");
        return await Give(caller, customer, region, ct);
    }

    private async Task<IssuedToken> Give(Caller caller, Guid? customer, string? region, CancellationToken ct)
    {
        var (text, now) = (Token.New(), machine.Now);
        var token = new Token
        {
            TokenHash = Token.Hash(text),
            AccountId = caller.Account.Id,
            AssumedCustomer = customer,
            SandboxId = caller.Actor.Sandbox,
            Region = region,
            Mark = caller.Mark,
            IssuedAt = now,
            ExpiresAt = now.AddHours(rulebook.On<ApiTerms>(ApiTerms.Rule, businessDay.Today).Terms.TokenHours),
        };
        db.Tokens.Add(token);
        await using var wide = await db.Unit.AcrossWalls(ct);
        db.Unit.Record(caller.Account.Partner ?? Guid.Empty, $"openapi.token/{caller.Account.Id}", new { customer, region, until = token.ExpiresAt });
        await db.Save(caller.Person, "openapi.issue-token", ct);
        return new(text, token, caller);
    }
}

/// <summary>Revokes a token.</summary>
internal sealed class RevokeToken(OpenApiDb db, MachineClock machine)
{
    /// <summary>Revokes it.</summary>
    public async Task Run(Token token, Caller by, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        await using var end = db.Unit.Command("update openapi.token set ended_at = $2 where token_hash = $1 and ended_at is null", token.TokenHash, machine.Now);
        await end.ExecuteNonQueryAsync(ct);
        db.Unit.Record(by.Account.Partner ?? Guid.Empty, $"openapi.token/{token.AccountId}", new { revoked = true });
        await db.Save(by.Person, "openapi.revoke-token", ct);
    }
}
