using System.Text;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.OpenApi.Operations;
using PartnerCenter.OpenApi.Sandboxes;
using PartnerCenter.OpenApi.Tokens;

namespace PartnerCenter.Host.Demo;

/// <summary>Two partners whose own systems call the open API, and now and then wrongly.</summary>
internal sealed partial class DemoWorld
{
    private async Task Programs()
    {
        foreach (var (email, purpose) in new[] { ("lin@northstar.example", "订单系统 / order system"), ("gao@rivergate.example", "渠道平台 / channel platform") })
        {
            var by = await Person(email);
            await With((CreateAccessKey create) => create.Run(purpose, false, by));
            var token = (await With((IssueToken issue) => issue.ByPassword(email, Personas.Password, email, null))).Text;
            await Call(token, "ListSubCustomers", """{"limit":10}""");
            await Call(token, "ListPartnerBalances");
            await Call(token, "ListProvinces", query: "?limit=100");
            await Call(token, "ListSubCustomers", """{"limit":1000}""");
            await Call(token, "ListIndirectPartners", "{}");
            await Call(token, "ListServiceTypes");
            await With((OpenSandbox open) => open.Run(by));
        }
    }

    private Task Call(string token, string name, string? body = null, string query = "") => With(async (Door door, IServiceProvider services) =>
    {
        var operation = OperationList.All.Single(operation => operation.Name == name);
        var http = new DefaultHttpContext { RequestServices = services };
        (http.Request.Method, http.Request.Path, http.Request.QueryString) = (operation.Method, operation.Path, new(query));
        http.Request.Headers["X-Auth-Token"] = token;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? ""));
        await door.Pass(http, operation);
    });
}
