using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Web;

/// <summary>Marks a page or endpoint that takes files beyond the product's usual limit, up to a setting in MiB.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class TakesLargeFilesAttribute(string setting, int mebibytes) : Attribute
{
    /// <summary>The largest file in MiB.</summary>
    public int Largest(IConfiguration configuration) => configuration.GetValue(setting, mebibytes);
}

/// <summary>Large files, let in only once it is known that their sender may send them, and kept on disk while they arrive.</summary>
public static class LargeFiles
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>What the other fields of a form may take.</summary>
    private const long Room = Mebibyte;

    private static readonly object Key = new();

    /// <summary>Raises the limit where it is to be. Stands after authorization and before antiforgery, which reads the form.</summary>
    public static IApplicationBuilder UseLargeFiles(this IApplicationBuilder app) => app.Use(next => http => Admit(http, next));

    /// <summary>Why the file of this request was not taken; null if it was. Pages show it, since their form never arrived.</summary>
    public static Refusal? Refused(this HttpContext http) => http.Items[Key] as Refusal;

    private static async Task Admit(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<TakesLargeFilesAttribute>() is { } takes && http.Request.HasFormContentType)
        {
            var largest = takes.Largest(http.RequestServices.GetRequiredService<IConfiguration>());
            var body = (largest * Mebibyte) + Room;
            var limit = http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
            limit.MaxRequestBodySize = body;
            http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { MultipartBodyLengthLimit = body }));
            if (http.Request.ContentLength > body)
            {
                // A browser that is still sending does not read: it gets its answer once it is through.
                limit.MaxRequestBodySize = null;
                await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
                Refuse(http, new Refusal("document.too-large", largest) { Field = "File" });
            }
        }

        await next(http);
    }

    private static void Refuse(HttpContext http, Refusal refusal)
    {
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            throw refusal;
        }

        http.Items[Key] = refusal;
        http.Request.Method = HttpMethods.Get;
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }
}
