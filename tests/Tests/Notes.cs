namespace PartnerCenter.Tests;

/// <summary>Figures that <c>./pc test</c> prints below its results.</summary>
internal static class Notes
{
    private static readonly string? Path = Environment.GetEnvironmentVariable("PC_TEST_NOTES");

    public static void Add(string line)
    {
        if (Path is not null)
        {
            lock (Path)
            {
                File.AppendAllText(Path, line + "\n");
            }
        }
    }
}
