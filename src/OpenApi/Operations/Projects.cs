using System.Security.Cryptography;
using System.Text;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Domains and projects: every account has a project for each region, named like it.</summary>
internal static class Projects
{
    public static IEnumerable<Operation> All =>
    [
        new("KeystoneListAuthDomains", "GET", "/v3/auth/domains", Side.Any, null, new("查询账号", "One's domain"), Domains),
        new("KeystoneListAuthProjects", "GET", "/v3/auth/projects", Side.Any, null, new("查询可访问的项目", "One's projects"), List),
        new("KeystoneListProjects", "GET", "/v3/projects", Side.Any, null, new("按名称查询项目", "Projects by name"), List),
    ];

    public static IReadOnlyList<string> Regions(Call call) => call.Get<Rulebook>().On<ApiTerms>(ApiTerms.Rule, call.Get<BusinessDay>().Today).Terms.Regions;

    public static string IdOf(Domain domain, string region) => IdOf(domain.Id.ToString("n"), region);

    /// <summary>The same for the same two, whoever asks and when.</summary>
    public static string IdOf(string one, string other) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{one}/{other}")).AsSpan(0, 16));

    private static Task<object?> Domains(Call call)
    {
        var domain = call.Caller.Domain;
        return Task.FromResult<object?>(new
        {
            domains = new[] { new { id = domain.Id.ToString("n"), name = domain.Name, enabled = true, description = "", links = Links(call, $"/v3/domains/{domain.Id:n}") } },
            links = Links(call, "/v3/auth/domains"),
        });
    }

    private static Task<object?> List(Call call)
    {
        var domain = call.Caller.Domain;
        var asked = call.Text("name");
        return Task.FromResult<object?>(new
        {
            projects = Regions(call).Where(region => asked is null || region == asked).Select(region => new
            {
                id = IdOf(domain, region),
                name = region,
                domain_id = domain.Id.ToString("n"),
                parent_id = domain.Id.ToString("n"),
                is_domain = false,
                enabled = true,
                description = "",
                links = Links(call, $"/v3/projects/{IdOf(domain, region)}"),
            }),
            links = Links(call, call.Http.Request.Path),
        });
    }

    private static object Links(Call call, string path) => new { self = $"{call.Http.Request.Scheme}://{call.Http.Request.Host}{path}", previous = "", next = "" };
}
