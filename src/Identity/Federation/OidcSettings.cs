using Microsoft.Extensions.Configuration;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Identity.Federation;

/// <summary>The OpenID provider of the house: where people who have an account sign in without a password of ours.</summary>
/// <param name="Authority">Its issuer, by whose discovery document the rest is found.</param>
/// <param name="ClientId">What it calls us.</param>
/// <param name="ClientSecret">By what it knows us.</param>
/// <param name="Name">What people call it: "Sign in with …".</param>
/// <param name="Kinds">Whose accounts may be entered with it; the vendor's people unless said otherwise.</param>
internal sealed record OidcSettings(Uri Authority, string ClientId, string ClientSecret, string Name, IReadOnlyCollection<ActorKind> Kinds)
{
    private const string Section = "Identity:Oidc";

    /// <summary>Reads the settings; null if there are none.</summary>
    /// <exception cref="InvalidOperationException">They are incomplete or wrong: the product does not start.</exception>
    public static OidcSettings? Of(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (string.IsNullOrWhiteSpace(section["Authority"]))
        {
            return null;
        }

        // Without TLS only on this machine itself: keys and people's names come from there.
        if (!Uri.TryCreate(section["Authority"], UriKind.Absolute, out var authority)
            || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            throw new InvalidOperationException($"{Section}:Authority must be an https address.");
        }

        return new(authority, Needed(section, "ClientId"), Needed(section, "ClientSecret"), section["Name"] ?? authority.Host,
            KindsOf(section["Kinds"]));
    }

    private static string Needed(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{Section}:{name} is missing.");

    private static HashSet<ActorKind> KindsOf(string? names)
    {
        var kinds = new HashSet<ActorKind>();
        const StringSplitOptions tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var name in (names ?? nameof(ActorKind.Vendor)).Split(',', tidy))
        {
            var known = Enum.TryParse<ActorKind>(name, ignoreCase: true, out var kind) && Enum.IsDefined(kind);
            kinds.Add(known && kind is not ActorKind.System and not ActorKind.Console
                ? kind
                : throw new InvalidOperationException($"{Section}:Kinds does not know {name}."));
        }

        return kinds;
    }
}
