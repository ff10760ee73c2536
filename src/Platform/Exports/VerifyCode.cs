using System.Security.Cryptography;

namespace PartnerCenter.Platform.Exports;

/// <summary>Codes that nobody guesses: whoever has one can check the certificate behind it.</summary>
public static class VerifyCode
{
    /// <summary>A new one, of 128 random bits.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
