using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Organization.Specialists;

/// <summary>
/// Brings a person's synchronised certificates to what the learning platform says: new ones appear, changed ones change, and those that
/// it does not list any more are withdrawn (R7.2.6). A certificate stays with the account that had it first (R7.2.7).
/// </summary>
internal sealed class SynchroniseCertificates(
    OrganizationDb db, PersonAccounts persons, ILearningPlatform platform, Rulebook rulebook, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "organization.synchronise-certificates";

    /// <summary>For the actor's own account, when it asks for it.</summary>
    /// <exception cref="Refusal"><c>organization.learning-away</c>.</exception>
    public async Task Own(Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.OwnQualifications);
        await One((await persons.Of([by.Account], ct))[by.Account], ct);
        await db.Save(by, "organization.synchronise-certificates", ct);
    }

    /// <summary>Every night, for everybody who is bound to a partner.</summary>
    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var bound = await persons.Of(await db.Bindings.Where(b => b.ToAt == null).Select(b => b.AccountId).ToListAsync(ct), ct);
        var done = 0;
        foreach (var person in bound.Values)
        {
            await One(person, ct);
            await db.Save(Actor.System, "organization.synchronise-certificates", ct);
            await progress.Tell(++done, bound.Count, null, ct);
        }
    }

    private async Task One(FoundAccount person, CancellationToken ct)
    {
        var kinds = rulebook.On<SpecialistTerms>(SpecialistTerms.Rule, businessDay.Today).Terms;
        var awarded = (await platform.Certificates(person.Email, ct))
            .Where(c => kinds.Kind(c.Kind) is { Source: CertificateSource.Learning }).DistinctBy(c => c.Number).ToDictionary(c => c.Number);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var numbers = awarded.Keys.ToList();
        var known = await db.Certificates
            .Where(c => c.DeletedAt == null && (numbers.Contains(c.Number) || (c.AccountId == person.Id && c.Source == CertificateSource.Learning)))
            .ToListAsync(ct);
        foreach (var certificate in known.Where(c => c.AccountId == person.Id && c.Source == CertificateSource.Learning))
        {
            if (awarded.TryGetValue(certificate.Number, out var award))
            {
                (certificate.State, certificate.Title, certificate.IssuedOn, certificate.ValidUntil) =
                    (CertificateState.Valid, award.Title, award.IssuedOn, award.ValidUntil);
            }
            else
            {
                certificate.State = CertificateState.Withdrawn;
            }
        }

        foreach (var award in awarded.Values.Where(award => known.TrueForAll(c => c.Number != award.Number)))
        {
            db.Certificates.Add(new()
            {
                AccountId = person.Id,
                Kind = award.Kind,
                Number = award.Number,
                Title = award.Title,
                Source = CertificateSource.Learning,
                IssuedOn = award.IssuedOn,
                ValidUntil = award.ValidUntil,
                State = CertificateState.Valid,
                AddedAt = businessDay.Now,
            });
        }
    }
}
