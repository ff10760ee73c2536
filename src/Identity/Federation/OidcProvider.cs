using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Identity.Federation;

/// <summary>
/// Sign-in by an OpenID provider: authorization code with PKCE, the answer in the query, so that the cookies which hold nonce and state
/// need not travel with foreign forms. Whatever goes wrong ends on the sign-in page with a sentence.
/// </summary>
internal static class OidcProvider
{
    public const string Path = "/federation/oidc";
    private const string Scheme = "oidc";
    private const string Back = "back";

    public static void Add(AuthenticationBuilder authentication, IConfiguration configuration)
    {
        if (OidcSettings.Of(configuration) is not { } settings)
        {
            return;
        }

        authentication.Services.AddSingleton(settings).AddScoped<EnterByOidc>();
        var site = configuration["Site"]?.TrimEnd('/');
        authentication.AddOpenIdConnect(Scheme, options =>
        {
            options.Authority = settings.Authority.AbsoluteUri.TrimEnd('/');
            options.RequireHttpsMetadata = !settings.Authority.IsLoopback;
            (options.ClientId, options.ClientSecret) = (settings.ClientId, settings.ClientSecret);
            (options.ResponseType, options.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
            options.UsePkce = true;
            options.CallbackPath = $"{Path}/callback";
            options.Scope.Clear();
            options.Scope.Add("openid");
            options.Scope.Add("email");
            (options.MapInboundClaims, options.SaveTokens, options.DisableTelemetry) = (false, false, true);
            options.GetClaimsFromUserInfoEndpoint = true;
            options.ClaimActions.MapJsonKey(EnterByOidc.Email, EnterByOidc.Email);
            options.ClaimActions.MapJsonKey(EnterByOidc.Verified, EnterByOidc.Verified);
            options.BackchannelTimeout = TimeSpan.FromSeconds(10);
            foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            {
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            }

            // Behind a proxy the request knows another address than people do.
            options.Events.OnRedirectToIdentityProvider = context =>
            {
                context.ProtocolMessage.RedirectUri = string.IsNullOrEmpty(site)
                    ? context.ProtocolMessage.RedirectUri
                    : site + options.CallbackPath;
                return Task.CompletedTask;
            };
            options.Events.OnTicketReceived = Enter;
            options.Events.OnRemoteFailure = context =>
            {
                context.HandleResponse();
                Refuse(context.HttpContext, IsAway(context.Failure) ? "identity.oidc-away" : "identity.oidc-failed");
                return Task.CompletedTask;
            };
        });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<OidcSettings>() is not null)
        {
            routes.MapGet(Path, Begin).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static async Task Begin(HttpContext http)
    {
        var back = http.Request.Query[Back].ToString();
        var properties = new AuthenticationProperties { Items = { [Back] = OwnPage.Is(back) ? back : "" } };
        try
        {
            await http.ChallengeAsync(Scheme, properties);
        }
        catch (Exception failure) when (IsAway(failure))
        {
            Refuse(http, "identity.oidc-away");
        }
    }

    private static async Task Enter(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        try
        {
            var account = await http.RequestServices.GetRequiredService<EnterByOidc>().Run(context.Principal!, http.RequestAborted);
            await SessionEndpoints.Begin(http, account);
            var back = context.Properties?.Items.TryGetValue(Back, out var page) == true ? page : null;
            http.Response.Redirect(OwnPage.Is(back) ? back! : SessionEndpoints.Home(account.Kind));
        }
        catch (Refusal refusal)
        {
            Refuse(http, refusal.Code);
        }
    }

    private static void Refuse(HttpContext http, string code) => http.Response.Redirect($"/sign-in?refused={code}");

    /// <summary>Whether the provider did not answer, or with something that is not its discovery document or keys.</summary>
    private static bool IsAway(Exception? failure) => failure switch
    {
        null => false,
        HttpRequestException or IOException or TaskCanceledException => true,
        InvalidOperationException when failure.Message.StartsWith("IDX20803", StringComparison.Ordinal) => true,
        _ => IsAway(failure.InnerException),
    };
}
