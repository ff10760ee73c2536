namespace PartnerCenter.Kernel;

/// <summary>
/// The business says no. The code is part of the API and never renamed; the facts fill its sentence; the field, if any, is the
/// input that a person can correct. Nothing has changed when one is thrown.
/// </summary>
public sealed class Refusal(string code, params object[] facts) : Exception(facts.Length == 0 ? code : $"{code} ({string.Join(", ", facts)})")
{
    /// <summary>Stable, dotted, lower-case: <c>funds.balance-too-low</c>.</summary>
    public string Code { get; } = code;

    /// <summary>What the sentence for this code is filled with, in order.</summary>
    public IReadOnlyList<object> Facts { get; } = facts;

    /// <summary>The input at fault, by its name on the form or in the request; null if it is none in particular.</summary>
    public string? Field { get; init; }
}
