using System.Net;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>Addresses of cloud services have a project in them; they are not served here, and a token of another project is told so.</summary>
public sealed class ProjectTests(TestServer server) : OpenApiStory(server)
{
    [Fact, Rule("R15.3.5")]
    public async Task A_token_whose_project_is_not_the_addresss_is_told_so_in_the_words_of_the_cloud()
    {
        var partner = await World.Partner("项目科技");
        var login = await LoginOf(partner);
        async Task<string> Token(object? scope) => (await Send(Visitor(), "POST", "/v3/auth/tokens", PasswordWish(login, World.Password, login, scope)))
            .Headers.GetValues("X-Subject-Token").Single();
        var (whole, north) = (await Token(null), await Token(new { project = new { name = "cn-north-1" } }));
        var projects = (await WithToken(whole, "GET", "/v3/auth/projects")).Body.GetProperty("projects").EnumerateArray()
            .ToDictionary(project => project.GetProperty("name").GetString()!, project => project.GetProperty("id").GetString()!);

        foreach (var (token, project) in new[] { (whole, "cn-north-1"), (north, "cn-south-1") })
        {
            var said = await WithToken(token, "GET", $"/v2/{projects[project]}/servers");
            Assert.Equal((HttpStatusCode.Forbidden, "tenant_id in token mismatches with tenant_id in url."), (said.Status, said["error_msg"]));
        }

        Assert.Equal((404, "APIGW.0101"), (await WithToken(north, "GET", $"/v2/{projects["cn-north-1"]}/servers")).Error);
        Assert.Equal((404, "APIGW.0101"), (await Send(Visitor(), "GET", $"/v2/{projects["cn-north-1"]}/servers", null)).Error);
        Assert.Equal((401, "APIGW.0301"), (await WithToken("nothing", "GET", $"/v2/{projects["cn-north-1"]}/servers")).Error);
    }
}
