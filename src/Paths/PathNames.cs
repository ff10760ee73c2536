using PartnerCenter.Paths.Published;

namespace PartnerCenter.Paths;

/// <summary>Paths as they stand in addresses.</summary>
internal static class PathNames
{
    public static string Of(DevelopmentPath path) => path.ToString().ToLowerInvariant();

    /// <summary>The path of a name, or null if it is none.</summary>
    public static DevelopmentPath? Read(string name)
    {
        foreach (var path in Enum.GetValues<DevelopmentPath>())
        {
            if (Of(path) == name)
            {
                return path;
            }
        }

        return null;
    }
}
