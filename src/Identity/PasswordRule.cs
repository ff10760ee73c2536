using System.IO.Compression;
using Microsoft.AspNetCore.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Identity;

/// <summary>Long rather than intricate: no rules of composition, but none of the passwords that everybody tries first.</summary>
internal sealed class PasswordRule(Rulebook rulebook, BusinessDay businessDay) : IPasswordValidator<Account>
{
    /// <summary>As long as anybody wants, within what a hash can take in a moment.</summary>
    public const int Longest = 256;

    private const int DifferentCharacters = 5;

    /// <summary>Characters that an account's password must have.</summary>
    public int ShortestFor(Account account)
    {
        var terms = rulebook.On<SignInTerms>(SignInTerms.Rule, businessDay.Today).Terms;
        return account.TwoFactorEnabled ? terms.ShortestPasswordWithSecondFactor : terms.ShortestPassword;
    }

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(password is not null && password.Length >= ShortestFor(user) && password.Length <= Longest && !IsWeak(user, password)
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityError { Code = "Weak" }));

    private bool IsWeak(Account account, string password)
    {
        // A common word stretched with digits or punctuation is still that word.
        var (whole, core) = (password.ToLowerInvariant(), new string([.. password.ToLowerInvariant().Where(char.IsLetter)]));
        if (core.Length == 0 || password.Distinct().Count() < DifferentCharacters || CommonPasswords.Contain(whole) || CommonPasswords.Contain(core))
        {
            return true;
        }

        var own = new[] { account.Email!.Split('@')[0], account.CompanyName, account.DisplayName }
            .Where(word => word is { Length: > 2 }).Select(word => word!.ToLowerInvariant());
        var forbidden = rulebook.On<SignInTerms>(SignInTerms.Rule, businessDay.Today).Terms.ForbiddenWords;
        return own.Any(word => whole.Contains(word, StringComparison.Ordinal)) || IsMadeOf(core, forbidden);
    }

    /// <summary>Whether a text is nothing but these words one after another.</summary>
    private static bool IsMadeOf(string text, IReadOnlyList<string> words) =>
        text.Length == 0 || words.Any(word => text.StartsWith(word, StringComparison.Ordinal) && IsMadeOf(text[word.Length..], words));
}

/// <summary>The 120,000 passwords that are used most (OWASP SecLists), read when the first password is set.</summary>
internal static class CommonPasswords
{
    private static readonly Lazy<HashSet<string>> All = new(Read);

    public static int Count => All.Value.Count;

    public static bool Contain(string password) => All.Value.Contains(password);

    private static HashSet<string> Read()
    {
        using var packed = typeof(CommonPasswords).Assembly.GetManifestResourceStream("PartnerCenter.Identity.Passwords.common.txt.gz")!;
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var found = new HashSet<string>(120_000, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            found.Add(line);
        }

        return found;
    }
}
