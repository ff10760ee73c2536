using System.Text.RegularExpressions;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Web;

/// <summary>Checks of what people and programs write, shared by pages and API; each refusal points to its field.</summary>
public static partial class Input
{
    /// <summary>A text that must be there, trimmed.</summary>
    /// <exception cref="Refusal"><c>form.required</c>, <c>form.characters</c> or <c>form.too-long</c>.</exception>
    public static string Text(string? value, string field, int most = 200)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0)
        {
            throw new Refusal("form.required") { Field = field };
        }

        if (text.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t')))
        {
            throw new Refusal("form.characters") { Field = field };
        }

        return text.Length <= most ? text : throw new Refusal("form.too-long", most) { Field = field };
    }

    /// <summary>A choice that must be made: what is left out is never taken for the first one.</summary>
    /// <exception cref="Refusal"><c>form.required</c>.</exception>
    public static T Chosen<T>(T? value, string field)
        where T : struct => value ?? throw new Refusal("form.required") { Field = field };

    /// <summary>An e-mail address.</summary>
    /// <exception cref="Refusal"><c>form.required</c>, <c>form.too-long</c> or <c>form.email</c>.</exception>
    public static string Email(string? value, string field)
    {
        var text = Text(value, field, 254);
        return EmailForm().IsMatch(text) ? text : throw new Refusal("form.email") { Field = field };
    }

    /// <summary>A mobile number: 11 digits of the mainland, or + and a country code.</summary>
    /// <exception cref="Refusal"><c>form.required</c>, <c>form.too-long</c> or <c>form.mobile</c>.</exception>
    public static string Mobile(string? value, string field)
    {
        var text = Text(value, field, 20).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return MobileForm().IsMatch(text) ? text : throw new Refusal("form.mobile") { Field = field };
    }

    [GeneratedRegex(@"^[^@\s<>""]+@[^@\s<>""]+\.[^@\s<>"".]+$")]
    private static partial Regex EmailForm();

    [GeneratedRegex(@"^(1[3-9]\d{9}|\+\d{7,15})$")]
    private static partial Regex MobileForm();
}
