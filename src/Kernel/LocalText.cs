using System.Globalization;

namespace PartnerCenter.Kernel;

/// <summary>A text in the product's two languages, side by side: neither can be forgotten.</summary>
/// <param name="Zh">Simplified Chinese.</param>
/// <param name="En">English.</param>
public sealed record LocalText(string Zh, string En)
{
    /// <summary>The text in a culture: Chinese for every zh culture, English for all others.</summary>
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? Zh : En;

    /// <summary>The text in the culture of the current request.</summary>
    public override string ToString() => In(CultureInfo.CurrentUICulture);
}
