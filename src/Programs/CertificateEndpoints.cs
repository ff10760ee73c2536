using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Programs;

/// <summary>Download of certificates.</summary>
internal static class CertificateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/portal/certificates/{number}.pdf", Download).RequireAuthorization(ProgramsModule.See).ExcludeFromDescription();

    private static async Task<IResult> Download(string number, HttpContext http, Certificates certificates)
    {
        var request = http.Request;
        var file = await certificates.Pdf(
            number, http.Actor(), code => $"{request.Scheme}://{request.Host}/verify/{code}", http.RequestAborted);
        return file is { } found ? Results.File(found.Pdf, "application/pdf", found.Name) : Results.NotFound();
    }
}
