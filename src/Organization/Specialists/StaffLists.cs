using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Organization.Specialists;

/// <summary>An invitation that is open or has ended without binding.</summary>
internal sealed record InvitationRow(Guid Id, Guid Account, string Name, string Email, DateTimeOffset SentAt, DateTimeOffset ExpiresAt, string State);

/// <summary>A certificate as pages and API show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">For example HCIA.</param>
/// <param name="Number">Its number.</param>
/// <param name="Title">What it certifies.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="IssuedOn">First day.</param>
/// <param name="ValidUntil">Last day; null for one that does not end.</param>
/// <param name="State">How it stands.</param>
/// <param name="Counts">Whether it counts today.</param>
/// <param name="Document">Its file, for uploaded ones.</param>
public sealed record CertificateRow(
    Guid Id, string Kind, string Number, string Title, CertificateSource Source, DateOnly IssuedOn, DateOnly? ValidUntil, CertificateState State,
    bool Counts, Guid? Document);

/// <summary>One of a partner's staff with what it brings.</summary>
internal sealed record StaffView(StaffRow Person, List<CertificateRow> Certificates, Guid? Review);

/// <summary>What a person sees of itself.</summary>
internal sealed record PersonView(FoundAccount Account, string? Partner, DateTimeOffset? Since, string? Path, SpecialistState? State);

/// <summary>Staff, invitations and certificates as pages and API show them.</summary>
internal sealed class StaffLists(
    OrganizationDb db, StaffDirectory directory, PersonAccounts persons, Network.Published.Partners partners, ReviewLists reviews, Rulebook rulebook, BusinessDay businessDay)
{
    public SpecialistTerms Terms => rulebook.On<SpecialistTerms>(SpecialistTerms.Rule, businessDay.Today).Terms;

    /// <summary>One of the staff of the actor's partner, or null.</summary>
    public async Task<StaffView?> Find(Guid account, Actor by, CancellationToken ct = default)
    {
        if (await directory.Find(account, by, ct) is not { } person)
        {
            return null;
        }

        var specialist = await db.Specialists.AsNoTracking()
            .SingleOrDefaultAsync(s => s.PartnerId == by.PartnerId && s.AccountId == account && Specialist.Standing.Contains(s.State), ct);
        return new(person, await Certificates(account, ct), specialist is null ? null : (await reviews.OfSubject(specialist.Id, ct))?.Id);
    }

    /// <summary>Invitations of the actor's partner that did not bind, newest first.</summary>
    public async Task<List<InvitationRow>> Invitations(Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.ManageStaff);
        var (partner, now) = (by.PartnerId, businessDay.Now);
        var rows = await db.StaffInvitations.AsNoTracking().Where(i => i.PartnerId == partner && i.AcceptedAt == null)
            .OrderByDescending(i => i.SentAt).Take(100).ToListAsync(ct);
        var people = await persons.Of([.. rows.Select(r => r.AccountId).Distinct()], ct);
        return
        [
            .. rows.Select(r => new InvitationRow(r.Id, r.AccountId, people[r.AccountId].Name, people[r.AccountId].Email, r.SentAt, r.ExpiresAt,
                r.IsOpen(now) ? "open" : r.DeclinedAt is not null ? "declined" : r.RevokedAt is not null ? "revoked" : "expired")),
        ];
    }

    /// <summary>The actor itself.</summary>
    public async Task<PersonView> Me(Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.OwnQualifications);
        var binding = await db.Bindings.AsNoTracking().SingleOrDefaultAsync(b => b.AccountId == by.Account && b.ToAt == null, ct);
        var specialist = await db.Specialists.AsNoTracking()
            .SingleOrDefaultAsync(s => s.AccountId == by.Account && Specialist.Standing.Contains(s.State), ct);
        var account = (await persons.Of([by.Account], ct))[by.Account];
        await using var wide = await db.Unit.AcrossWalls(ct);
        var partner = binding is null ? null : (await partners.Find(binding.PartnerId, ct))?.CompanyName;
        return new(account, partner, binding?.FromAt, specialist?.Path, specialist?.State);
    }

    /// <summary>Open invitations of the actor.</summary>
    public async Task<List<StaffInvitation>> MyInvitations(Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.OwnQualifications);
        var now = businessDay.Now;
        return await db.StaffInvitations.AsNoTracking()
            .Where(i => i.AccountId == by.Account && i.AcceptedAt == null && i.DeclinedAt == null && i.RevokedAt == null && i.ExpiresAt > now)
            .OrderByDescending(i => i.SentAt).ToListAsync(ct);
    }

    /// <summary>The actor's own certificates.</summary>
    public Task<List<CertificateRow>> MyCertificates(Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.OwnQualifications);
        return Certificates(by.Account, ct);
    }

    private async Task<List<CertificateRow>> Certificates(Guid account, CancellationToken ct)
    {
        var today = businessDay.Today;
        var rows = await db.Certificates.AsNoTracking().Where(c => c.AccountId == account && c.DeletedAt == null)
            .OrderBy(c => c.Kind).ThenBy(c => c.Number).ToListAsync(ct);
        return
        [
            .. rows.Select(c => new CertificateRow(c.Id, c.Kind, c.Number, c.Title, c.Source, c.IssuedOn, c.ValidUntil, c.State, c.Counts(today), c.DocumentId)),
        ];
    }
}
