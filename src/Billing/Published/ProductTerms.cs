using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Billing.Published;

/// <summary>A service whose products are billed.</summary>
/// <param name="Code">Its code in usage files.</param>
/// <param name="Name">Its name.</param>
/// <param name="Abbreviation">What people call it for short.</param>
public sealed record ServiceType(string Code, LocalText Name, string Abbreviation);

/// <summary>A kind of resource of a service.</summary>
/// <param name="Code">Its code in usage files.</param>
/// <param name="Name">Its name.</param>
/// <param name="ServiceType">The service's code.</param>
public sealed record ResourceType(string Code, LocalText Name, string ServiceType);

/// <summary>How the use of a kind of resource is measured.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="ResourceType">The code of the kind of resource.</param>
public sealed record UsageType(string Code, LocalText Name, string ResourceType);

/// <summary>What bills name (R15.0). Deciding day: today.</summary>
/// <param name="ServiceTypes">In the order of lists.</param>
/// <param name="ResourceTypes">Each of one of the services.</param>
/// <param name="UsageTypes">Each of one of the kinds of resource.</param>
public sealed record ProductTerms(
    IReadOnlyList<ServiceType> ServiceTypes, IReadOnlyList<ResourceType> ResourceTypes, IReadOnlyList<UsageType> UsageTypes) : ITerms
{
    /// <summary>The rule's name.</summary>
    public const string Rule = "billing.products";

    /// <summary>The name of a service; its code if it is not in the list.</summary>
    public string NameOf(string serviceType) => ServiceTypes.FirstOrDefault(type => type.Code == serviceType)?.Name.ToString() ?? serviceType;

    /// <summary>The name of a kind of resource; its code if it is not in the list.</summary>
    public string NameOfResource(string resourceType) => ResourceTypes.FirstOrDefault(type => type.Code == resourceType)?.Name.ToString() ?? resourceType;

    /// <summary>The kind of resource that a product of the catalogue is: its code begins with that kind's. Null if the list has none.</summary>
    public ResourceType? ResourceOf(string product) => ResourceTypes.FirstOrDefault(type => type.Code == product.Split('.')[0]);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        foreach (var type in ResourceTypes.Where(type => ServiceTypes.All(service => service.Code != type.ServiceType)))
        {
            yield return $"resourceTypes: {type.Code} belongs to no service type";
        }

        foreach (var type in UsageTypes.Where(type => ResourceTypes.All(resource => resource.Code != type.ResourceType)))
        {
            yield return $"usageTypes: {type.Code} belongs to no resource type";
        }
    }
}
