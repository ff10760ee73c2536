using System.Security.Cryptography;
using System.Text.RegularExpressions;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Customers;

/// <summary>What a partner's own system says of a customer that it makes.</summary>
/// <param name="PlatformUser">What the partner's platform calls it, once per partner; also its name when it arrives by SAML.</param>
/// <param name="Login">Its login; null for a random one.</param>
/// <param name="Mobile">Its mobile number; null for none.</param>
/// <param name="Password">Its first password; null for none, and then it enters from the partner's platform only.</param>
public sealed record CustomerWish(string? PlatformUser, string? Login, string? Mobile, string? Password);

/// <summary>
/// A partner's own system makes a customer: it becomes the partner's resale customer at once (R15.1.3), with an account that is also
/// that of the same user of the partner's platform.
/// </summary>
public sealed partial class CreateCustomer(
    CustomersDb db, FederatedAccounts federated, Accounts accounts, Memberships memberships, BeginAssociation begin, RegistrationLimit limit,
    Numbers numbers, BusinessDay businessDay, Vault vault)
{
    private const int LongestPlatformUser = 64;

    /// <summary>Makes customer, association and account in one transaction.</summary>
    /// <returns>The customer and its login.</returns>
    /// <exception cref="Refusal">
    /// <c>customers.no-programme</c>, <c>customers.platform-user-known</c>, <c>customers.login-form</c>, <c>customers.login-taken</c>,
    /// <c>customers.mobile-taken</c>, <c>customers.too-many-registrations</c>, <c>identity.password</c>, and those of fields.
    /// </exception>
    public async Task<(Guid Customer, string Login)> Run(CustomerWish wish, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Acquire);
        var partner = by.PartnerId;
        var user = Input.Text(wish.PlatformUser, nameof(wish.PlatformUser), LongestPlatformUser);
        var login = string.IsNullOrEmpty(wish.Login) ? $"c{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))[..31]}" : wish.Login;
        if (!LoginForm().IsMatch(login) || login.StartsWith("op_", StringComparison.Ordinal) || login.StartsWith("shadow_", StringComparison.Ordinal))
        {
            throw new Refusal("customers.login-form") { Field = nameof(wish.Login) };
        }

        // A sandbox is in no programme, and takes nobody's number for its customers.
        var mobile = string.IsNullOrEmpty(wish.Mobile) || by.Sandbox is not null ? null : Input.Mobile(wish.Mobile, nameof(wish.Mobile));
        if (by.Sandbox is null && (await memberships.Of(partner, businessDay.Today, ct)).Count == 0)
        {
            throw new Refusal("customers.no-programme");
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        await Free(partner, user, login, mobile, ct);
        await limit.CountProgram(by.Account, ct);
        var id = Guid.CreateVersion7();
        var customer = new Customer
        {
            Id = id,
            Number = await numbers.Next("C", ct),
            Name = login,
            Mobile = mobile is null ? null : vault.Seal(mobile, Customer.MobileColumn.Place, id),
            CreatedAt = businessDay.Now,
        };
        db.Customers.Add(customer);
        await begin.Run(customer, partner, AssociationMode.Resale, ChangeOrigin.OpenApi, businessDay.Now, by.Name, ct);
        await federated.AddNamed(partner, user, id, login, mobile, string.IsNullOrEmpty(wish.Password) ? null : wish.Password);
        await db.Save(by, "customers.create", ct);
        return (id, login);
    }

    /// <summary>Two who ask at once for the same: the second waits for the first to commit, and finds it taken.</summary>
    private async Task Free(Guid partner, string user, string login, string? mobile, CancellationToken ct)
    {
        await db.Unit.InTurn($"login {login.ToUpperInvariant()}", ct);
        if (await federated.Find(partner, user, ct) is not null)
        {
            throw new Refusal("customers.platform-user-known", user) { Field = nameof(CustomerWish.PlatformUser) };
        }

        if (await accounts.HasLogin(login, ct))
        {
            throw new Refusal("customers.login-taken", login) { Field = nameof(CustomerWish.Login) };
        }

        if (mobile is not null && await accounts.HasMobile(mobile, ct))
        {
            throw new Refusal("customers.mobile-taken") { Field = nameof(CustomerWish.Mobile) };
        }
    }

    [GeneratedRegex("^[a-zA-Z_-][a-zA-Z0-9_-]{4,31}$")]
    private static partial Regex LoginForm();
}
