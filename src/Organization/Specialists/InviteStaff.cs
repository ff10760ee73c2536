using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Organization.Specialists;

/// <summary>
/// The administrator invites a personal account to become staff (R7.2.1). A further letter to the same person replaces the link before
/// it (R7.2.5).
/// </summary>
internal sealed class InviteStaff(
    OrganizationDb db, PersonAccounts persons, Partners partners, StaffConditions conditions, Rulebook rulebook, Notifier notifier,
    BusinessDay businessDay)
{
    public const string Notice = "organization.staff-invitation";

    /// <summary>Sends the invitation.</summary>
    /// <param name="name">The name of the personal account: its e-mail address.</param>
    /// <param name="site">The address of this site, for the link.</param>
    /// <param name="by">The administrator.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The link, which the person has by mail as well.</returns>
    /// <exception cref="Refusal">At Account: <c>organization.person-unknown</c> (R7.2.4) and those of <see cref="StaffConditions"/>.</exception>
    public async Task<string> Run(string? name, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        var person = await persons.Find(Input.Text(name, "Account", 254), ct);
        if (person is null || person.Kind is ActorKind.Console or ActorKind.Vendor)
        {
            throw new Refusal("organization.person-unknown") { Field = "Account" };
        }

        if (await conditions.Why(person, by.PartnerId, ct) is { } why)
        {
            throw new Refusal(why) { Field = "Account" };
        }

        foreach (var earlier in await db.StaffInvitations.Where(i => i.PartnerId == by.PartnerId && i.AccountId == person.Id).ToListAsync(ct))
        {
            earlier.Revoke(businessDay.Now);
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var days = rulebook.On<SpecialistTerms>(SpecialistTerms.Rule, businessDay.Today).Terms.InvitationDays;
        var company = (await partners.Find(by.PartnerId, ct))!.CompanyName;
        db.StaffInvitations.Add(new()
        {
            PartnerId = by.PartnerId,
            PartnerName = company,
            AccountId = person.Id,
            TokenHash = Hash(token),
            SentAt = businessDay.Now,
            ExpiresAt = businessDay.Now.AddDays(days),
        });
        var link = $"{site}/person/invitations/{token}";
        await notifier.Mail(person.Email, $"{company} 邀请您关联 / invites you", Letter(company, days, link), ct);
        await db.Save(by, "organization.invite-staff", ct);
        return link;
    }

    /// <summary>Ends an open invitation.</summary>
    /// <returns>False if the partner has none with that id.</returns>
    public async Task<bool> Revoke(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        if (await db.StaffInvitations.SingleOrDefaultAsync(i => i.Id == id && i.PartnerId == by.PartnerId, ct) is not { } invitation)
        {
            return false;
        }

        invitation.Revoke(businessDay.Now);
        await db.Save(by, "organization.revoke-staff-invitation", ct);
        return true;
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Letter(string company, int days, string link) =>
        $"{company} 邀请您将个人账号关联到该公司。请在 {days} 天内登录您的个人账号并打开链接。\n"
        + $"{company} invites you to become its staff. Sign in to your personal account and open the link within {days} days.\n\n{link}\n";
}

/// <summary>What stands in the way of binding a person to a partner (R7.2.3): asked when it is invited, and again when it accepts.</summary>
internal sealed class StaffConditions(OrganizationDb db, PersonAccounts persons, Rulebook rulebook, ThisSite here, BusinessDay businessDay)
{
    /// <summary>The code of the first condition that is not met, or null.</summary>
    public async Task<string?> Why(FoundAccount person, Guid partner, CancellationToken ct = default)
    {
        var terms = rulebook.On<SpecialistTerms>(SpecialistTerms.Rule, businessDay.Today).Terms;
        if (person.Kind == ActorKind.Partner)
        {
            return "organization.person-is-partner";
        }

        if (person.IsEnterprise || person.Kind != ActorKind.Person)
        {
            return "organization.person-enterprise";
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var yearAgo = businessDay.Now.AddYears(-1);
        var bindings = await db.Bindings.AsNoTracking().Where(b => b.AccountId == person.Id && (b.ToAt == null || b.ToAt > yearAgo)).ToListAsync(ct);
        if (bindings.Find(b => b.ToAt is null) is { } present)
        {
            return present.PartnerId == partner ? "organization.person-bound-here" : "organization.person-bound-elsewhere";
        }

        if (terms.RealNameNeeded && !person.HasRealName)
        {
            return "organization.person-no-real-name";
        }

        if (bindings.Select(b => b.PartnerId).Distinct().Count() >= terms.PartnersInAYear)
        {
            return "organization.person-three-partners";
        }

        return await HasMobileOfRegion(person, terms, ct) || await db.StaffExceptions.AnyAsync(e => e.PartnerId == partner && e.AccountId == person.Id, ct)
            ? null : "organization.person-mobile-region";
    }

    private async Task<bool> HasMobileOfRegion(FoundAccount person, SpecialistTerms terms, CancellationToken ct) =>
        terms.Mobiles.FirstOrDefault(mobiles => mobiles.Site == here.Site) is not { } mobiles || await persons.HasMobileOf(person.Id, mobiles.Codes, ct);
}
