using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.OpenApi.Operations;
using PartnerCenter.OpenApi.Signing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.OpenApi.Sandboxes;

/// <summary>An operation to be tried.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Body">The body; nothing for none.</param>
internal sealed record TrialWish(string? Operation, string? Target, string? Body);

/// <summary>What was sent, and what came back.</summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">The headers that were sent, the signature among them.</param>
/// <param name="Sent">The body that was sent.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="RequestId">Its request id, as in the log of calls.</param>
/// <param name="Answer">Its body; empty for none.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record Trial(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Sent, int Status, string RequestId, string Answer, int Milliseconds);

/// <summary>
/// Somebody tries an operation in the partner's sandbox: a request as a program would send it, signed with a key made for it, through the same
/// door with the same limits and the same log. What takes a customer's credentials is called for the sandbox's resale customer.
/// </summary>
internal sealed class TryOperation(
    SandboxLists sandboxes, Callers callers, CreateTemporaryKey createKey, IServiceScopeFactory scopes, MachineClock machine)
{
    private const int Longest = 20_000;
    private const int KeySeconds = 900;

    /// <summary>Tries it.</summary>
    /// <exception cref="Refusal">
    /// <c>openapi.no-sandbox</c>, <c>openapi.no-operation</c>, <c>openapi.other-address</c>, <c>form.too-long</c>. Whatever the operation itself
    /// has against it is in the answer.
    /// </exception>
    public async Task<Trial> Run(TrialWish wish, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        var sandbox = await sandboxes.Of(by, ct) ?? throw new Refusal("openapi.no-sandbox");
        var operation = OperationList.All.FirstOrDefault(o => o.Name == wish.Operation && Examples.Has(o.Name))
            ?? throw new Refusal("openapi.no-operation") { Field = "Operation" };
        var (target, body) = (wish.Target?.Trim() ?? "", wish.Body?.Trim() ?? "");
        var route = Route(operation, target);
        if (body.Length > Longest)
        {
            throw new Refusal("form.too-long", Longest) { Field = "Body" };
        }

        Guid? customer = operation.Side == Side.Customer ? sandbox.ResaleCustomer : null;
        var caller = await callers.Of(by.Account, customer, sandbox.Id, ct) ?? throw new Refusal("openapi.no-sandbox");
        var key = await createKey.Run(caller, customer, KeySeconds, ct);
        return await Send(operation, target, route, body, key, caller, ct);
    }

    /// <summary>What an operation's address begins with, and its body, in a sandbox.</summary>
    /// <param name="operation">One that has an example.</param>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="domain">The name of its domain.</param>
    /// <param name="by">Who tries.</param>
    public static (string Target, string Body) Example(Operation operation, SandboxView sandbox, string domain, Actor by)
    {
        var today = BusinessDay.Of(sandbox.MadeAt);
        var text = Examples.Of(operation.Name)
            .Replace("{resale}", $"{sandbox.ResaleCustomer:n}", StringComparison.Ordinal).Replace("{referral}", $"{sandbox.ReferralCustomer:n}", StringComparison.Ordinal)
            .Replace("{order}", sandbox.Order, StringComparison.Ordinal).Replace("{resource}", sandbox.Resource, StringComparison.Ordinal)
            .Replace("{quota}", $"{sandbox.Quota:n}", StringComparison.Ordinal).Replace("{user}", $"{by.Account:n}", StringComparison.Ordinal)
            .Replace("{domain}", domain, StringComparison.Ordinal)
            .Replace("{month}", Month.Of(today).ToString(), StringComparison.Ordinal);
        var path = operation.Path.Replace("{order_id}", sandbox.Order, StringComparison.Ordinal).Replace("{resource_id}", sandbox.Resource, StringComparison.Ordinal);
        return text == "?" ? (path, "") : text.StartsWith('?') ? (path + text, "") : (path, text);
    }

    /// <summary>The values in a path, which must be that of the operation.</summary>
    private static RouteValueDictionary Route(Operation operation, string target)
    {
        var values = new RouteValueDictionary();
        var path = target.Split('?')[0];
        var known = operation.Aliases.Prepend(operation.Path).Any(template =>
        {
            values.Clear();
            return new TemplateMatcher(TemplateParser.Parse(template.TrimStart('/')), []).TryMatch(new PathString(path.StartsWith('/') ? path : "/"), values);
        });
        return known && target.Length <= 2000 && target.All(c => c is > ' ' and < (char)127) ? values
            : throw new Refusal("openapi.other-address", operation.Path) { Field = "Target" };
    }

    private async Task<Trial> Send(Operation operation, string target, RouteValueDictionary route, string body, TemporaryKey key, Caller caller, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        await using var scope = scopes.CreateAsyncScope();
        var answer = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = ct };
        var (path, query) = target.Split('?', 2) is [var p, var q] ? (p, $"?{q}") : (target, "");
        (http.Request.Method, http.Request.Path, http.Request.QueryString) = (operation.Method, path, new(query));
        (http.Request.Body, http.Request.ContentLength, http.Request.RouteValues) = (new MemoryStream(bytes), bytes.Length, route);
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        http.Response.Body = answer;
        var headers = Signed(operation.Method, target, bytes, key, caller);
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = value;
        }

        var began = machine.Provider.GetTimestamp();
        await scope.ServiceProvider.GetRequiredService<Door>().Pass(http, operation);
        return new(
            operation.Method, target, headers, body, http.Response.StatusCode, http.Response.Headers["X-Request-Id"].ToString(), Encoding.UTF8.GetString(answer.ToArray()),
            (int)machine.Provider.GetElapsedTime(began).TotalMilliseconds);
    }

    private Dictionary<string, string> Signed(string method, string target, byte[] body, TemporaryKey key, Caller caller)
    {
        var date = machine.Now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/json",
            ["X-Domain-Id"] = caller.Domain.Id.ToString("n"),
            ["X-Language"] = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en_US" : "zh_CN",
            ["X-Sdk-Date"] = date,
            ["X-Security-Token"] = key.SecurityToken,
        };
        string[] signed = ["content-type", "x-domain-id", "x-sdk-date", "x-security-token"];
        var request = new CanonicalRequest(method, target, name => headers.GetValueOrDefault(name), body);
        headers["Authorization"] =
            $"{AuthorizationHeader.Algorithm} Access={key.Access}, SignedHeaders={string.Join(';', signed)}, Signature={request.SignedBy(key.Secret, signed)}";
        return headers;
    }
}
