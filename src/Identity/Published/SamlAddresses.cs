using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace PartnerCenter.Identity.Published;

/// <summary>What we are called in SAML towards the platform of one partner: each partner knows a service provider of its own.</summary>
/// <param name="Site">Where people reach the product, without a slash at the end.</param>
/// <param name="Partner">The partner's number.</param>
public sealed record SamlAddresses(Uri Site, string Partner)
{
    /// <summary>Our entity id: the audience of what is asserted to us. Our metadata lies there.</summary>
    public string EntityId => $"{Start}/metadata";

    /// <summary>Where a customer's sign-in begins: the link on the partner's platform.</summary>
    public string Start => $"{Site.AbsoluteUri.TrimEnd('/')}/federation/saml/{Partner}";

    /// <summary>Where responses go (assertion consumer service, HTTP POST binding).</summary>
    public string Acs => $"{Start}/acs";

    /// <summary>
    /// The addresses on this installation, or null as long as nobody has set <c>Site</c>: an audience taken from a request would be
    /// whatever its sender likes. On this machine itself there is no need for the setting.
    /// </summary>
    public static SamlAddresses? Of(string partner, IConfiguration configuration, HttpRequest request)
    {
        var site = configuration["Site"];
        if (!string.IsNullOrWhiteSpace(site))
        {
            return Uri.TryCreate(site, UriKind.Absolute, out var set) ? new(set, partner) : null;
        }

        var asked = $"{request.Scheme}://{request.Host}";
        return Uri.TryCreate(asked, UriKind.Absolute, out var here) && here.IsLoopback ? new(here, partner) : null;
    }
}
