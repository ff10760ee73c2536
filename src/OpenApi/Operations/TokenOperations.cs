using System.Text.Json;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Tokens;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Tokens, as the identity service gives them out.</summary>
internal static class TokenOperations
{
    private const string Header = "X-Subject-Token";

    public static IEnumerable<Operation> All =>
    [
        new("KeystoneCreateUserTokenByPassword", "POST", "/v3/auth/tokens", Side.Nobody, null,
            new("获取令牌：密码，或以伙伴身份换取客户令牌", "A token: by password, or a partner's for its customer"), Create) { Status = 201 },
        new("KeystoneValidateToken", "GET", "/v3/auth/tokens", Side.Any, null, new("校验令牌", "Check a token"), Validate),
        new("KeystoneRevokeToken", "DELETE", "/v3/auth/tokens", Side.Any, null, new("吊销令牌", "Revoke a token"), Revoke),
    ];

    private static async Task<object?> Create(Call call)
    {
        var identity = Call.Inside(call.Body, "auth", "identity");
        var methods = Call.Inside(identity, "methods");
        var method = methods.ValueKind == JsonValueKind.Array && methods.GetArrayLength() == 1 && methods[0].ValueKind == JsonValueKind.String ? methods[0].GetString() : null;
        return method switch
        {
            "password" => Answer(call, await ByPassword(call, Call.Inside(identity, "password", "user"))),
            "assume_role" => Answer(call, await ForCustomer(call, Call.Inside(identity, "assume_role"))),
            _ => throw WireError.Parameter("auth.identity.methods"),
        };
    }

    private static Task<IssuedToken> ByPassword(Call call, JsonElement user)
    {
        var login = Call.TextOf(user, "name") ?? throw WireError.Parameter("auth.identity.password.user.name");
        var password = Call.TextOf(user, "password") ?? throw WireError.Parameter("auth.identity.password.user.password");
        var domain = Call.TextOf(Call.Inside(user, "domain"), "name") ?? throw WireError.Parameter("auth.identity.password.user.domain.name");
        return call.Get<IssueToken>().ByPassword(login, password, domain, Region(call), call.Ct);
    }

    /// <summary>The caller proves itself by token or signature; the SDKs sign a password's request as well, which asks for nothing.</summary>
    private static async Task<IssuedToken> ForCustomer(Call call, JsonElement role)
    {
        var caller = await call.Get<Authentication>().Of(call.Http, () => Task.FromResult(call.Raw));
        await call.Get<Throttle>().Admit(
            caller.Account.Id, "KeystoneCreateAgencyToken", call.Get<Rulebook>().On<ApiTerms>(ApiTerms.Rule, call.Get<BusinessDay>().Today).Terms.Limit("KeystoneCreateAgencyToken"), call.Ct);
        var customer = await call.Get<AssumedCustomer>().Find(
            caller, Call.TextOf(role, "agency_name"), Call.TextOf(role, "domain_id"), Call.TextOf(role, "domain_name"), call.Ct);
        return await call.Get<IssueToken>().ForCustomer(caller, customer, Region(call), call.Ct);
    }

    /// <summary>The project wins over the domain; some send it as an array of one.</summary>
    private static string? Region(Call call)
    {
        var project = Call.Inside(call.Body, "auth", "scope", "project");
        project = project.ValueKind == JsonValueKind.Array && project.GetArrayLength() == 1 ? project[0] : project;
        if (Call.TextOf(project, "name") is { } name)
        {
            return Projects.Regions(call).Contains(name) ? name : throw WireError.Parameter("auth.scope.project.name");
        }

        return null;
    }

    private static object Answer(Call call, IssuedToken issued)
    {
        call.Http.Response.Headers[Header] = issued.Text;
        return View(call, issued.Token, issued.Caller);
    }

    private static async Task<object?> Validate(Call call)
    {
        var (text, found) = await Subject(call);
        call.Http.Response.Headers[Header] = text;
        return View(call, found.Token, found.Caller!);
    }

    private static async Task<object?> Revoke(Call call)
    {
        var (_, found) = await Subject(call);
        await call.Get<RevokeToken>().Run(found.Token, call.Caller, call.Ct);
        return null;
    }

    /// <summary>A token of the caller's own people; of others' nobody learns whether it holds.</summary>
    private static async Task<(string Text, FoundToken Found)> Subject(Call call)
    {
        var text = call.Http.Request.Headers[Header].ToString();
        var found = text.Length == 0 ? null : await call.Get<FindToken>().Run(text, call.Ct);
        var own = call.Caller.Account;
        return found is { Caller: not null } && call.Get<MachineClock>().Now < found.Token.ExpiresAt
            && (found.Token.AccountId == own.Id || (own.Partner is not null && found.Caller.Account.Partner == own.Partner))
            ? (text, found)
            : throw WireError.Identity(404, $"{Header} is invalid in the request");
    }

    private static object View(Call call, Token token, Caller caller)
    {
        var (assumed, domain) = (token.AssumedCustomer is not null, caller.Domain);
        var own = new { id = domain.Id.ToString("n"), name = domain.Name };
        var name = assumed ? $"{domain.Name}/{caller.Account.Login}" : caller.Account.Login;
        return new
        {
            token = new
            {
                methods = new[] { assumed ? "assume_role" : "password" },
                expires_at = Stamp(token.ExpiresAt),
                issued_at = Stamp(token.IssuedAt),
                user = new { id = caller.Account.Id.ToString("n"), name, password_expires_at = "", domain = own },
                roles = Roles(caller, assumed).Select(role => new { id = "0", name = role }),
                catalog = call.Http.Request.Query.ContainsKey("nocatalog") ? [] : Catalog(call),
                domain = token.Region is null ? own : null,
                project = token.Region is null ? null : new { id = Projects.IdOf(domain, token.Region), name = token.Region, domain = own },
                assumed_by = assumed
                    ? new { user = new { id = caller.Account.Id.ToString("n"), name = caller.Account.Login, password_expires_at = "", domain = new { id = caller.Account.Partner!.Value.ToString("n"), name = caller.Account.Login } } }
                    : null,
            },
        };
    }

    private static IEnumerable<string> Roles(Caller caller, bool assumed) =>
        assumed || caller.Account.Roles.All(role => role is Platform.Access.Role.PartnerAdministrator or Platform.Access.Role.Customer) ? ["readonly", "te_admin"] : ["readonly"];

    private static object[] Catalog(Call call)
    {
        var url = $"{call.Http.Request.Scheme}://{call.Http.Request.Host}";
        return [.. new[] { "iam", "bss" }.Select(name => new
        {
            id = Projects.IdOf(call.Http.Request.Host.ToString(), name),
            name,
            type = name,
            endpoints = new[] { new { id = Projects.IdOf(url, name), @interface = "public", region = "*", region_id = "*", url } },
        })];
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
