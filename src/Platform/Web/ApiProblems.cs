using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Web;

/// <summary>Turns refusals into RFC 9457 problem documents with stable codes; anything else is a 500 that reveals nothing.</summary>
internal sealed class ApiProblems(IProblemDetailsService problems, RefusalTexts texts, ILogger<ApiProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!httpContext.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            return false;
        }

        var refusal = exception switch
        {
            Refusal no => no,
            DbUpdateConcurrencyException => new Refusal("conflict.changed-meanwhile"),
            BadHttpRequestException => new Refusal("request.unreadable"),
            _ when Unwritable.Is(exception) => new Refusal("request.unreadable"),
            _ => null,
        };
        httpContext.Response.StatusCode = refusal switch
        {
            null => StatusCodes.Status500InternalServerError,
            { Code: "access.denied" } => StatusCodes.Status403Forbidden,
            { Code: "request.unreadable" } => StatusCodes.Status400BadRequest,
            { Field: not null } => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status409Conflict,
        };
        if (refusal is null)
        {
            log.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        }

        var problem = new ProblemDetails { Title = refusal is null ? "Internal error" : texts.Sentence(refusal) };
        if (refusal is not null)
        {
            problem.Extensions["code"] = refusal.Code;
            problem.Extensions["field"] = refusal.Field;
        }

        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }
}
