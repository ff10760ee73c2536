using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Organization.Specialists;

/// <summary>A person accepts or declines a partner's invitation; accepting binds it (R7.2.1).</summary>
internal sealed class AnswerInvitation(
    OrganizationDb db, PersonAccounts persons, StaffConditions conditions, Rulebook rulebook, Notifier notifier, BusinessDay businessDay)
{
    public const string Notice = "organization.staff-answer";

    /// <summary>Accepts, with consent to share certificates with the partner.</summary>
    /// <returns>False if the actor has no such invitation.</returns>
    /// <exception cref="Refusal">
    /// <c>organization.invitation-over</c>, <c>organization.consent-needed</c> at Agreed, and the conditions of R7.2.3, asked again.
    /// </exception>
    public async Task<bool> Accept(Guid id, bool agreed, Actor by, CancellationToken ct = default)
    {
        if (await Own(id, by, ct) is not { } invitation)
        {
            return false;
        }

        if (!agreed)
        {
            throw new Refusal("organization.consent-needed") { Field = "Agreed" };
        }

        invitation.Accept(businessDay.Now);
        var person = (await persons.Of([by.Account], ct))[by.Account];
        if (await conditions.Why(person, invitation.PartnerId, ct) is { } why)
        {
            throw new Refusal(why);
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        db.Bindings.Add(new()
        {
            PartnerId = invitation.PartnerId,
            AccountId = by.Account,
            PersonName = person.Name,
            PersonEmail = person.Email,
            Consent = rulebook.On<SpecialistTerms>(SpecialistTerms.Rule, businessDay.Today).Terms.Consent,
            FromAt = businessDay.Now,
        });
        try
        {
            await Tell(invitation, by, accepted: true, ct);
            await db.Save(by, "organization.accept-staff-invitation", ct);
        }
        catch (DbUpdateException clash) when (clash.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Two invitations accepted at the same moment: the first binds.
            throw new Refusal("organization.person-bound-elsewhere");
        }

        return true;
    }

    /// <summary>Declines.</summary>
    /// <returns>False if the actor has no such invitation.</returns>
    public async Task<bool> Decline(Guid id, Actor by, CancellationToken ct = default)
    {
        if (await Own(id, by, ct) is not { } invitation)
        {
            return false;
        }

        invitation.Decline(businessDay.Now);
        await using var wide = await db.Unit.AcrossWalls(ct);
        await Tell(invitation, by, accepted: false, ct);
        await db.Save(by, "organization.decline-staff-invitation", ct);
        return true;
    }

    /// <summary>The actor's invitation behind a link, or null.</summary>
    public async Task<Guid?> Behind(string token, Actor by, CancellationToken ct = default)
    {
        var hash = InviteStaff.Hash(token);
        return await db.StaffInvitations.Where(i => i.TokenHash == hash && i.AccountId == by.Account).Select(i => (Guid?)i.Id).SingleOrDefaultAsync(ct);
    }

    private async Task<StaffInvitation?> Own(Guid id, Actor by, CancellationToken ct)
    {
        by.Need(OrganizationModule.OwnQualifications);
        return await db.StaffInvitations.SingleOrDefaultAsync(i => i.Id == id && i.AccountId == by.Account, ct);
    }

    private Task Tell(StaffInvitation invitation, Actor by, bool accepted, CancellationToken ct) => notifier.TellPartner(
        invitation.PartnerId,
        OrganizationModule.ManageStaff,
        new(
            Notice,
            accepted ? new("成员已接受邀请", "An invitation is accepted") : new("成员已拒绝邀请", "An invitation is declined"),
            accepted
                ? new($"{by.Name} 已关联到贵公司。", $"{by.Name} is your staff now.")
                : new($"{by.Name} 拒绝了邀请。", $"{by.Name} has declined."),
            "/portal/specialists"),
        ct);
}
