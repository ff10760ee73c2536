namespace PartnerCenter.Kernel;

/// <summary>Taxpayer number (税务编码): 15 or 18 characters; the USCC where there is one; seed 3.1, R3.1c.</summary>
public static class TaxNumber
{
    /// <summary>The number to keep: what was given, or the USCC where nothing was.</summary>
    /// <exception cref="Refusal"><c>tax-number.length</c>, at <paramref name="field"/>.</exception>
    public static string Of(string? given, string? uscc, string? field = null)
    {
        var number = string.IsNullOrWhiteSpace(given) ? uscc ?? "" : given.Trim();
        return number.Length is 15 or 18 && number.All(char.IsAsciiLetterOrDigit)
            ? number
            : throw new Refusal("tax-number.length", number.Length) { Field = field };
    }
}
