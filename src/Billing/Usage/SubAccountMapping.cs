using PartnerCenter.Kernel;
using Sylvan.Data.Csv;

namespace PartnerCenter.Billing.Usage;

/// <summary>Which customer each sub-account of a FOCUS file is: CSV with a header, sub-account first, customer number second.</summary>
internal static class SubAccountMapping
{
    /// <summary>Reads it.</summary>
    /// <exception cref="Refusal"><c>usage.mapping</c> with the line at fault.</exception>
    public static Dictionary<string, string> Read(TextReader text)
    {
        var customers = new Dictionary<string, string>();
        var line = 1;
        try
        {
            using var csv = CsvDataReader.Create(text);
            for (line = 2; csv.Read(); line++)
            {
                var (account, customer) = csv.RowFieldCount < 2 ? ("", "") : (csv.GetString(0).Trim(), csv.GetString(1).Trim());
                if (account.Length == 0 || customer.Length == 0 || !customers.TryAdd(account, customer))
                {
                    throw No(line);
                }
            }
        }
        catch (CsvFormatException)
        {
            throw No(line);
        }

        return customers;
    }

    private static Refusal No(int line) => new("usage.mapping", line) { Field = "Mapping" };
}
