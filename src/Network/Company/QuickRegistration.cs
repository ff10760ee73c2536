using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network.Company;

/// <summary>A link by which a company gets one further account.</summary>
internal sealed class QuickRegistration : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The account that asked for it.</summary>
    public Guid PartnerId { get; init; }

    [Secret]
    public required string TokenHash { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>It works once.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Who will have the further account.</summary>
/// <param name="Email">Its e-mail address: the name to sign in with.</param>
/// <param name="Mobile">A mobile number that no account has.</param>
/// <param name="Password">Its password.</param>
/// <param name="ContactName">The contact.</param>
/// <param name="ContactPosition">The contact's position.</param>
/// <param name="Agreed">Consent to all agreements.</param>
internal sealed record QuickForm(string? Email, string? Mobile, string? Password, string? ContactName, string? ContactPosition, bool Agreed);

/// <summary>
/// A company's further account, registered quickly (R5.1.14): a code to the present account's e-mail address, a link for whoever will
/// have the new account, which joins at once by the short form under the company's real name (R3.2a).
/// </summary>
internal sealed class RegisterQuickly(
    NetworkDb db, Accounts accounts, SendConfirmationCode sendCode, ConfirmationCodes codes, JoinNetwork joining, Rulebook rulebook, BusinessDay businessDay)
{
    private const string Operation = "network.quick-registration";

    /// <summary>Sends the code.</summary>
    /// <exception cref="Refusal">Those of codes.</exception>
    public Task SendCode(Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.RegisterQuickly);
        return sendCode.Run(by.Account, Operation, by.PartnerId.ToString(), ct);
    }

    /// <summary>Makes the link.</summary>
    /// <param name="code">The code that was sent.</param>
    /// <param name="site">The address of this site.</param>
    /// <param name="by">The administrator of the present account.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The link and until when it works.</returns>
    /// <exception cref="Refusal">Those of codes.</exception>
    public async Task<(string Link, DateTimeOffset Until)> Begin(string? code, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.RegisterQuickly);
        await codes.Take(by.Account, Operation, by.PartnerId.ToString(), code, ct);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var until = businessDay.Now.AddHours(rulebook.On<JoiningTerms>(JoiningTerms.Rule, businessDay.Today).Terms.QuickLinkHours);
        db.QuickRegistrations.Add(new() { PartnerId = by.PartnerId, TokenHash = Hash(token), MadeAt = businessDay.Now, ExpiresAt = until });
        await db.Save(by, "network.begin-quick-registration", ct);
        return ($"{site}/register/quick/{token}", until);
    }

    /// <summary>The company of a link that works; null if it does not, or not any more.</summary>
    public async Task<string?> Company(string token, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await Open(token, ct) is { } registration ? (await Entity(registration, ct)).Name : null;
    }

    /// <summary>Registers the account and joins.</summary>
    /// <returns>The new partner.</returns>
    /// <exception cref="Refusal">
    /// <c>company.link-over</c>; <c>company.mobile-taken</c> at Mobile; those of joining and of an account.
    /// </exception>
    public async Task<Guid> Finish(string token, QuickForm form, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        await db.Unit.InTurn($"quick registration {Hash(token)}", ct);
        var registration = await Open(token, ct) ?? throw new Refusal("company.link-over");
        var (contact, mobile) = (Input.Text(form.ContactName, "ContactName", 100), Input.Mobile(form.Mobile, "Mobile"));
        if (await accounts.HasMobile(mobile, ct))
        {
            throw new Refusal("company.mobile-taken") { Field = "Mobile" };
        }

        var entity = await Entity(registration, ct);
        var (actor, company) = await accounts.AddCompany(entity.Name, entity.Code, contact, form.Email, mobile, form.Password, ct);
        registration.UsedAt = businessDay.Now;
        return (await joining.Run(new(contact, form.ContactPosition, mobile, company.Email, null, form.Agreed), company, actor, ct)).Partner;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private Task<QuickRegistration?> Open(string token, CancellationToken ct)
    {
        var (hash, now) = (Hash(token), businessDay.Now);
        return db.QuickRegistrations.SingleOrDefaultAsync(r => r.TokenHash == hash && r.UsedAt == null && r.ExpiresAt > now, ct);
    }

    private Task<LegalEntity> Entity(QuickRegistration registration, CancellationToken ct) =>
        db.Partners.Where(p => p.Id == registration.PartnerId).Join(db.LegalEntities, p => p.LegalEntityId, e => e.Id, (p, e) => e).SingleAsync(ct);
}
