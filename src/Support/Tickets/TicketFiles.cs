using Microsoft.AspNetCore.Http;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Support.Tickets;

/// <summary>Keeps the files of a message.</summary>
internal sealed class TicketFiles(DocumentStore documents)
{
    /// <summary>The files of a page's form, in its field File.</summary>
    public static IReadOnlyList<SentFile> Of(HttpContext http) =>
        [.. http.Request.Form.Files.Where(f => f is { Name: "File", Length: > 0 }).Select(f => new SentFile(f.FileName, f.OpenReadStream()))];

    /// <summary>Keeps them; saved with the caller's unit of work.</summary>
    /// <exception cref="Refusal"><c>ticket.too-many-files</c>, and those of <see cref="DocumentStore.Upload"/>, at File.</exception>
    public async Task<List<Guid>> Keep(IReadOnlyList<SentFile> files, int most, Actor by, CancellationToken ct)
    {
        if (files.Count > most)
        {
            throw new Refusal("ticket.too-many-files", most) { Field = "File" };
        }

        var kept = new List<Guid>();
        foreach (var file in files)
        {
            await using var content = file.Content;
            kept.Add((await documents.Upload(file.Name, content, by, "File", ct)).Id);
        }

        return kept;
    }
}
