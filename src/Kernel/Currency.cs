namespace PartnerCenter.Kernel;

/// <summary>A currency by its ISO 4217 code. Every currency used here has two decimals ("cents").</summary>
/// <param name="Code">Three upper-case letters, such as CNY.</param>
public readonly record struct Currency(string Code)
{
    /// <summary>Renminbi, in which the China site settles.</summary>
    public static readonly Currency Cny = new("CNY");

    /// <summary>United States dollar.</summary>
    public static readonly Currency Usd = new("USD");

    /// <summary>Reads a code; anything but three letters A to Z is refused.</summary>
    /// <exception cref="Refusal"><c>money.currency</c></exception>
    public static Currency Parse(string? code) =>
        code is { Length: 3 } && code.All(char.IsAsciiLetterUpper) ? new(code) : throw new Refusal("money.currency", code ?? "");

    /// <inheritdoc/>
    public override string ToString() => Code;
}
