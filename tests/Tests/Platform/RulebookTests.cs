using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Tests.Platform;

public class RulebookTests(TestServer server)
{
    private static string Folder(string file, Func<string, string> change)
    {
        var folder = Directory.CreateTempSubdirectory("pc-policies-").FullName;
        foreach (var source in Directory.EnumerateFiles(Path.Combine(TestServer.Root, "policies"), "*.json", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Path.Combine(TestServer.Root, "policies"), source));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var text = File.ReadAllText(source);
            File.WriteAllText(target, source.EndsWith(file, StringComparison.Ordinal) ? change(text) : text);
        }

        return folder;
    }

    [Theory]
    [InlineData("customers/invitation.json", "\"onlineDays\": 7", "\"onlineDays\": 0", "customers/invitation.json: $.versions[0].terms.onlineDays: must be 1 to 365")]
    [InlineData("customers/invitation.json", "\"onlineDays\": 7", "\"onlineDays\": \"seven\"", "customers/invitation.json: $.versions[0].terms.onlineDays:")]
    [InlineData("customers/invitation.json", "onlineDays", "daysOnline", "customers/invitation.json: $.versions[0].terms")]
    [InlineData("incentives/policies.json", "\"0.04\"", "\"4\"", "rate: 4 is not a rate between 0 and 1")]
    [InlineData("incentives/policies.json", "\"3000000\"", "\"300000\"", "is not an amount above the step before")]
    [InlineData("network/joining-review.json", "\"role\": \"reviewer\"", "\"role\": \"somebody\"", "steps[0].role: somebody is not a vendor role")]
    [InlineData("network/joining.json", "\"rule\": \"network.joining\"", "\"rule\": \"network.leaving\"", "network/joining.json: $.rule:")]
    public async Task A_bad_policy_names_file_path_and_reason_and_nothing_is_loaded(string file, string from, string to, string problem)
    {
        await using var world = await World.New(server);
        var folder = Folder(file, text => text.Replace(from, to, StringComparison.Ordinal));

        var problems = await Assert.ThrowsAsync<PolicyProblems>(() => world.Services.GetRequiredService<Rulebook>().Load(folder));

        Assert.Contains(problems.Problems, found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_published_version_cannot_change_and_a_later_one_is_added()
    {
        await using var world = await World.New(server);
        var rulebook = world.Services.GetRequiredService<Rulebook>();
        var changed = Folder("customers/invitation.json", text => text.Replace("\"onlineDays\": 7", "\"onlineDays\": 9", StringComparison.Ordinal));
        await Assert.ThrowsAsync<PolicyProblems>(() => rulebook.Load(changed));

        var added = Folder("customers/invitation.json", text => text.Replace(
            "\"newAccountDays\": 7 } }", "\"newAccountDays\": 7 } }, { \"version\": \"2026-1\", \"from\": \"2026-01-01\", \"terms\": { \"onlineDays\": 9, \"newAccountDays\": 7 } }", StringComparison.Ordinal));
        Assert.Equal(["customers.invitation 2026-1"], await rulebook.Load(added));
    }

    [Fact]
    public async Task A_day_before_the_first_version_has_no_answer()
    {
        await using var world = await World.New(server);
        var rulebook = world.Services.GetRequiredService<Rulebook>();

        Assert.Equal("2020-1", rulebook.On<PartnerCenter.Customers.InvitationTerms>("customers.invitation", new(2020, 1, 1)).Version);
        Assert.Equal("rule.none-in-force", Assert.Throws<Refusal>(() =>
            rulebook.On<PartnerCenter.Customers.InvitationTerms>("customers.invitation", new(2019, 12, 31))).Code);
    }
}
