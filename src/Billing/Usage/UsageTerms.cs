using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Billing.Usage;

/// <summary>At which rate other currencies are settled in CNY. Deciding day: the first day of the month consumed.</summary>
/// <param name="CnyPer">How many CNY one unit of a currency is, as decimal text, by currency code.</param>
internal sealed record ExchangeRates(IReadOnlyDictionary<string, string> CnyPer) : ITerms
{
    public const string Rule = "billing.exchange-rates";

    public IEnumerable<string> Problems() => CnyPer
        .Where(pair => !UnitText.TryRead(pair.Value, false, out var units) || units <= 0)
        .Select(pair => $"cnyPer.{pair.Key}: {pair.Value} is not a positive number of at most 8 decimals");

    /// <summary>Units of 1e-8 CNY for one unit of the currency; null if there is none.</summary>
    public long? Of(string currency) =>
        currency == "CNY" ? Rounding.One : CnyPer.TryGetValue(currency, out var text) && UnitText.TryRead(text, false, out var units) ? units : null;
}
