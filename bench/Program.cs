using System.Globalization;
using System.Text.Json;
using PartnerCenter.Bench;

// Ratios of the product's own services to yardsticks, interleaved on the same rows in one run; medians. Absolute times are no goals.
var rows = Option("--rows", 1_000_000);
var runs = Option("--runs", 3);
var file = Text("--json");
var suites = (Text("--suite") ?? "usage,ledger,openapi,web,network,export").Split(',');
var ratios = new List<Ratio>();
await using var rig = await Rig.Start();
if (suites.Contains("usage"))
{
    ratios.AddRange(await UsageSuite.Run(rig, rows, runs));
}

if (suites.Contains("ledger"))
{
    ratios.AddRange(await LedgerSuite.Run(rig, runs));
}

if (suites.Contains("openapi"))
{
    ratios.AddRange(await OpenApiSuite.Run(rig, runs));
}

if (suites.Contains("web"))
{
    ratios.AddRange(await WebSuite.Run(rig, runs));
}

if (suites.Contains("network"))
{
    ratios.AddRange(await NetworkSuite.Run(rig, runs));
}

if (suites.Contains("export"))
{
    ratios.AddRange(await ExportSuite.Run(rig, rows, runs));
}

Console.WriteLine();
Console.WriteLine($"{"",-4} {"ratio",10} {"goal",10}  what");
foreach (var ratio in ratios)
{
    var verdict = ratio.Passed ? "pass" : "FAIL";
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ratio.Id,-4} {ratio.Value,10:0.00} {ratio.Goal,10}  {verdict}  {ratio.What}"));
}

if (file is not null)
{
    await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { rows, runs, ratios }, new JsonSerializerOptions { WriteIndented = true }));
}

return 0;

string? Text(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

int Option(string name, int absent) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : absent;
