using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Tests.Adapters;

/// <summary>Joining against a business registry over HTTP, and against the register of the house.</summary>
public sealed class RegistryTests(TestServer server) : IAsyncLifetime
{
    private readonly string code = World.ValidCode(1);
    private WebApplication registry = null!;
    private Func<HttpContext, Task> answer = _ => Task.CompletedTask;
    private string asked = "";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        registry = builder.Build();
        registry.Run(http =>
        {
            asked = $"{http.Request.Method} {http.Request.Path} {http.Request.Headers.Authorization}";
            return answer(http);
        });
        await registry.StartAsync();
    }

    public async ValueTask DisposeAsync() => await registry.DisposeAsync();

    private static Func<HttpContext, Task> Says(string json, int status = 200) => http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(json);
    };

    private Task<World> Asking() => World.New(server, settings: new()
    {
        ["Registry:Http:Url"] = $"{registry.Urls.Single()}/companies/",
        ["Registry:Http:Key"] = "k",
        ["Registry:Http:TimeoutSeconds"] = "1",
    });

    private static async Task<(bool Joined, string? Comment, Guid Partner)> Join(World world, Actor company)
    {
        var (id, joined) = await world.Use((JoinNetwork join) => join.Run(World.Form(), company));
        if (joined)
        {
            return (true, null, id);
        }

        var review = (await world.Use((ReviewLists lists) => lists.OfSubject(id)))!;
        return (false, (await world.Use((ReviewLists lists) => lists.Find(review.Id, company)))!.Value.Item2.Single().Comment, id);
    }

    [Fact, Rule("R3.4a")]
    public async Task A_company_that_the_registry_knows_by_code_and_name_joins_at_once_and_its_further_account_without_asking()
    {
        await using var world = await Asking();
        answer = Says("""{"name": "登记科技", "status": "active"}""");
        Assert.True((await Join(world, await world.Company("登记科技", code))).Joined);
        Assert.Equal($"GET /companies/{code} Bearer k", asked);

        asked = "";
        Assert.True((await Join(world, await world.Company("登记科技", code))).Joined);
        Assert.Equal("", asked);
    }

    [Theory, Rule("R3.4a")]
    [InlineData("""{"name": "别家科技", "status": "active"}""", 200, "Registered under another name")]
    [InlineData("""{"name": "登记科技", "status": "struck-off"}""", 200, "Struck off or revoked")]
    [InlineData("", 404, "Not registered")]
    [InlineData("", 500, "The registry cannot be asked now")]
    [InlineData("not json", 200, "The registry cannot be asked now")]
    [InlineData("""{"name": "登记科技", "status": "?"}""", 200, "The registry cannot be asked now")]
    [InlineData("slow", 200, "The registry cannot be asked now")]
    public async Task Any_other_answer_opens_a_review_that_says_which_and_a_reviewer_may_still_admit(string body, int status, string words)
    {
        await using var world = await Asking();
        answer = body == "slow" ? http => Task.Delay(TimeSpan.FromSeconds(20), http.RequestAborted) : Says(body, status);
        var company = await world.Company("登记科技", code);

        var (joined, comment, partner) = await Join(world, company);

        Assert.False(joined);
        Assert.Contains(words, comment, StringComparison.Ordinal);
        var review = (await world.Use((ReviewLists lists) => lists.OfSubject(partner)))!;
        var reviewer = await world.Staff(Role.Reviewer);
        await world.Use((ReviewDesk desk) => desk.Approve(review.Id, reviewer, "已核对"));
        Assert.NotNull(await world.Use((Partners partners) => partners.Find(partner)));
    }

    [Fact, Rule("R3.4a")]
    public async Task The_register_of_the_house_stops_those_whom_it_knows_to_be_struck_off_or_named_otherwise()
    {
        var (gone, renamed, other) = (World.ValidCode(1), World.ValidCode(2), World.ValidCode(3));
        var file = Path.Combine(server.NewFolder(), "registry.csv");
        await File.WriteAllTextAsync(file, $"code,name,status\n{gone},甲科技,struck-off\n{renamed},乙科技,active\n", TestContext.Current.CancellationToken);
        await using var world = await World.New(server, settings: new() { ["Registry:File"] = file });

        Assert.Contains("Struck off", (await Join(world, await world.Company("甲科技", gone))).Comment, StringComparison.Ordinal);
        Assert.Contains("another name", (await Join(world, await world.Company("冒名科技", renamed))).Comment, StringComparison.Ordinal);
        Assert.True((await Join(world, await world.Company("丙科技", other))).Joined);
    }
}
