using System.Globalization;
using System.Text.Json;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.OpenApi.Tokens;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Access keys over the identity service: everybody's own.</summary>
internal static class KeyOperations
{
    private const string Credentials = "/v3.0/OS-CREDENTIAL/credentials";
    private const int Shortest = 900;
    private const int Longest = 86_400;

    public static IEnumerable<Operation> All =>
    [
        new("CreatePermanentAccessKey", "POST", Credentials, Side.Any, null, new("创建访问密钥", "Create an access key"), Create) { Status = 201 },
        new("ListPermanentAccessKeys", "GET", Credentials, Side.Any, null, new("查询访问密钥列表", "One's access keys"), List),
        new("ShowPermanentAccessKey", "GET", $"{Credentials}/{{access_key}}", Side.Any, null, new("查询访问密钥", "One access key"), Show),
        new("UpdatePermanentAccessKey", "PUT", $"{Credentials}/{{access_key}}", Side.Any, null, new("修改访问密钥", "Change an access key"), Update),
        new("DeletePermanentAccessKey", "DELETE", $"{Credentials}/{{access_key}}", Side.Any, null, new("删除访问密钥", "Delete an access key"), Delete),
        new("CreateTemporaryAccessKeyByToken", "POST", "/v3.0/OS-CREDENTIAL/securitytokens", Side.Any, null,
            new("获取临时访问密钥", "A temporary access key"), Temporary) { Status = 201 },
    ];

    private static async Task<object?> Create(Call call)
    {
        var credential = Call.Inside(call.Body, "credential");
        Own(call, Call.TextOf(credential, "user_id"));
        try
        {
            var key = await call.Get<CreateAccessKey>().Run(Call.TextOf(credential, "description"), false, OfOwn(call), call.Ct);
            return new
            {
                credential = new
                {
                    access = key.Access,
                    secret = key.Secret,
                    status = "active",
                    create_time = Stamp(key.CreatedAt),
                    user_id = call.Caller.Account.Id.ToString("n"),
                    description = Call.TextOf(credential, "description") ?? "",
                },
            };
        }
        catch (Refusal refusal) when (refusal.Code == "openapi.too-many-keys")
        {
            throw WireError.Identity(400, "akSkNumExceed");
        }
    }

    private static async Task<object?> List(Call call)
    {
        if (call.Text("user_id") is { } user)
        {
            Own(call, user);
        }

        return new { credentials = (await call.Get<KeyLists>().Of(OfOwn(call), call.Ct)).Select(key => View(call, key, false)) };
    }

    private static async Task<object?> Show(Call call) =>
        new { credential = View(call, (await call.Get<KeyLists>().Of(OfOwn(call), call.Ct)).Find(key => key.Access == Access(call)) ?? throw Absent(), true) };

    private static async Task<object?> Update(Call call)
    {
        var credential = Call.Inside(call.Body, "credential");
        var active = Call.TextOf(credential, "status") switch
        {
            null => (bool?)null,
            "active" => true,
            "inactive" => false,
            _ => throw WireError.Parameter("credential.status"),
        };
        return new
        {
            credential = View(
                call, await call.Get<ChangeAccessKey>().Run(Access(call), active, Call.TextOf(credential, "description"), OfOwn(call), call.Ct) ?? throw Absent(), false),
        };
    }

    private static async Task<object?> Delete(Call call) =>
        await call.Get<DeleteAccessKey>().Run(Access(call), OfOwn(call), call.Ct) ? null : throw Absent();

    private static async Task<object?> Temporary(Call call)
    {
        var identity = Call.Inside(call.Body, "auth", "identity");
        var methods = Call.Inside(identity, "methods");
        var method = methods.ValueKind == JsonValueKind.Array && methods.GetArrayLength() == 1 && methods[0].ValueKind == JsonValueKind.String ? methods[0].GetString() : null;
        if (method is not ("token" or "assume_role"))
        {
            throw WireError.Parameter("auth.identity.methods");
        }

        var details = Call.Inside(identity, method);
        var seconds = Call.TextOf(details, "duration_seconds") is not { } text ? Shortest
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is >= Shortest and <= Longest ? given
            : throw WireError.Parameter("duration_seconds");
        var customer = method == "token"
            ? call.Caller.Actor.Customer is { } own && call.Caller.Actor.Kind == Platform.Access.ActorKind.Customer && call.Caller.Account.Customer is null ? own : (Guid?)null
            : await call.Get<AssumedCustomer>().Find(
                call.Caller, Call.TextOf(details, "agency_name"), Call.TextOf(details, "domain_id"), Call.TextOf(details, "domain_name"), call.Ct);
        var key = await call.Get<CreateTemporaryKey>().Run(call.Caller, customer, seconds, call.Ct);
        return new
        {
            credential = new { access = key.Access, secret = key.Secret, securitytoken = key.SecurityToken, expires_at = Stamp(key.ExpiresAt) },
        };
    }

    /// <summary>Acting for a customer, a partner cannot touch anybody's keys.</summary>
    private static Platform.Access.Actor OfOwn(Call call) =>
        call.Caller.Actor.Kind == call.Caller.Person.Kind ? call.Caller.Actor : throw WireError.Denied();

    private static void Own(Call call, string? user)
    {
        if (user is null)
        {
            throw WireError.Parameter("credential.user_id", "is missing");
        }

        if (!user.Equals(call.Caller.Account.Id.ToString("n"), StringComparison.OrdinalIgnoreCase))
        {
            throw WireError.Denied();
        }
    }

    private static object View(Call call, KeyRow key, bool use) => new
    {
        access = key.Access,
        status = key.Active ? "active" : "inactive",
        create_time = Stamp(key.CreatedAt),
        user_id = call.Caller.Account.Id.ToString("n"),
        description = key.Description,
        last_use_time = use ? Stamp(key.LastUsedAt ?? key.CreatedAt) : null,
    };

    private static string Access(Call call) => (string)call.Http.Request.RouteValues["access_key"]!;

    private static WireError Absent() => new(404, "IAM.0004", "Could not find the access key.");

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
