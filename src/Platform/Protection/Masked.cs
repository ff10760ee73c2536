namespace PartnerCenter.Platform.Protection;

/// <summary>Classified values as everybody sees them who has not asked, with the right to, for the whole.</summary>
public static class Masked
{
    /// <summary>138****1234.</summary>
    public static string Mobile(string mobile) => mobile.Length < 8 ? "****" : $"{mobile[..^8]}****{mobile[^4..]}";
}
