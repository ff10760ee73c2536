using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;

namespace PartnerCenter.Host;

/// <summary>The OpenAPI document: what the API is called, and which permission each operation needs.</summary>
internal static class OpenApiDocument
{
    public static void Shape(OpenApiOptions options)
    {
        options.OpenApiVersion = Microsoft.OpenApi.OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Partner Center API",
                Version = "v1",
                Description = "Errors are RFC 9457 problem documents with a stable code. Lists are paged by cursor. "
                    + "Commands that move money need an Idempotency-Key.",
            };
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var permissions = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(data => data.Policy);
            operation.Description = $"Permission: {string.Join(", ", permissions)}";
            return Task.CompletedTask;
        });
    }
}
