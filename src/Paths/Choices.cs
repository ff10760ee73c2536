using PartnerCenter.Kernel;

namespace PartnerCenter.Paths;

/// <summary>Choices as files and forms write them: cloud-software, role-certification.</summary>
internal static class Choices
{
    /// <summary>The choice of a name; null if nothing is written.</summary>
    /// <exception cref="Refusal"><c>paths.no-choice</c>.</exception>
    public static T? Read<T>(string? text, string field)
        where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var name = text.Trim().Replace("-", "", StringComparison.Ordinal);
        return char.IsAsciiLetter(name.FirstOrDefault()) && Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new Refusal("paths.no-choice", text) { Field = field };
    }
}
