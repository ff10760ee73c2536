using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.OpenApi.Operations;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.OpenApi.Sandboxes;
using PartnerCenter.OpenApi.Tokens;
using PartnerCenter.OpenApi.Webhooks;
using PartnerCenter.Orders.Published;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.OpenApi;

/// <summary>The API that the vendor's own SDKs speak: access keys, tokens, signatures, and the operations over the other modules.</summary>
public sealed class OpenApiModule : Module
{
    /// <summary>To use the open API: keys, calls, their log; not on a reseller's menu (R12.3.3).</summary>
    public const string Use = "openapi.use";

    /// <inheritdoc/>
    public override string Name => "openapi";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions => [new(Use, new("能力开放", "Open API"), Role.PartnerAdministrator)];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu => [new(MenuSection.Support, 730, new("能力开放", "Open API"), "/portal/open-api", Use)];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule => [new(ForgetCalls.Type, "40 3 * * *", ForgetCalls.Type)];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["openapi.too-many-keys"] = new("每个用户最多有 {0} 个访问密钥，请先删除一个。", "A user has {0} access keys at most; delete one first."),
        ["openapi.no-sandbox"] = new("贵公司还没有沙箱，请先创建。", "Your company has no sandbox yet; create one first."),
        ["openapi.no-operation"] = new("没有这个可试用的接口。", "There is no such operation to try."),
        ["openapi.other-address"] = new("地址应为 {0} 的形式，可加查询参数，不含空格。", "The address has the form {0}, with a query if need be and no spaces."),
        ["openapi.code-limit"] = new("该手机号获取验证码过于频繁：每小时 {0} 次，每天 {1} 次。", "This mobile number gets {0} codes an hour and {1} a day."),
        ["openapi.code-wrong"] = new("验证码不正确。", "The code is wrong."),
        ["openapi.code-over"] = new("验证码已过期。", "The code has expired."),
        ["openapi.code-tries"] = new("验证码错误超过 {0} 次，请重新获取。", "The code failed {0} times; have another sent."),
        ["openapi.too-many-webhooks"] = new("最多有 {0} 个回调地址，请先删除一个。", "There are {0} endpoints at most; take one away first."),
        ["openapi.no-event"] = new("没有事件“{0}”。", "There is no event {0}."),
        ["openapi.webhook-off"] = new("该回调地址已停用，请先启用。", "This endpoint is off; switch it on first."),
        ["openapi.span"] = new("结束时间应晚于开始时间。", "The end comes after the beginning."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => AddWebhooks(services)
        .AddModuleDb<OpenApiDb>().AddSingleton(AccessKey.SecretColumn).AddRule<ApiTerms>(ApiTerms.Rule)
        .AddScoped<Door>().AddScoped<Authentication>().AddScoped<Callers>().AddScoped<Throttle>().AddScoped<CallLog>().AddScoped<CallLists>().AddScoped<RefusalCodes>()
        .AddScoped<CreateAccessKey>().AddScoped<ChangeAccessKey>().AddScoped<DeleteAccessKey>().AddScoped<KeyLists>().AddScoped<KeyUse>()
        .AddScoped<SandboxLists>().AddScoped<OpenSandbox>().AddScoped<TryOperation>().AddScoped<CreateTemporaryKey>().AddScoped<EndTokens>()
        .AddScoped<IssueToken>().AddScoped<RevokeToken>().AddScoped<FindToken>().AddScoped<AssumedCustomer>()
        .AddRule<UnitTerms>(UnitTerms.Rule).AddRule<PlaceTerms>(PlaceTerms.Rule)
        .AddScoped<PartnerMovements>().AddScoped<CustomerMovements>().AddScoped<BillSums>().AddScoped<SendMobileCode>().AddScoped<TakeMobileCode>()
        .AddJob<Occurrence, ForgetCalls>(ForgetCalls.Type);

    private static IServiceCollection AddWebhooks(IServiceCollection services) => services
        .AddSingleton(Webhook.SecretColumn).AddSingleton(Webhook.EarlierColumn).AddRule<WebhookTerms>(WebhookTerms.Rule)
        .AddScoped<RegisterWebhook>().AddScoped<ChangeWebhook>().AddScoped<RemoveWebhook>().AddScoped<RotateSecret>()
        .AddScoped<TestWebhook>().AddScoped<ReplayWebhooks>().AddScoped<WebhookLists>()
        .HearNow<CustomerAssociated, Announcer>().HearNow<AssociationChanged, Announcer>().HearNow<ProspectInvited, Announcer>()
        .HearNow<FundsMoved, Announcer>().HearNow<WithdrawalMoved, Announcer>().HearNow<VoucherMoved, Announcer>().HearNow<OrderMoved, Announcer>().HearNow<CustomerFrozen, Announcer>()
        .AddJob<SendWish, SendWebhook>(SendWebhook.Type)
        .AddSingleton(new NotificationKind(SendWebhook.Notice, new("回调地址停用", "Endpoints that are off"), [ActorKind.Partner]));

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        OpenApiApi.Map(routes);
        foreach (var operation in OperationList.All)
        {
            foreach (var path in operation.Aliases.Prepend(operation.Path))
            {
                routes.MapMethods(path, [operation.Method], (HttpContext http, Door door) => door.Pass(http, operation)).AllowAnonymous().ExcludeFromDescription();
            }
        }

        foreach (var version in new[] { "v1.0", "v2", "v3", "v3.0", "v4", "v5" })
        {
            routes.Map($"/{version}/{{project:regex(^[0-9a-fA-F]{{{{32}}}}$)}}/{{**rest}}", (HttpContext http, Door door, string project) => door.OfProject(http, project))
                .AllowAnonymous().ExcludeFromDescription();
            routes.Map($"/{version}/{{**rest}}", Door.Unknown).AllowAnonymous().ExcludeFromDescription();
        }
    }
}
