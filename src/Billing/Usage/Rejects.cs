using System.Globalization;

namespace PartnerCenter.Billing.Usage;

/// <summary>The bad lines of a file: line number, reason, detail, as CSV beside it. The file exists only if there is a bad line.</summary>
internal sealed class Rejects(string path) : IDisposable
{
    private StreamWriter? writer;

    public long Count { get; private set; }

    public void Add(BadLine bad)
    {
        if (writer is null)
        {
            writer = new StreamWriter(path);
            writer.WriteLine("line,reason,detail");
        }

        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bad.Line},{bad.Code},\"{bad.Detail.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        Count++;
    }

    public void Close() => writer?.Flush();

    public void Dispose() => writer?.Dispose();
}
