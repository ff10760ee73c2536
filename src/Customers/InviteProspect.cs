using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>A partner invites a prospect by e-mail (R12.1.2.4); a corrected address or a further letter replaces the link before (R12.1.2.6).</summary>
public sealed class InviteProspect(
    CustomersDb db, Partners partners, Rulebook rulebook, Notifier notifier, BusinessDay businessDay, Vault vault)
{
    /// <summary>Sends the letter.</summary>
    /// <param name="id">The prospect.</param>
    /// <param name="mode">How it shall be associated.</param>
    /// <param name="email">The address to write to; null for the registered one.</param>
    /// <param name="site">Where this product is reached, such as <c>https://partners.example.com</c>.</param>
    /// <param name="by">Who invites.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The link, which also goes by other ways; or null if this partner has no such prospect.</returns>
    /// <exception cref="Refusal"><c>prospect.wrong-state</c>: it is a customer already. <c>form.email</c>.</exception>
    public async Task<string?> Run(Guid id, AssociationMode mode, string? email, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Acquire);
        var prospect = await db.Prospects.SingleOrDefaultAsync(p => p.Id == id && p.PartnerId == by.PartnerId, ct);
        if (prospect is null)
        {
            return null;
        }

        prospect.Email = email is null ? prospect.Email : Input.Email(email, "Email");
        var days = rulebook.On<InvitationTerms>(InvitationTerms.Rule, businessDay.Today).Terms.OnlineDays;
        var link = await Link(prospect, mode, businessDay.Now.AddDays(days), site, ct);
        var company = (await partners.Find(by.PartnerId, ct))!.CompanyName;
        await notifier.Mail(prospect.Email, $"{company} 邀请您成为客户 / invites you", Letter(company, days, link), ct);
        db.Publish(new ProspectInvited(by.PartnerId, prospect.Id, mode, Online: true));
        await db.Save(by, "customers.invite", ct);
        return link;
    }

    /// <summary>Makes a link for handing over offline, as it is or as a QR code: it works until it is revoked (R12.1.2.4).</summary>
    /// <returns>The link; it replaces the one before. Null if this partner has no such prospect.</returns>
    /// <exception cref="Refusal"><c>prospect.wrong-state</c>: it is a customer already.</exception>
    public async Task<string?> Offline(Guid id, AssociationMode mode, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Acquire);
        if (await db.Prospects.SingleOrDefaultAsync(p => p.Id == id && p.PartnerId == by.PartnerId, ct) is not { } prospect)
        {
            return null;
        }

        var link = await Link(prospect, mode, null, site, ct);
        db.Publish(new ProspectInvited(by.PartnerId, prospect.Id, mode, Online: false));
        await db.Save(by, "customers.invite-offline", ct);
        return link;
    }

    /// <summary>Ends an open invitation of either kind.</summary>
    /// <returns>False if this partner has none with that id.</returns>
    public async Task<bool> Revoke(Guid invitation, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Acquire);
        var open = await db.Invitations.SingleOrDefaultAsync(i => i.Id == invitation && i.PartnerId == by.PartnerId && i.AcceptedAt == null, ct);
        if (open is null)
        {
            return false;
        }

        open.Revoke(businessDay.Now);
        await db.Save(by, "customers.revoke-invitation", ct);
        return true;
    }

    /// <summary>A new link in place of the open ones of its kind.</summary>
    private async Task<string> Link(Prospect prospect, AssociationMode mode, DateTimeOffset? expiresAt, string site, CancellationToken ct)
    {
        prospect.Invite();
        var open = await db.Invitations.Where(i => i.ProspectId == prospect.Id && i.AcceptedAt == null).ToListAsync(ct);
        foreach (var earlier in open.Where(earlier => earlier.ExpiresAt is null == expiresAt is null))
        {
            earlier.Revoke(businessDay.Now);
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var id = Guid.CreateVersion7();
        var mobile = vault.Open(prospect.Mobile, Prospect.MobileColumn.Place, prospect.Id);
        db.Invitations.Add(new()
        {
            Id = id,
            PartnerId = prospect.PartnerId,
            ProspectId = prospect.Id,
            Mode = mode,
            TokenHash = Hash(token),
            Mobile = vault.Seal(mobile, Invitation.MobileColumn.Place, id),
            Email = prospect.Email,
            SentAt = businessDay.Now,
            ExpiresAt = expiresAt,
        });
        return $"{site}/invitation/{token}";
    }

    internal static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Letter(string company, int days, string link) =>
        $"{company} 邀请您与其建立关联。请在 {days} 天内打开链接，并使用登记的手机号码注册。\n"
        + $"{company} invites you to become its customer. Open the link within {days} days and register with the mobile it was told.\n\n{link}\n";
}
