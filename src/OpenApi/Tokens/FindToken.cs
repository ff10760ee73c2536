using Microsoft.EntityFrameworkCore;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Persistence;

namespace PartnerCenter.OpenApi.Tokens;

/// <summary>A token that was given out, and who stands behind it: nobody once the account has changed or the customer has left.</summary>
internal sealed record FoundToken(Token Token, Caller? Caller);

/// <summary>Looks a token up. Whether its time is over is for the reader to ask.</summary>
internal sealed class FindToken(OpenApiDb db, Callers callers)
{
    /// <summary>The token, or null if none was given out or it was revoked.</summary>
    public async Task<FoundToken?> Run(string text, CancellationToken ct = default)
    {
        var hash = Token.Hash(text);
        await using var wide = await db.Unit.AcrossWalls(ct);
        if (await db.Tokens.AsNoTracking().SingleOrDefaultAsync(token => token.TokenHash == hash && token.EndedAt == null, ct) is not { } token)
        {
            return null;
        }

        var caller = await callers.Of(token.AccountId, token.AssumedCustomer, token.SandboxId, ct);
        return new(token, caller?.Mark == token.Mark ? caller : null);
    }
}
