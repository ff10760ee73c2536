using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Identity;

/// <summary>How people prove who they are, and for how long that holds. Deciding day: today.</summary>
/// <param name="IdleMinutes">A session ends when nothing came for so long.</param>
/// <param name="LongestHours">A session ends after so long whatever happens.</param>
/// <param name="FreeAttempts">Wrong passwords before the account, or the known device, has to wait.</param>
/// <param name="LongestLockMinutes">The wait doubles from a minute up to this, never for good.</param>
/// <param name="ShortestPassword">Characters of a password that stands alone.</param>
/// <param name="ShortestPasswordWithSecondFactor">Characters where a second factor stands beside it.</param>
/// <param name="SecondFactor">Roles that can do nothing before their second factor is on.</param>
/// <param name="ForbiddenWords">Words that no password may be made of.</param>
internal sealed record SignInTerms(
    int IdleMinutes, int LongestHours, int FreeAttempts, int LongestLockMinutes, int ShortestPassword, int ShortestPasswordWithSecondFactor,
    IReadOnlyList<string> SecondFactor, IReadOnlyList<string> ForbiddenWords) : ITerms
{
    public const string Rule = "identity.sign-in";

    public TimeSpan Idle => TimeSpan.FromMinutes(IdleMinutes);

    public TimeSpan Longest => TimeSpan.FromHours(LongestHours);

    /// <summary>After some failures a minute's wait, then two, four … up to the longest: never for good.</summary>
    public DateTimeOffset? LockAfter(int failures, DateTimeOffset now) =>
        failures < FreeAttempts ? null : now.AddMinutes(Math.Min(LongestLockMinutes, 1 << Math.Min(failures - FreeAttempts, 10)));

    public IEnumerable<string> Problems()
    {
        foreach (var (name, value) in new[]
        {
            ("idleMinutes", IdleMinutes), ("longestHours", LongestHours), ("freeAttempts", FreeAttempts), ("longestLockMinutes", LongestLockMinutes),
            ("shortestPasswordWithSecondFactor", ShortestPasswordWithSecondFactor - 7), ("shortestPassword", ShortestPassword - 7),
        })
        {
            if (value < 1)
            {
                yield return $"{name}: is too small";
            }
        }

        for (var i = 0; i < SecondFactor.Count; i++)
        {
            if (!Role.Names.ContainsKey(SecondFactor[i]))
            {
                yield return $"secondFactor[{i}]: there is no role {SecondFactor[i]}";
            }
        }
    }
}
