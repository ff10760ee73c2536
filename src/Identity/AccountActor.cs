using PartnerCenter.Platform.Access;

namespace PartnerCenter.Identity;

/// <summary>An account as an actor.</summary>
internal static class AccountActor
{
    private static readonly HashSet<string> None = [];

    public static Actor ToActor(this Account account, IReadOnlySet<string>? permissions = null) =>
        new(account.Id, account.DisplayName, account.Kind, account.PartnerId, account.CustomerId, permissions ?? None) { Roles = account.Roles };
}
