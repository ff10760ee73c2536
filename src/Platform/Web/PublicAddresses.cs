using System.Net;

namespace PartnerCenter.Platform.Web;

/// <summary>
/// Which addresses belong to the internet at large. All others are somebody's inside: this machine, its network, the metadata service
/// of its cloud, or a way around by which an inner IPv4 address is written as IPv6.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Inner4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Public by its number, and answered by the host below a virtual machine of one large cloud.
            "168.63.129.16/32",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>All of IPv6 that is given out, and what of it is not public: Teredo and other assignments, documentation, 6to4.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Inner6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(network => IPNetwork.Parse(network))];

    /// <summary>Whether an address is one of the internet at large.</summary>
    public static bool Contain(IPAddress address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => Contain(address.MapToIPv4()),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } => !Inner4.Any(network => network.Contains(address)),
        _ => Global6.Contains(address) && !Inner6.Any(network => network.Contains(address)),
    };
}
