using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network;

/// <summary>What a company gives when it joins; its name and code come from its real-name authentication (R3.3).</summary>
public sealed record JoiningForm(string? ContactName, string? ContactPosition, string? ContactMobile, string? ContactEmail, string? TaxNumber, bool Agreed);

/// <summary>
/// A company joins the network. Where its code checks out it is a partner at once; otherwise a person looks (R3.4a). A further account
/// of a company that is a partner already joins at once by the short form (R3.2a).
/// </summary>
public sealed class JoinNetwork(
    NetworkDb db, Accounts accounts, SigningEntities entities, IBusinessRegistry registry, Rulebook rulebook, ReviewDesk reviews, Numbers numbers,
    BusinessDay businessDay, Vault vault)
{
    /// <summary>Applies for the account of the actor.</summary>
    /// <returns>The partner's id, and whether it is a partner already or waits for a review.</returns>
    /// <exception cref="Refusal">A field is wrong, consent is missing, or it is a partner already (<c>network.joined-already</c>).</exception>
    public async Task<(Guid Partner, bool Joined)> Run(JoiningForm form, Actor by, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await Run(form, await accounts.RealNameOf(by.Account, ct) ?? throw new Refusal("network.no-real-name"), by, ct);
    }

    /// <summary>The same for an account that may have been added in this unit of work. The caller has crossed the walls.</summary>
    internal async Task<(Guid Partner, bool Joined)> Run(JoiningForm form, RealName company, Actor by, CancellationToken ct)
    {
        if (!form.Agreed)
        {
            throw new Refusal("network.consent-needed") { Field = nameof(form.Agreed) };
        }

        var check = company.Code.Length == 18 ? Uscc.Check(company.Code) : IdentifierCheck.Valid;
        var entity = await db.LegalEntities.SingleOrDefaultAsync(e => e.Code == company.Code, ct);
        var partner = await Application(form, by, company, check, ct);
        await Sign(partner, by, ct);

        // A known code under another name, or a new one that does not check out, is for a person to judge; a known one was judged.
        var found = entity is null && check == IdentifierCheck.Valid ? await registry.Ask(company.Code, company.CompanyName, ct) : RegistryAnswer.Agrees;
        var joined = found == RegistryAnswer.Agrees && (entity is null ? check == IdentifierCheck.Valid : entity.Name == company.CompanyName);
        if (joined)
        {
            await Admit(partner, entity, ct);
        }
        else
        {
            await reviews.Open(JoiningTerms.Review, partner.Id, company.CompanyName, by, Doubt(company, check, found, entity), ct: ct);
        }

        await db.Save(by, "network.join", ct);
        return (partner.Id, joined);
    }

    internal async Task Admit(Partner partner, LegalEntity? entity, CancellationToken ct)
    {
        entity ??= await db.LegalEntities.SingleOrDefaultAsync(e => e.Code == partner.CompanyCode, ct);
        if (entity is null)
        {
            entity = new() { Id = Guid.CreateVersion7(), Code = partner.CompanyCode, Name = partner.CompanyName, CreatedAt = businessDay.Now };
            db.LegalEntities.Add(entity);
        }

        partner.Join(entity, businessDay.Today);
        await accounts.BecomePartner(partner.AccountId, partner.Id, ct);
        db.Publish(new PartnerJoined(partner.Id, partner.Number, partner.CompanyName, partner.AccountId));
    }

    /// <summary>What the reviewer is to look at.</summary>
    private static string Doubt(RealName company, IdentifierCheck check, RegistryAnswer found, LegalEntity? entity) =>
        check == IdentifierCheck.CheckCharacterDiffers ? $"{company.Code}: {Uscc.CheckCharacter(company.Code)} ≠ {company.Code[^1]}"
        : entity is not null ? $"{company.Code}: {entity.Name} ≠ {company.CompanyName}"
        : $"{company.Code}: {Words.Of(found).Zh} / {Words.Of(found).En}";

    private async Task<Partner> Application(JoiningForm form, Actor by, RealName company, IdentifierCheck check, CancellationToken ct)
    {
        var contact = (
            Name: Input.Text(form.ContactName, nameof(form.ContactName), 100),
            Position: Input.Text(form.ContactPosition, nameof(form.ContactPosition), 100),
            Mobile: Input.Mobile(form.ContactMobile, nameof(form.ContactMobile)),
            Email: Input.Email(form.ContactEmail, nameof(form.ContactEmail)));
        var uscc = company.Code.Length == 18 ? company.Code : null;
        var tax = TaxNumber.Of(form.TaxNumber, uscc, nameof(form.TaxNumber));
        var known = await db.Partners.SingleOrDefaultAsync(p => p.AccountId == by.Account, ct);
        if (known is not null)
        {
            if (known.State != PartnerState.Rejected)
            {
                throw new Refusal(known.State == PartnerState.Active ? "network.joined-already" : "network.in-review");
            }

            known.ApplyAgain();
            (known.ContactName, known.ContactPosition, known.ContactEmail) = (contact.Name, contact.Position, contact.Email);
            known.SetMobile(contact.Mobile, vault);
            known.TaxNumber = tax;
            return known;
        }

        var partner = new Partner
        {
            Id = Guid.CreateVersion7(),
            Number = await numbers.Next("P", ct),
            AccountId = by.Account,
            CompanyName = company.CompanyName,
            CompanyCode = company.Code,
            TaxNumber = tax,
            ContactName = contact.Name,
            ContactPosition = contact.Position,
            ContactEmail = contact.Email,
            CodeCheck = check,
            AppliedAt = businessDay.Now,
        };
        partner.SetMobile(contact.Mobile, vault);
        db.Partners.Add(partner);
        return partner;
    }

    private async Task Sign(Partner partner, Actor by, CancellationToken ct)
    {
        var terms = rulebook.On<JoiningTerms>(JoiningTerms.Rule, businessDay.Today).Terms;
        var signed = await db.Agreements.Where(a => a.PartnerId == partner.Id).Select(a => new { a.Code, a.Version }).ToListAsync(ct);
        foreach (var agreement in terms.Agreements.Where(a => !signed.Contains(new { a.Code, a.Version })))
        {
            db.Agreements.Add(new()
            {
                PartnerId = partner.Id,
                Code = agreement.Code,
                Version = agreement.Version,
                NameZh = agreement.Name.Zh,
                NameEn = agreement.Name.En,
                ContractNumber = await numbers.Next("AG", ct),
                SigningEntity = entities.Present.Name,
                SignedBy = by.Account,
                SignedByName = by.Name,
                SignedAt = businessDay.Now,
            });
        }
    }
}
