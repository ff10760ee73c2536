using PartnerCenter.Identity.Federation;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Identity.Published;

/// <summary>Reads the settings of an identity provider from where it publishes them. Nothing is kept: the administrator looks and saves.</summary>
public sealed class FetchSamlMetadata(EnteredAddresses addresses)
{
    /// <summary>Fetches and reads.</summary>
    /// <param name="address">Where its metadata lies.</param>
    /// <param name="by">The administrator.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Entity id, sign-on address and signing certificates as PEM.</returns>
    /// <exception cref="Refusal">At Address: it cannot be fetched (<see cref="EnteredAddresses"/>), or is no metadata of one identity provider.</exception>
    public async Task<SamlProviderForm> Run(string? address, Actor by, CancellationToken ct = default)
    {
        by.Need(IdentityModule.Federation);
        return SamlDescription.Read(await addresses.Fetch(address, "Address", SamlDescription.MostBytes, ct), "Address");
    }
}
