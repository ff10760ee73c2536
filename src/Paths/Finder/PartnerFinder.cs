using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Paths.Finder;

/// <summary>What somebody looks for; what is left out may be anything.</summary>
/// <param name="Words">In name, introduction, and names of solutions.</param>
/// <param name="Path">The path that the partner is on.</param>
/// <param name="Tag">A capability tag, by its code.</param>
/// <param name="Region">A region that it serves, by its code.</param>
/// <param name="Solution">A certified solution of this level.</param>
internal sealed record FinderQuestion(string? Words, DevelopmentPath? Path, string? Tag, string? Region, SolutionLevel? Solution);

/// <summary>A certified solution of a partner that is found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Level">As what it is certified.</param>
public sealed record FoundSolution(string Name, SolutionLevel Level);

/// <summary>A partner as everybody may see it: what it chose to show and its profile, and nothing else.</summary>
/// <param name="Number">Its number.</param>
/// <param name="CompanyName">Its company.</param>
/// <param name="Path">Its path.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="Introduction">What it does, if its profile says so.</param>
/// <param name="Logo">Where its logo is, if it has one.</param>
/// <param name="Contact">How it is reached, if it shows that.</param>
/// <param name="Website">Its site likewise.</param>
/// <param name="Regions">Which regions it serves.</param>
/// <param name="Tags">Its capability tags.</param>
/// <param name="Solutions">Its certified solutions.</param>
public sealed record FoundPartner(
    string Number, string CompanyName, DevelopmentPath Path, PathStage Stage, LocalText? Introduction, string? Logo, string? Contact,
    string? Website, IReadOnlyList<LocalText> Regions, IReadOnlyList<LocalText> Tags, IReadOnlyList<FoundSolution> Solutions);

/// <summary>
/// Anybody finds partners that have role certification or more today and want to be found (R10.1.9). Everything is looked up anew: whoever
/// loses its certification, a tag or a solution is not found by it from that moment on.
/// </summary>
internal sealed class PartnerFinder(UnitOfWork unit, Rulebook rulebook, DocumentStore documents, BusinessDay businessDay)
{
    /// <summary>The most words of a question that are looked for.</summary>
    public const int MostWords = 100;

    private const string Certified = """
        from paths.finder_entry e
        join paths.member m on m.partner_id = e.partner_id and m.left_on is null and m.stage <> 'Joined'
        join network.pub_partner p on p.id = e.partner_id and p.state = 'Active'
        left join network.pub_profile f on f.partner_id = e.partner_id
        where e.listed
        """;

    /// <summary>A tag that is shown and that the partner has today; $1 is today.</summary>
    private const string Tags = """
        paths.finder_shown s where s.kind = 'Tag' and exists (select from paths.evidence v where v.partner_id = s.partner_id
            and v.kind = 'CapabilityTag' and v.code = s.value and v.withdrawn_at is null and v.from_on <= $1 and (v.until_on is null or $1 <= v.until_on))
        """;

    /// <summary>A solution that is shown and certified today.</summary>
    private const string Solutions = """
        solutions.pub_certification c join paths.finder_shown s on s.partner_id = c.partner_id and s.kind = 'Solution' and s.value = c.solution_id::text
        where c.state = 'Active' and c.valid_from <= $1 and $1 <= c.valid_until
        """;

    private const string Shown = $"""
        select number, company_name, path, stage, introduction_zh, introduction_en, logo_id, contact, website,
            array(select s.value from paths.finder_shown s where s.partner_id = found.partner_id and s.kind = 'Region'),
            array(select s.value from {Tags} and s.partner_id = found.partner_id order by 1),
            array(select c.level || '/' || c.solution_name from {Solutions} and c.partner_id = found.partner_id order by c.solution_name, c.level)
        from found order by row
        """;

    private const string Row = """
        select e.partner_id, p.number, p.company_name, m.path, m.stage, f.introduction_zh, f.introduction_en, f.logo_id,
            case when e.shows_contact then f.contact end as contact, case when e.shows_contact then f.website end as website
        """;

    private PathTerms Paths => rulebook.On<PathTerms>(PathTerms.Rule, businessDay.Today).Terms;

    private FinderTerms Terms => rulebook.On<FinderTerms>(FinderTerms.Rule, businessDay.Today).Terms;

