using PartnerCenter.Platform.Access;

namespace PartnerCenter.Support.Pages;

/// <summary>The pages that partners and customers share stand under both portals.</summary>
internal static class Sides
{
    /// <summary>Where the actor's portal begins.</summary>
    public static string Root(this Actor by) => by.Kind == ActorKind.Customer ? "/customer" : "/portal";
}
