using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.OpenApi;

/// <summary>How the open API is kept safe and fair. Deciding day: today.</summary>
/// <param name="PerSecond">How often one user may call one operation in a second (R15.2.7).</param>
/// <param name="Operations">Operations with a limit of their own.</param>
/// <param name="KeysPerUser">Permanent access keys of one user.</param>
/// <param name="SkewMinutes">How far the time of a signature may be off.</param>
/// <param name="BadSignatures">Wrong signatures in a row that lock an access key.</param>
/// <param name="LockMinutes">For how long.</param>
/// <param name="TokenHours">How long a token holds (R15.2.6).</param>
/// <param name="BodyMebibytes">The longest body.</param>
/// <param name="LogDays">How long calls stay in the log.</param>
/// <param name="Codes">The codes by SMS for new customers.</param>
/// <param name="Sandbox">What a sandbox begins with.</param>
/// <param name="Regions">Each is a project of every account, named like it.</param>
internal sealed record ApiTerms(
    int PerSecond, IReadOnlyDictionary<string, int> Operations, int KeysPerUser, int SkewMinutes, int BadSignatures, int LockMinutes,
    int TokenHours, int BodyMebibytes, int LogDays, CodeTerms Codes, SandboxTerms Sandbox, IReadOnlyList<string> Regions) : ITerms
{
    public const string Rule = "openapi.limits";

    public int Limit(string operation) => Operations.GetValueOrDefault(operation, PerSecond);

    public IEnumerable<string> Problems()
    {
        foreach (var (name, value) in new[]
        {
            ("perSecond", PerSecond), ("keysPerUser", KeysPerUser), ("skewMinutes", SkewMinutes), ("badSignatures", BadSignatures),
            ("lockMinutes", LockMinutes), ("tokenHours", TokenHours), ("bodyMebibytes", BodyMebibytes), ("logDays", LogDays),
            ("codes.minutes", Codes.Minutes), ("codes.tries", Codes.Tries), ("codes.perHour", Codes.PerHour), ("codes.perDay", Codes.PerDay),
        })
        {
            if (value < 1)
            {
                yield return $"{name}: is too small";
            }
        }

        foreach (var (operation, limit) in Operations)
        {
            if (limit < 1)
            {
                yield return $"operations.{operation}: is too small";
            }
        }

        if (Sandbox is not { Balance: > 0, Allocation: > 0, Quota: > 0, Product.Length: > 0 } || Sandbox.Allocation > Sandbox.Balance)
        {
            yield return "sandbox: all above zero, and no more allocated than there is";
        }

        if (Regions.Count == 0)
        {
            yield return "regions: at least one";
        }
    }
}

/// <summary>What a sandbox begins with: play money in CNY, and a product of the catalogue that its customer has bought.</summary>
internal sealed record SandboxTerms(decimal Balance, decimal Allocation, decimal Quota, string Product);

/// <summary>Codes by SMS.</summary>
/// <param name="Minutes">How long one is good, unless the caller asks for less.</param>
/// <param name="Tries">Wrong tries that end it.</param>
/// <param name="PerHour">How many one mobile number gets in an hour.</param>
/// <param name="PerDay">And in a day.</param>
internal sealed record CodeTerms(int Minutes, int Tries, int PerHour, int PerDay);
