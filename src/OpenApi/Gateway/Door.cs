using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>
/// What every call passes, in this order: who is it, may it so often, may it at all, then what it asks for; and the log. Whatever goes
/// wrong is answered in the words of the wire.
/// </summary>
internal sealed class Door(
    Authentication authentication, Throttle throttle, CallLog log, RefusalCodes refusals, UnitOfWork unit, Rulebook rulebook,
    BusinessDay businessDay, MachineClock machine, ILogger<Door> problems)
{
    /// <summary>Answers a call.</summary>
    public async Task Pass(HttpContext http, Operation operation)
    {
        var (began, requestId) = (machine.Provider.GetTimestamp(), WireAnswer.Identify(http));
        Caller? caller = null;
        WireError? error = null;
        object? answer = null;
        Speak(http);
        try
        {
            var body = new Lazy<Task<byte[]>>(() => Read(http));
            if (operation.Side != Side.Nobody)
            {
                // Whose credentials they are stands behind the walls; from the caller's own reach on, what is not its own is not seen.
                await unit.Open(Reach.Everything, http.RequestAborted);
                caller = await authentication.Of(http, () => body.Value);
                await throttle.Admit(caller.Account.Id, operation.Name, Terms.Limit(operation.Name), http.RequestAborted);
                Admit(caller, operation);
                await unit.Open(caller.Actor.Reach, http.RequestAborted);
            }

            var reads = HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsPut(http.Request.Method);
            answer = await operation.Run(reads ? new(http, caller, Parse(await body.Value), await body.Value) : new(http, caller, default, []));
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            error = WireAnswer.AtHome(http, Of(exception, operation, http));
        }

        if ((caller?.Account.Id ?? authentication.Named) is { } account)
        {
            var status = error?.Status ?? (answer is null ? StatusCodes.Status204NoContent : operation.Status);
            await log.Write(account, caller?.Actor.Sandbox is not null, operation.Name, status, error is null ? null : error.Code ?? $"{error.Status}", machine.Provider.GetElapsedTime(began), requestId);
        }

        await (error is null ? WireAnswer.Write(http, operation.Status, answer) : WireAnswer.Write(http, error, requestId));
    }

    /// <summary>What is answered at an address that no operation has (R15.2.2).</summary>
    public static Task Unknown(HttpContext http) => WireAnswer.Write(
        http, new WireError(404, "APIGW.0101", "API not exist or not published in the environment"), WireAnswer.Identify(http));

    /// <summary>
    /// What is answered at the address of a cloud service, which has a project in it and is not served here: whoever comes with a token is told
    /// first if that is no token of the project (R15.3.5).
    /// </summary>
    public async Task OfProject(HttpContext http, string project)
    {
        Speak(http);
        var requestId = WireAnswer.Identify(http);
        var error = new WireError(404, "APIGW.0101", "API not exist or not published in the environment");
        if (http.Request.Headers.ContainsKey("X-Auth-Token"))
        {
            try
            {
                await unit.Open(Reach.Everything, http.RequestAborted);
                var caller = await authentication.Of(http, () => Task.FromResult<byte[]>([]));
                var own = caller.Token!.Region is { } region ? Operations.Projects.IdOf(caller.Domain, region) : null;
                if (!project.Equals(own, StringComparison.OrdinalIgnoreCase))
                {
                    error = new WireError(403, "APIGW.0306", "tenant_id in token mismatches with tenant_id in url.");
                }
            }
            catch (WireError failed)
            {
                error = failed;
            }
        }

        await WireAnswer.Write(http, error, requestId);
    }

    private ApiTerms Terms => rulebook.On<ApiTerms>(ApiTerms.Rule, businessDay.Today).Terms;

    private static void Admit(Caller caller, Operation operation)
    {
        var isCustomer = caller.Actor.Kind == ActorKind.Customer;
        if (operation.Side == (isCustomer ? Side.Partner : Side.Customer))
        {
            throw WireError.Denied();
        }

        // Whoever is in no programme with an open API, a reseller included, has none (R15.2.3, R12.3.3).
        if (!isCustomer && !caller.Actor.May(OpenApiModule.Use))
        {
            throw new WireError(401, "CBC.0154", "The account has not joined a programme with an open API, or lacks the right to it.");
        }

        if (operation.Permission is { } permission && !caller.Actor.May(permission))
        {
            throw WireError.Denied();
        }
    }

    private WireError Of(Exception exception, Operation operation, HttpContext http)
    {
        switch (exception)
        {
            case WireError error:
                return error;
            case Refusal refusal:
                return refusals.Of(refusal, operation.Name);
            case DbUpdateConcurrencyException:
                return refusals.Of(new("conflict.changed-meanwhile"), operation.Name);
            case BadHttpRequestException bad:
                return bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge() : WireError.Parameter("body");
            case not null when Unwritable.Is(exception):
                return WireError.Parameter("body", "has characters that it cannot have");
            default:
                problems.LogError(exception, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
                return new WireError(500, "CBC.0999", "Other error.");
        }
    }

    /// <summary>The language of sentences and names: zh_CN unless en_US is asked for.</summary>
    private static void Speak(HttpContext http) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(
        http.Request.Headers["X-Language"].ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "zh-CN");

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            var parsed = JsonDocument.Parse(body).RootElement;
            return parsed.ValueKind == JsonValueKind.Object ? parsed : throw WireError.Parameter("body", "is not a JSON object");
        }
        catch (JsonException)
        {
            throw WireError.Parameter("body", "is not JSON");
        }
    }

    private async Task<byte[]> Read(HttpContext http)
    {
        var most = Terms.BodyMebibytes * 1024L * 1024;
        if (http.Request.ContentLength > most)
        {
            throw TooLarge();
        }

        using var body = new MemoryStream();
        var part = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(part, http.RequestAborted)) > 0)
        {
            body.Write(part, 0, read);
            if (body.Length > most)
            {
                throw TooLarge();
            }
        }

        return body.ToArray();
    }

    private static WireError TooLarge() => new(413, "APIGW.0201", "The request entity is too large.");
}
