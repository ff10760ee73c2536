namespace PartnerCenter.Platform.Access;

/// <summary>Every permission of every module, and which roles have it.</summary>
public sealed class PermissionCatalogue
{
    private readonly Dictionary<string, Permission> permissions;

    /// <summary>Collects the permissions that the modules declare; two with one code stop the start.</summary>
    public PermissionCatalogue(IEnumerable<Module> modules) =>
        permissions = modules.SelectMany(module => module.Permissions).Concat(PlatformPermissions.All).ToDictionary(p => p.Code);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Permission> All => permissions.Values;

    /// <summary>The permission of a code.</summary>
    /// <exception cref="KeyNotFoundException">No module declares it: a mistake in the program.</exception>
    public Permission this[string code] => permissions[code];

    /// <summary>Whether some module declares it.</summary>
    public bool Knows(string code) => permissions.ContainsKey(code);

    /// <summary>Everything that a set of roles allows.</summary>
    public IReadOnlySet<string> Of(IReadOnlyCollection<string> roles) =>
        permissions.Values.Where(permission => permission.Roles.Intersect(roles).Any()).Select(p => p.Code).ToHashSet();
}
