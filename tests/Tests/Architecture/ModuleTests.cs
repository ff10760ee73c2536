using System.Text.RegularExpressions;
using System.Xml.Linq;
using PartnerCenter.Host;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Tests.Architecture;

/// <summary>The house holds what its plan says. Modules are found on disk, never listed.</summary>
public partial class ModuleTests
{
    private static readonly string Source = Path.Combine(TestServer.Root, "src");

    private static readonly string[] Order = ["Kernel", "Platform", .. Modules.All.Select(m => m.GetType().Namespace!.Split('.')[1]), "Host"];

    public static TheoryData<string> Projects() => [.. Directory.EnumerateDirectories(Source).Select(folder => Path.GetFileName(folder)!)];

    [Theory, MemberData(nameof(Projects))]
    public void A_module_references_only_modules_before_it(string project)
    {
        var references = XDocument.Load(Path.Combine(Source, project, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).ToList();

        Assert.Contains(project, Order);
        Assert.All(references, reference => Assert.True(Array.IndexOf(Order, reference) < Array.IndexOf(Order, project), $"{project} → {reference}"));
        Assert.Equal(project == "Kernel" ? 0 : 1, references.Count);
    }

    [Fact]
    public void Kernel_knows_nothing_but_the_framework() =>
        Assert.DoesNotContain("PackageReference", File.ReadAllText(Path.Combine(Source, "Kernel", "Kernel.csproj")), StringComparison.Ordinal);

    [Theory, MemberData(nameof(Projects))]
    public void Sql_names_its_own_schema_or_published_views_of_others(string project)
    {
        var schemas = Modules.All.Select(m => m.Name).ToList();
        var own = Modules.All.FirstOrDefault(m => m.GetType().Namespace == $"PartnerCenter.{project}")?.Name;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Source, project), "*.*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".sql", StringComparison.Ordinal)) && !f.Contains("/obj/", StringComparison.Ordinal)))
        {
            foreach (Match match in TableName().Matches(File.ReadAllText(file)))
            {
                var (schema, table) = (match.Groups[1].Value, match.Groups[2].Value);
                if (schemas.Contains(schema) && schema != own)
                {
                    Assert.True(table.StartsWith("pub_", StringComparison.Ordinal), $"{file}: {match.Value}");
                }
            }
        }
    }

    [Fact]
    public void Every_refusal_has_its_sentence_in_both_languages()
    {
        var texts = new RefusalTexts(Modules.All).All;
        var codes = Directory.EnumerateFiles(Source, "*.*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)) && !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => RefusalCode().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.True(codes.Count > 60);
        Assert.Equal([], codes.FindAll(code => !texts.ContainsKey(code) && !code.EndsWith(".wrong-state", StringComparison.Ordinal)));
        Assert.All(texts, text => Assert.DoesNotMatch("\\p{IsCJKUnifiedIdeographs}", text.Value.En));
        Assert.All(texts, text => Assert.Matches("\\p{IsCJKUnifiedIdeographs}", text.Value.Zh));
    }

    [Fact]
    public void A_module_is_named_like_its_schema_and_folder() =>
        Assert.All(Modules.All, module => Assert.Equal(module.Name, module.GetType().Namespace!.Split('.')[1].ToLowerInvariant()));

    [Fact]
    public void Files_stay_readable()
    {
        var long_ = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Select(f => (File: Path.GetRelativePath(Source, f), Lines: File.ReadLines(f).Count()))
            .Where(f => f.Lines > 520).ToList();

        Assert.Empty(long_);
    }

    [GeneratedRegex(@"\b(?:from|join|into|update|table|references|copy)\s+([a-z]+)\.([a-z_]+)")]
    private static partial Regex TableName();

    [GeneratedRegex("new Refusal\\(\\s*\"([a-z0-9.-]+)\"")]
    private static partial Regex RefusalCode();
}
