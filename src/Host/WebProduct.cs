using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Host.Layouts;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Web;
using Scalar.AspNetCore;

namespace PartnerCenter.Host;

/// <summary>The product as a web server: pages, API, workers.</summary>
internal static class WebProduct
{
    /// <summary>Builds it.</summary>
    /// <param name="product">The product.</param>
    /// <param name="url">Where to listen; null where a test server listens itself.</param>
    /// <param name="demo">Whether the role switcher exists.</param>
    /// <param name="adapt">Last changes to the container, for tests.</param>
    public static async Task<WebApplication> Build(Product product, string? url, bool demo, Action<WebApplicationBuilder>? adapt = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(product.Configuration);
        builder.Configuration["Demo:Enabled"] = demo.ToString();
        if (demo)
        {
            builder.Configuration["Payments:Embedded"] ??= "true";
            // Everybody is everybody in the demo: an authenticator app would only stand in the way of looking around.
            builder.Configuration["Identity:SecondFactor"] = "optional";
            builder.Configuration["Clock:Movable"] ??= "true";
            builder.Configuration["Registry:File"] ??= Path.Combine(AppContext.BaseDirectory, "Demo", "registry.csv");
        }

        if (url is not null)
        {
            builder.WebHost.UseUrls(url);
        }

        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = Platform.Documents.FileKinds.MaxBytes + (1024 * 1024);
        });
        await product.AddTo(builder.Services);
        builder.Services.AddSingleton<IConfiguration>(builder.Configuration);
        builder.Services.AddPartnerCenterWeb(builder.Configuration, workers: true);
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        builder.Services.AddRazorComponents();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddOpenApi("v1", OpenApiDocument.Shape);
        builder.Services.Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = new[] { CultureInfo.GetCultureInfo("zh-CN"), CultureInfo.GetCultureInfo("en") };
            options.DefaultRequestCulture = new RequestCulture("zh-CN");
            (options.SupportedCultures, options.SupportedUICultures) = ([CultureInfo.InvariantCulture], cultures);
            options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = "lang" }, new AcceptLanguageHeaderRequestCultureProvider()];
        });
        adapt?.Invoke(builder);
        var app = builder.Build();
        Use(app);
        return app;
    }

    private static void Use(WebApplication app)
    {
        app.UseWhen(IsApi, api => api.UseExceptionHandler().UseStatusCodePages());
        app.UseWhen(http => !IsApi(http), pages => pages
            .UseExceptionHandler("/error", createScopeForErrors: true)
            .UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true)
            .Use(SayNo));
        app.Use(ShowErrors);
        app.Use(SecurityHeaders);
        app.UseRequestLocalization();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseActors();
        app.UseAuthorization();
        app.UseLargeFiles();
        app.UseAntiforgery();
        app.Use(next => http => UnreadCount.Count(http, next));
        app.MapRazorComponents<App>().AddAdditionalAssemblies([.. Modules.All.Select(m => m.GetType().Assembly), typeof(Module).Assembly]);
        PlatformEndpoints.Map(app);
        foreach (var module in Modules.All)
        {
            module.MapEndpoints(app);
        }

        app.MapOpenApi("/api/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/api/docs", options => options.WithOpenApiRoutePattern("/api/v1.json")).AllowAnonymous();
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);

    /// <summary>An error page is read, whatever was sent: a form whose token is forged or too old must not fail a second time.</summary>
    private static async Task ShowErrors(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            http.Request.Method = HttpMethods.Get;
        }

        await next(http);
        if (!http.Response.HasStarted && http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            // Left empty by the form's endpoint; without a content type the error page takes its place.
            http.Response.ContentType = null;
        }
    }

    /// <summary>
    /// What a page's own endpoints (sign-out, language, exports …) answer when the answer is no: a status, which the status page puts
    /// into words.
    /// </summary>
    private static async Task SayNo(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception no) when (!http.Response.HasStarted
            && (no is AntiforgeryValidationException or BadHttpRequestException or Refusal or DbUpdateConcurrencyException || IsUnreadable(no) || Unwritable.Is(no)))
        {
            http.Response.Clear();
            http.Response.StatusCode = no switch
            {
                Refusal { Code: "access.denied" } => StatusCodes.Status403Forbidden,
                Refusal or DbUpdateConcurrencyException => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status400BadRequest,
            };
        }
    }

    /// <summary>A query parameter of a page that is not what it should be: the framework says so by this exception only.</summary>
    private static bool IsUnreadable(Exception no) =>
        no is InvalidOperationException && no.Message.StartsWith("Cannot parse the value", StringComparison.Ordinal);

    private static Task SecurityHeaders(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        var docs = http.Request.Path.StartsWithSegments("/api/docs", StringComparison.Ordinal);
        headers.ContentSecurityPolicy = docs
            ? "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"
            : "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(http);
    }
}
