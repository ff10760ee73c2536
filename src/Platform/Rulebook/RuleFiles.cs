using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Platform.Rulebook;

/// <summary>A version of a rule as its file states it, read and checked.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Version">Its name.</param>
/// <param name="From">First day in force.</param>
/// <param name="Source">The clause that it implements.</param>
/// <param name="Json">The terms in canonical JSON.</param>
/// <param name="Terms">The terms.</param>
public sealed record RuleVersion(string Rule, string Version, DateOnly From, string Source, string Json, ITerms Terms);

/// <summary>The policy files cannot be used. Each problem names file, path and reason; nothing was loaded.</summary>
public sealed class PolicyProblems(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>All of them, not only the first.</summary>
    public IReadOnlyList<string> Problems => problems;
}

/// <summary>Reads policy files: JSON with comments that a vendor person can read and edit.</summary>
public sealed class RuleFiles(IEnumerable<RuleType> types)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private readonly Dictionary<string, RuleType> types = types.ToDictionary(type => type.Name);

    /// <summary>Reads every file below a folder.</summary>
    /// <exception cref="PolicyProblems">Some file cannot be used, or a rule of the program has none.</exception>
    public IReadOnlyList<RuleVersion> Read(string folder)
    {
        var problems = new List<string>();
        var versions = new List<RuleVersion>();
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        foreach (var file in files)
        {
            Read(Path.GetRelativePath(folder, file), File.ReadAllText(file), versions, problems);
        }

        problems.AddRange(types.Keys.Except(versions.Select(v => v.Rule))
            .Where(rule => !problems.Any(p => p.StartsWith(FileOf(rule), StringComparison.Ordinal)))
            .Select(rule => $"{FileOf(rule)}: missing; the program needs the rule {rule}"));
        return problems.Count == 0 ? versions : throw new PolicyProblems(problems);
    }

    /// <summary>Reads terms that somebody proposes.</summary>
    /// <returns>The terms in canonical JSON.</returns>
    /// <exception cref="PolicyProblems">They cannot be used; each problem names path and reason.</exception>
    public string Check(string rule, string text)
    {
        try
        {
            var terms = (ITerms)(JsonSerializer.Deserialize(text, types[rule].Terms, Json) ?? throw new JsonException("the terms are empty"));
            var problems = terms.Problems().ToList();
            return problems.Count == 0 ? JsonSerializer.Serialize(terms, types[rule].Terms, Json) : throw new PolicyProblems(problems);
        }
        catch (JsonException problem)
        {
            throw new PolicyProblems([$"{problem.Path ?? "$"}: {Reason(problem)}"]);
        }
    }

    private static string FileOf(string rule) => rule.Replace('.', '/') + ".json";

    private void Read(string name, string text, List<RuleVersion> versions, List<string> problems)
    {
        RuleFile file;
        try
        {
            file = JsonSerializer.Deserialize<RuleFile>(text, Json) ?? throw new JsonException("the file is empty");
        }
        catch (JsonException problem)
        {
            problems.Add($"{name}: {problem.Path ?? "$"}: {Reason(problem)}");
            return;
        }

        if (FileOf(file.Rule) != name.Replace('\\', '/'))
        {
            problems.Add($"{name}: $.rule: the rule {file.Rule} belongs in {FileOf(file.Rule)}");
        }
        else if (!types.TryGetValue(file.Rule, out var type))
        {
            problems.Add($"{name}: $.rule: the program has no rule {file.Rule}");
        }
        else
        {
            Read(name, file, type, versions, problems);
        }
    }

    private static void Read(string name, RuleFile file, RuleType type, List<RuleVersion> versions, List<string> problems)
    {
        if (file.Versions.Count == 0)
        {
            problems.Add($"{name}: $.versions: at least one version is needed");
        }

        for (var i = 0; i < file.Versions.Count; i++)
        {
            var version = file.Versions[i];
            var path = $"$.versions[{i}]";
            if (file.Versions.Take(i).Any(other => other.Version == version.Version || other.From >= version.From))
            {
                problems.Add($"{name}: {path}: versions need different names and rising dates");
            }

            try
            {
                var terms = (ITerms)version.Terms.Deserialize(type.Terms, Json)!;
                problems.AddRange(terms.Problems().Select(problem => $"{name}: {path}.terms.{problem}"));
                var json = JsonSerializer.Serialize(terms, type.Terms, Json);
                versions.Add(new(file.Rule, version.Version, version.From, version.Source ?? file.Source, json, terms));
            }
            catch (JsonException problem)
            {
                problems.Add($"{name}: {path}.terms{(problem.Path ?? "$")[1..]}: {Reason(problem)}");
            }
        }
    }

    private static string Reason(JsonException problem) =>
        (problem.InnerException?.Message ?? problem.Message).Split(" Path:")[0].Replace("PartnerCenter.", "", StringComparison.Ordinal);

    private sealed record RuleFile(string Rule, string DecidingDay, string Source, IReadOnlyList<VersionFile> Versions);

    private sealed record VersionFile(string Version, DateOnly From, JsonElement Terms, string? Source = null);
}
