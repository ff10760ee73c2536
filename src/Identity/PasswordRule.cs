using Microsoft.AspNetCore.Identity;

namespace PartnerCenter.Identity;

/// <summary>Long rather than intricate: no rules of composition, but none of the passwords that everybody tries first.</summary>
internal sealed class PasswordRule : IPasswordValidator<Account>
{
    public const int Shortest = 12;

    private static readonly string[] Common =
        ["password", "12345678", "qwerty", "partner", "welcome", "iloveyou", "admin", "letmein", "abc123", "11111111", "88888888"];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        // A common word stretched with digits or punctuation is still that word.
        var core = new string([.. (password ?? "").ToLowerInvariant().Where(char.IsLetter)]);
        var weak = password is null || Common.Contains(core) || core.Length == 0
            || password.Distinct().Count() < 5 || (user.Email!.Split('@')[0] is { Length: > 3 } name && password.Contains(name, StringComparison.OrdinalIgnoreCase));
        return Task.FromResult(weak ? IdentityResult.Failed(new IdentityError { Code = "Common" }) : IdentityResult.Success);
    }
}
