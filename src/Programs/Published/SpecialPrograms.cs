using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Events;
using PartnerCenter.Programs.Persistence;

namespace PartnerCenter.Programs.Published;

/// <summary>A partner has joined a special programme.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Program">The code of the programme.</param>
public sealed record SpecialProgramJoined(Guid Partner, string Program) : IEvent;

/// <summary>Who is in which special programme (专项计划), for later modules; programmes are named by the codes of their policy.</summary>
public sealed class SpecialPrograms(ProgramsDb db)
{
    /// <summary>The codes of those that a partner is in on a day.</summary>
    public Task<List<string>> Of(Guid partner, DateOnly day, CancellationToken ct = default) => db.SpecialMemberships.AsNoTracking()
        .Where(m => m.PartnerId == partner && m.JoinedOn <= day && (m.ValidUntil == null || day <= m.ValidUntil) && (m.EndedOn == null || day < m.EndedOn))
        .Select(m => m.Program).Distinct().OrderBy(code => code).ToListAsync(ct);
}
