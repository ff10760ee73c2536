using PartnerCenter.Kernel;
using PartnerCenter.Organization.Published;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Published;

namespace PartnerCenter.Paths;

/// <summary>What stands behind a number of a checklist.</summary>
/// <param name="Text">What it is.</param>
/// <param name="Link">The partner's page of it, if it has one.</param>
public sealed record ChecklistEvidence(string Text, string? Link);

/// <summary>A condition of a stage as it stands (R4.4.3).</summary>
/// <param name="Name">The condition.</param>
/// <param name="Required">How many are asked for.</param>
/// <param name="Achieved">How many there are.</param>
/// <param name="Evidence">What was counted.</param>
public sealed record ChecklistLine(LocalText Name, int Required, int Achieved, IReadOnlyList<ChecklistEvidence> Evidence)
{
    /// <summary>Whether there is enough.</summary>
    public bool Met => Achieved >= Required;
}

/// <summary>A stage with its conditions.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Lines">The conditions.</param>
public sealed record ChecklistStage(PathStage Stage, IReadOnlyList<ChecklistLine> Lines)
{
    /// <summary>Whether all of them are met.</summary>
    public bool Met => Lines.All(line => line.Met);
}

/// <summary>Everything that a partner's checklists count, as it is on a day.</summary>
internal sealed record Holdings(
    DateOnly Day, IReadOnlyList<PathEvidenceItem> Evidence, IReadOnlyList<HeldCertificate> Certificates, IReadOnlyList<ServiceCase> Cases);

/// <summary>Counts what a partner has against what a stage asks for. Pure: the same holdings give the same numbers.</summary>
internal static class Checklist
{
    public static ChecklistStage Of(StageDefinition stage, Holdings holdings, PathTerms terms, Site site) =>
        new(stage.Stage, [.. stage.Conditions.Select(condition => Line(condition, holdings, terms, site))]);

    private static ChecklistLine Line(Condition condition, Holdings holdings, PathTerms terms, Site site)
    {
        List<ChecklistEvidence> evidence = condition.Kind switch
        {
            ConditionKind.Evidence => Things(condition, holdings, terms),
            ConditionKind.Certificates => Certificates(condition.Slots!, holdings.Certificates),
            ConditionKind.People => People(condition.Holds!, holdings.Certificates),
            _ => [.. holdings.Cases.Where(one => one.Counts(holdings.Day, terms.CaseMonths)).Select(one => new ChecklistEvidence($"{one.Title} · {one.EndedOn:yyyy-MM-dd}", one.Url))],
        };
        return new(condition.Name, condition.At(site), evidence.Count, evidence);
    }

    private static List<ChecklistEvidence> Things(Condition condition, Holdings holdings, PathTerms terms) =>
    [
        .. holdings.Evidence
            .Where(item => item.Counts(holdings.Day) && condition.Counts!.Any(counted => counted.Takes(item))
                && (condition.Codes is null || condition.Codes.Contains(item.Code)))
            // A tag counts once, however often it was given.
            .DistinctBy(item => item.Kind == EvidenceKind.CapabilityTag ? item.Code : item.Id.ToString())
            .Select(item => new ChecklistEvidence($"{terms.Tag(item.Code)?.Name.ToString() ?? item.Title} · {item.Number}", item.Link)),
    ];

    private static List<ChecklistEvidence> Certificates(IReadOnlyList<CertificateSlot> slots, IReadOnlyList<HeldCertificate> certificates) =>
    [
        .. Matching.Fill([.. certificates.Select(c => c.Kind)], slots).OrderBy(pair => pair.Slot)
            .Select(pair => Text(certificates[pair.Certificate], $" → {slots[pair.Slot].Name}")),
    ];

    /// <summary>A person counts once, and only with one certificate out of each group (R4.2.1c, R4.3.2).</summary>
    private static List<ChecklistEvidence> People(IReadOnlyList<IReadOnlyList<Holding>> groups, IReadOnlyList<HeldCertificate> certificates) =>
    [
        .. certificates.GroupBy(c => (c.Person, c.PersonName))
            .Where(person => groups.All(group => person.Any(c => group.Any(holding => holding.Takes(c.Kind, c.Title)))))
            .Select(person => new ChecklistEvidence(
                $"{person.Key.PersonName}: {string.Join(" + ", groups.Select(group => person.First(c => group.Any(holding => holding.Takes(c.Kind, c.Title)))).Distinct().Select(c => $"{c.Kind} {c.Number}"))}",
                $"/portal/specialists/{person.Key.Person}")),
    ];

    private static ChecklistEvidence Text(HeldCertificate certificate, string more) =>
        new($"{certificate.PersonName}: {certificate.Kind} {certificate.Number}{more}", $"/portal/specialists/{certificate.Person}");
}
