namespace PartnerCenter.Kernel;

/// <summary>Organisation code (组织机构代码) of a body without a USCC, GB 11714-1997; seed 3.1, R3.1b.</summary>
public static class OrganizationCode
{
    private static readonly int[] Weights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Checks a code of 9 characters; the hyphen before the last one may be left out.</summary>
    /// <exception cref="Refusal"><c>organization-code.form</c> or <c>organization-code.check</c>, at <paramref name="field"/>.</exception>
    public static void Check(string? code, string? field = null)
    {
        var plain = code?.Replace("-", "", StringComparison.Ordinal);
        if (plain is not { Length: 9 } || !plain.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c)))
        {
            throw new Refusal("organization-code.form", code ?? "") { Field = field };
        }

        var sum = plain.Take(8).Select((c, i) => Weights[i] * (char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10)).Sum();
        var check = "0123456789X0"[11 - (sum % 11)];
        if (plain[8] != check)
        {
            throw new Refusal("organization-code.check", plain) { Field = field };
        }
    }
}
