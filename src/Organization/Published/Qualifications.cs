using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Organization.Published;

/// <summary>A certificate that one of a partner's people holds.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Person">The personal account that earned it.</param>
/// <param name="PersonName">Whose account that is.</param>
/// <param name="Kind">For example HCIA.</param>
/// <param name="Number">Its number.</param>
/// <param name="Title">What it certifies.</param>
/// <param name="ValidUntil">Last day; null for one that does not end.</param>
public sealed record HeldCertificate(Guid Id, Guid Person, string PersonName, string Kind, string Number, string Title, DateOnly? ValidUntil);

/// <summary>What a partner's people are certified for, for later modules.</summary>
public sealed class Qualifications(OrganizationDb db, PersonAccounts persons)
{
    /// <summary>
    /// The certificates that count for a partner on a day: of personal accounts with an authenticated real name, bound to it now
    /// (R4.2.1b). What an enterprise account has earned counts for nobody.
    /// </summary>
    public async Task<List<HeldCertificate>> Of(Guid partner, DateOnly day, CancellationToken ct = default)
    {
        var bound = await db.Bindings.AsNoTracking().Where(b => b.PartnerId == partner && b.ToAt == null).Select(b => b.AccountId).ToListAsync(ct);
        var people = (await persons.Of(bound, ct)).Values
            .Where(person => person is { Kind: ActorKind.Person, HasRealName: true, IsEnterprise: false }).ToDictionary(person => person.Id);
        var accounts = people.Keys.ToList();
        var certificates = await db.Certificates.AsNoTracking()
            .Where(c => accounts.Contains(c.AccountId) && c.DeletedAt == null && c.State == CertificateState.Valid
                && (c.ValidUntil == null || day <= c.ValidUntil))
            .OrderBy(c => c.Kind).ThenBy(c => c.Number).ToListAsync(ct);
        return
        [
            .. certificates.Select(c => new HeldCertificate(c.Id, c.AccountId, people[c.AccountId].Name, c.Kind, c.Number, c.Title, c.ValidUntil)),
        ];
    }
}
