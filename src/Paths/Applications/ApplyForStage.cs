using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Published;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Applications;

/// <summary>What comes with an application; what the stage does not need is left out.</summary>
/// <param name="Case">A case of professional service.</param>
/// <param name="SealedCompany">The company's name as it stands in the seal of the employment proof.</param>
internal sealed record StageForm(CaseForm? Case, string? SealedCompany);

/// <summary>A partner's administrator applies for the next stage of a path whose stages are reviewed.</summary>
internal sealed class ApplyForStage(
    PathsDb db, Checklists checklists, Qualifications qualifications, DocumentStore documents, ReviewDesk reviews, QuarterResults results,
    BusinessDay businessDay)
{
    /// <summary>Applies.</summary>
    /// <param name="stage">Which stage.</param>
    /// <param name="form">What comes with it.</param>
    /// <param name="proofs">Employment proofs: one for all holders of certificates, or one for each (R4.2.7).</param>
    /// <param name="by">The administrator.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>paths.not-on-a-path</c>, <c>paths.follows-by-itself</c>, <c>paths.role-certification-first</c> (R4.2.3), <c>paths.stage-reached</c>,
    /// <c>paths.applied-already</c>, <c>paths.conditions-missing</c>; those of <see cref="CaseForm"/>; <c>paths.proof-count</c> at Proofs and
    /// <c>paths.proof-company</c> at SealedCompany.
    /// </exception>
    public async Task<Guid> Run(PathStage? stage, StageForm form, IReadOnlyList<SentFile> proofs, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        var wanted = Input.Chosen(stage, "Stage");
        await db.Unit.InTurn(PathStages.Turn(by.PartnerId), ct);
        var member = await db.Members.SingleOrDefaultAsync(m => m.PartnerId == by.PartnerId && m.LeftOn == null, ct) ?? throw new Refusal("paths.not-on-a-path");
        var definition = Definition(member, wanted);
        if (await db.Applications.AnyAsync(a => a.MemberId == member.Id && a.State == ApplicationState.InReview, ct))
        {
            throw new Refusal("paths.applied-already");
        }

        await NeedConditions(member, definition, ct);
        if (definition.Needs.Contains(ApplicationNeed.ServiceCase))
        {
            db.Cases.Add((form.Case ?? throw new Refusal("form.required") { Field = "CaseTitle" })
                .Read(by.PartnerId, businessDay.Today, businessDay.Now, checklists.Terms.CaseMonths, onlyThisCloud: false));
        }

        var attached = definition.Needs.Contains(ApplicationNeed.EmploymentProof) ? await Proofs(member, definition, form, proofs, by, ct) : [];
        var application = new StageApplication { PartnerId = by.PartnerId, MemberId = member.Id, Stage = wanted, AppliedAt = businessDay.Now };
        db.Applications.Add(application);
        var (path, words) = (checklists.Terms[member.Path].Name, Words.Of(wanted));
        await reviews.Open(
            definition.Review!, application.Id, $"{member.CompanyName} · {path.Zh} {words.Zh} · {words.En}", by,
            await results.After(form.Case?.Title ?? "", by.PartnerId, ct), attached, ct);
        await db.Save(by, "paths.apply", ct);
        return application.Id;
    }

    private StageDefinition Definition(PathMember member, PathStage wanted)
    {
        var path = checklists.Terms[member.Path];
        if (path.ByItself)
        {
            throw new Refusal("paths.follows-by-itself");
        }

        if (wanted <= member.Stage)
        {
            throw new Refusal("paths.stage-reached");
        }

        return wanted > member.Stage + 1 ? throw new Refusal("paths.role-certification-first") : path[wanted] ?? throw new Refusal("paths.stage-reached");
    }

    /// <summary>All conditions but the cases: those come with the application.</summary>
    private async Task NeedConditions(PathMember member, StageDefinition definition, CancellationToken ct)
    {
        var counted = (await checklists.Count(member.PartnerId, member.Path, ct)).Single(stage => stage.Stage == definition.Stage);
        var missing = counted.Lines.Where((line, i) => !line.Met && definition.Conditions[i].Kind != ConditionKind.Cases).ToList();
        if (missing.Count > 0)
        {
            throw new Refusal("paths.conditions-missing", new LocalText(
                string.Join("；", missing.Select(line => $"{line.Name.Zh} {line.Achieved}/{line.Required}")),
                string.Join("; ", missing.Select(line => $"{line.Name.En} {line.Achieved}/{line.Required}"))));
        }
    }

    private async Task<Guid[]> Proofs(
        PathMember member, StageDefinition definition, StageForm form, IReadOnlyList<SentFile> proofs, Actor by, CancellationToken ct)
    {
        var slots = definition.Conditions.FirstOrDefault(c => c.Slots is not null)?.Slots ?? [];
        var held = await qualifications.Of(member.PartnerId, businessDay.Today, ct);
        var holders = Matching.Fill([.. held.Select(c => c.Kind)], slots).Select(pair => held[pair.Certificate].Person).Distinct().Count();
        if (proofs.Count != 1 && proofs.Count != holders)
        {
            throw new Refusal("paths.proof-count", holders) { Field = "Proofs" };
        }

        if (Input.Text(form.SealedCompany, "SealedCompany") != member.CompanyName)
        {
            throw new Refusal("paths.proof-company", member.CompanyName) { Field = "SealedCompany" };
        }

        var kept = new List<Guid>();
        foreach (var proof in proofs)
        {
            kept.Add((await documents.Upload(proof.Name, proof.Content, by, "Proofs", ct)).Id);
        }

        return [.. kept];
    }
}
