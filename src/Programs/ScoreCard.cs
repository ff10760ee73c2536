using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>A line of a score card (积分卡).</summary>
/// <param name="Code">The indicator.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Target">What the next level asks for.</param>
/// <param name="Value">What there is.</param>
public sealed record ScoreLine(string Code, LocalText Name, decimal Target, decimal Value)
{
    /// <summary>What is missing; zero if nothing.</summary>
    public decimal Gap => Math.Max(0, Target - Value);
}

/// <summary>How far a member is from the next level.</summary>
/// <param name="Program">The programme.</param>
/// <param name="Level">Its level now.</param>
/// <param name="Next">The next one; null at the top.</param>
/// <param name="Lines">The indicators of the next one.</param>
/// <param name="RoleCertified">Whether an account of the company has reached role certification on a path (R5.1.8b).</param>
public sealed record ScoreCardView(PartnerProgram Program, string Level, string? Next, IReadOnlyList<ScoreLine> Lines, bool RoleCertified)
{
    /// <summary>Whether the level can be raised.</summary>
    public bool Met => Next is not null && RoleCertified && Lines.All(line => line.Gap == 0);
}

/// <summary>
/// Score cards (R5.1.7, R5.1.8): each indicator with target, value and gap; only on the company's first account of the programme, or on
/// its channel-only one (R5.2.5).
/// </summary>
public sealed class ScoreCard(
    ProgramsDb db, Partners partners, IEnumerable<IScoreSource> sources, IEnumerable<IRoleCertifications> certifications, Rulebook rulebook,
    BusinessDay businessDay)
{
    /// <summary>The actor's score card; null if its programmes have none, or another account of the company shows it.</summary>
    public async Task<ScoreCardView?> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.See);
        return await Mine(by, ct) is { } membership ? await View(membership, ct) : null;
    }

    /// <summary>The actor's level goes up by one, once every indicator of the next level is met and the company is role-certified.</summary>
    /// <exception cref="Refusal">
    /// <c>programs.no-score-card</c>, <c>programs.top-level</c>, <c>programs.indicator-missed</c> with the first gap,
    /// <c>programs.no-role-certification</c>.
    /// </exception>
    public async Task Raise(Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Join);
        var membership = await Mine(by, ct) ?? throw new Refusal("programs.no-score-card");
        var card = await View(membership, ct);
        if (card.Next is null)
        {
            throw new Refusal("programs.top-level");
        }

        if (card.Lines.FirstOrDefault(line => line.Gap > 0) is { } missed)
        {
            throw new Refusal("programs.indicator-missed", missed.Name, missed.Target, missed.Value, missed.Gap);
        }

        if (!card.RoleCertified)
        {
            throw new Refusal("programs.no-role-certification");
        }

        membership.Level = card.Next;
        await db.Save(by, "programs.raise-level", ct);
    }

    /// <summary>The actor's membership of a programme with levels, if the company's score card is on this account.</summary>
    private async Task<Membership?> Mine(Actor by, CancellationToken ct)
    {
        var own = await db.Memberships.SingleOrDefaultAsync(
            m => m.PartnerId == by.PartnerId && m.Program != PartnerProgram.Reseller && m.State == MembershipState.Active, ct);
        if (own is null)
        {
            return null;
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var first = await db.Memberships.AsNoTracking().Where(m => m.LegalEntityId == own.LegalEntityId && m.Program == own.Program && m.State == MembershipState.Active)
            .OrderByDescending(m => m.ChannelOnly).ThenBy(m => m.JoinedOn).ThenBy(m => m.Number).Select(m => m.Id).FirstAsync(ct);
        return own.Id == first ? own : null;
    }

    private async Task<ScoreCardView> View(Membership membership, CancellationToken ct)
    {
        var terms = rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms[membership.Program];
        var next = terms.Levels.SkipWhile(level => level != membership.Level).Skip(1).FirstOrDefault();
        var lines = new List<ScoreLine>();
        foreach (var indicator in next is null ? [] : terms.ScoreCard.GetValueOrDefault(next, []))
        {
            var source = sources.Single(one => one.Code == indicator.Code);
            lines.Add(new(indicator.Code, source.Name, indicator.Target, await source.Value(membership.PartnerId, businessDay.Today.Year, ct)));
        }

        var entity = (await partners.Find(membership.PartnerId, ct))!.LegalEntity;
        var certified = false;
        foreach (var certification in certifications)
        {
            certified |= await certification.Has(entity, ct);
        }

        return new(membership.Program, membership.Level, next, lines, certified);
    }
}