    /// <summary>The regions that can be asked for.</summary>
    public IReadOnlyList<Region> Regions => Terms.Regions;

    /// <summary>The capability tags that can be asked for.</summary>
    public IReadOnlyList<TagKind> CapabilityTags => Paths.Tags;

    /// <summary>Who fits a question, the further ones on their path first, then by name.</summary>
    /// <param name="question">What is looked for.</param>
    /// <param name="skip">How many were seen before.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<FoundPartner>> Search(FinderQuestion question, int skip, int limit, CancellationToken ct = default)
    {
        var words = question.Words?.Trim() ?? "";
        words = words.Length > MostWords ? words[..MostWords] : words;
        var like = $"%{words.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
        await using var wide = await unit.AcrossWalls(ct);
        // The rows of one page are found first; only for them is looked up what they show.
        await using var command = unit.Command($"""
            with found as materialized ({Row}, row_number() over (order by m.stage = 'Differentiation' desc, p.company_name, p.number) as row
                {Certified}
                and ($2 = '' or m.path = $2)
                and ($3 = '' or e.partner_id in (select s.partner_id from {Tags} and s.value = $3))
                and ($4 = '' or e.partner_id in (select s.partner_id from paths.finder_shown s where s.kind = 'Region' and s.value = $4))
                and ($5 = '' or e.partner_id in (select s.partner_id from {Solutions} and c.level = $5))
                and ($6 = '%%' or p.company_name ilike $6 or f.introduction_zh ilike $6 or f.introduction_en ilike $6
                    or e.partner_id in (select s.partner_id from {Solutions} and c.solution_name ilike $6))
                order by row offset $7 limit $8)
            {Shown}
            """, businessDay.Today, question.Path?.ToString() ?? "", question.Tag ?? "", question.Region ?? "", question.Solution?.ToString() ?? "", like, skip, limit);
        return (await Read(command, ct)).ConvertAll(found => found.Partner);
    }

    /// <summary>One of them by number, or null: one that is not listed is not there.</summary>
    public async Task<FoundPartner?> Find(string number, CancellationToken ct = default) => (await One(number, ct))?.Partner;

    /// <summary>The logo of one that is listed, or null.</summary>
    public async Task<(Document Document, Stream Content)?> Logo(string number, CancellationToken ct = default)
    {
        if (await One(number, ct) is not { LogoId: { } logo })
        {
            return null;
        }

        await using var wide = await unit.AcrossWalls(ct);
        return await documents.Open(logo, Actor.System, ct);
    }

    private async Task<Found?> One(string number, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        await using var command = unit.Command(
            $"with found as materialized ({Row}, 1 as row {Certified} and p.number = $2) {Shown}", businessDay.Today, number);
        return (await Read(command, ct)).SingleOrDefault();
    }

    private async Task<List<Found>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var (terms, paths) = (Terms, Paths);
        var rows = new List<Found>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var number = reader.GetString(0);
            var logo = await reader.IsDBNullAsync(6, ct) ? (Guid?)null : reader.GetGuid(6);
            var regions = reader.GetFieldValue<string[]>(9);
            rows.Add(new(
                new(number, reader.GetString(1), Enum.Parse<DevelopmentPath>(reader.GetString(2)), Enum.Parse<PathStage>(reader.GetString(3)),
                    Text(reader, 4) is { } zh && Text(reader, 5) is { } en ? new(zh, en) : null, logo is null ? null : $"/partners/{number}/logo",
                    Text(reader, 7), Text(reader, 8), [.. terms.Regions.Where(region => regions.Contains(region.Code)).Select(region => region.Name)],
                    [.. reader.GetFieldValue<string[]>(10).Select(paths.Tag).OfType<TagKind>().Select(tag => tag.Name)],
                    [.. reader.GetFieldValue<string[]>(11).Select(Solution)]),
                logo));
        }

        return rows;
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static FoundSolution Solution(string text)
    {
        var cut = text.IndexOf('/', StringComparison.Ordinal);
        return new(text[(cut + 1)..], Enum.Parse<SolutionLevel>(text[..cut]));
    }

    private sealed record Found(FoundPartner Partner, Guid? LogoId);
}
