using PartnerCenter.Identity.Published;
using PartnerCenter.OpenApi.Tokens;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>An account of the cloud as the wire names it: a partner or a customer.</summary>
internal sealed record Domain(Guid Id, string Name);

/// <summary>Who makes a call.</summary>
/// <param name="Actor">Who acts, with what it may and reaches; for a partner that acts for a customer, the customer.</param>
/// <param name="Account">The account whose credentials came.</param>
/// <param name="Person">The actor of that account itself.</param>
/// <param name="Domain">On whose account it acts.</param>
/// <param name="Mark">What its credentials are bound to.</param>
internal sealed record Caller(Actor Actor, ProgramAccount Account, Actor Person, Domain Domain, string Mark)
{
    /// <summary>The token that came, if one did.</summary>
    public Token? Token { get; init; }

    /// <summary>The same for the same signed call, so that a call sent twice is one command; null where a token came.</summary>
    public Guid? Command { get; init; }
}
