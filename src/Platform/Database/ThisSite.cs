using Microsoft.Extensions.Configuration;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Database;

/// <summary>
/// Which of the vendor's sites this deployment is: setting Deployment:Site, China unless given. A database belongs to the site that
/// first started on it, so that no mistake in a setting shows one site's accounts on another (R3.5).
/// </summary>
public sealed class ThisSite(Databases databases, IConfiguration configuration)
{
    /// <summary>The setting.</summary>
    public const string Setting = "Deployment:Site";

    /// <summary>The site.</summary>
    public Site Site => configuration.GetValue(Setting, Site.China);

    /// <summary>Claims the database for this site, or finds that it is this site's.</summary>
    /// <exception cref="InvalidOperationException">It belongs to another.</exception>
    public async Task Claim(CancellationToken ct = default)
    {
        await using var command = databases.Owner.CreateCommand("""
            with claimed as (insert into platform.site values (true, $1) on conflict do nothing returning name)
            select name from claimed union all select name from platform.site limit 1
            """);
        command.Parameters.Add(new() { Value = Site.ToString() });
        var owner = (string)(await command.ExecuteScalarAsync(ct))!;
        if (owner != Site.ToString())
        {
            throw new InvalidOperationException($"This database belongs to the site {owner}, and {Setting} says {Site}: sites share nothing. Give each a database of its own.");
        }
    }
}
