using Microsoft.AspNetCore.Http;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;

namespace PartnerCenter.Billing.Usage;

/// <summary>The form that a usage file comes with, the same from page and API.</summary>
internal static class UsageForm
{
    /// <summary>Hands it to the use case.</summary>
    /// <exception cref="Refusal">See <see cref="UploadUsage.Run"/> and <see cref="SubAccountMapping.Read"/>; or <c>form.required</c>.</exception>
    public static async Task Upload(
        UploadUsage upload, Guid id, IFormFile? file, IFormFile? mapping, string? format, bool acceptValid, string? partner,
        string? mode, Actor by, CancellationToken ct)
    {
        if (file is null || file.FileName.Length == 0)
        {
            throw new Refusal("form.required") { Field = "File" };
        }

        if (!Enum.TryParse<AssociationMode>(mode ?? nameof(AssociationMode.Resale), ignoreCase: true, out var createAs))
        {
            throw new Refusal("usage.mode", mode!) { Field = "Mode" };
        }

        var createFor = string.IsNullOrWhiteSpace(partner) ? null : partner.Trim();
        var wish = new ImportWish(format ?? "native", acceptValid, Customers(mapping), createFor, createAs);
        await using var content = file.OpenReadStream();
        await upload.Run(id, file.FileName, content, wish, by, ct);
    }

    private static Dictionary<string, string> Customers(IFormFile? mapping)
    {
        if (mapping is null || mapping.Length == 0)
        {
            return [];
        }

        if (mapping.Length > FileKinds.MaxBytes)
        {
            throw new Refusal("document.too-large", FileKinds.MaxBytes / 1024 / 1024) { Field = "Mapping" };
        }

        using var text = new StreamReader(mapping.OpenReadStream());
        return SubAccountMapping.Read(text);
    }
}
