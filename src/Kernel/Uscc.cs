namespace PartnerCenter.Kernel;

/// <summary>What a look at a company identifier found.</summary>
public enum IdentifierCheck
{
    /// <summary>Form and check character are right.</summary>
    Valid,

    /// <summary>The form is right, the check character is not: a person has to look (R3.1a).</summary>
    CheckCharacterDiffers,
}

/// <summary>Unified social credit code (统一社会信用代码) of a Chinese legal entity, GB 32100-2015; seed 3.1, R3.1a.</summary>
public static class Uscc
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>Checks a code of 18 characters, digits and upper-case letters without I O Z S V.</summary>
    /// <exception cref="Refusal"><c>uscc.length</c> or <c>uscc.alphabet</c>, at <paramref name="field"/>.</exception>
    public static IdentifierCheck Check(string? code, string? field = null)
    {
        if (code is not { Length: 18 })
        {
            throw new Refusal("uscc.length", code?.Length ?? 0) { Field = field };
        }

        var wrong = code.FirstOrDefault(c => !Alphabet.Contains(c, StringComparison.Ordinal));
        if (wrong != default)
        {
            throw new Refusal("uscc.alphabet", wrong) { Field = field };
        }

        return code[17] == CheckCharacter(code) ? IdentifierCheck.Valid : IdentifierCheck.CheckCharacterDiffers;
    }

    /// <summary>The character that the first 17 call for.</summary>
    public static char CheckCharacter(string code)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += Alphabet.IndexOf(code[i], StringComparison.Ordinal) * Weights[i];
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }
}
