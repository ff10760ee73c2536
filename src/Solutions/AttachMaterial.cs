using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions.Persistence;

namespace PartnerCenter.Solutions;

/// <summary>A partner adds to the material of a solution, or takes some away.</summary>
internal sealed class AttachMaterial(SolutionsDb db, SolutionDrafts drafts, DocumentStore documents, BusinessDay businessDay)
{
    /// <summary>Adds a document; of some kinds there may be several.</summary>
    /// <returns>False if the actor's partner has no such solution.</returns>
    /// <exception cref="Refusal"><c>form.required</c> at Kind or File; <c>solutions.in-review</c>; those of the file.</exception>
    public async Task<bool> Run(Guid solution, MaterialKind? kind, SentFile? file, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Manage);
        if (await drafts.Find(solution, by, ct) is null)
        {
            return false;
        }

        var (chosen, sent) = (Input.Chosen(kind, "Kind"), file ?? throw new Refusal("form.required") { Field = "File" });
        var document = await documents.Upload(sent.Name, sent.Content, by, "File", ct);
        db.Material.Add(new()
        {
            PartnerId = by.PartnerId,
            SolutionId = solution,
            Kind = chosen,
            DocumentId = document.Id,
            Name = document.Name,
            AddedAt = businessDay.Now,
        });
        await db.Save(by, "solutions.attach", ct);
        return true;
    }

    /// <summary>Takes a document away.</summary>
    /// <returns>False if the actor's partner has no such document there.</returns>
    /// <exception cref="Refusal"><c>solutions.in-review</c>.</exception>
    public async Task<bool> Remove(Guid solution, Guid material, Actor by, CancellationToken ct = default)
    {
        by.Need(SolutionsModule.Manage);
        if (await drafts.Find(solution, by, ct) is null
            || await db.Material.SingleOrDefaultAsync(m => m.Id == material && m.SolutionId == solution, ct) is not { } gone)
        {
            return false;
        }

        db.Material.Remove(gone);
        await db.Save(by, "solutions.remove-material", ct);
        return true;
    }
}
