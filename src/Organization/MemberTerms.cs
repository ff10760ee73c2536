using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Organization;

/// <summary>How partners organise their people (chapter 7). Deciding day: today.</summary>
/// <param name="MostRoles">How many roles one member holds at most (R12.1.9.3).</param>
/// <param name="Defaults">Permissions that every member with a role has (R7.1.1).</param>
/// <param name="NotGrantable">Permissions that stay with the administrator and cannot be part of a partner's own role.</param>
internal sealed record MemberTerms(int MostRoles, IReadOnlyList<string> Defaults, IReadOnlyList<string> NotGrantable) : ITerms
{
    public const string Rule = "organization.members";

    public IEnumerable<string> Problems()
    {
        if (MostRoles < 1)
        {
            yield return $"mostRoles: {MostRoles} is less than 1";
        }
    }
}
