using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Platform.Web;

/// <summary>
/// The id of a command that must take effect once, made by the caller: the header <c>Idempotency-Key</c>. It becomes the id of the
/// thing that the command makes, so that key and effect are one row; keys of two callers never meet.
/// </summary>
public static class CommandId
{
    /// <summary>The id of this request's command.</summary>
    /// <exception cref="Refusal"><c>idempotency.key</c>: the header is missing or longer than 200 characters.</exception>
    public static Guid Of(HttpRequest request, Actor by)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > 200)
        {
            throw new Refusal("idempotency.key") { Field = "Idempotency-Key" };
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{by.Partner ?? by.Account}/{key}"));
        return new Guid(hash.AsSpan(0, 16));
    }

    /// <summary>The id of the n-th of several things that one command makes.</summary>
    public static Guid Part(Guid command, int n) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{command}/{n}")).AsSpan(0, 16));
}
