using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers.Contracts;

/// <summary>What a distributor says of a contract.</summary>
/// <param name="Code">The code on it.</param>
/// <param name="Customer">Whose it is: a present customer of one of its resellers.</param>
/// <param name="SignedOn">When it was signed.</param>
public sealed record ContractForm(string? Code, Guid? Customer, DateOnly? SignedOn);

/// <summary>A distributor keeps the signed contract of a customer of one of its resellers (R12.3.11).</summary>
internal sealed class KeepContract(CustomersDb db, OfflineContracts contracts, DocumentStore documents, BusinessDay businessDay)
{
    /// <summary>Keeps it.</summary>
    /// <returns>The contract's id.</returns>
    /// <exception cref="Refusal">
    /// <c>contract.not-a-resellers</c>: the customer is no reseller's of the actor. <c>contract.code-taken</c>, <c>contract.not-signed-yet</c>,
    /// those of the fields and of <see cref="DocumentStore.Upload"/>.
    /// </exception>
    public async Task<Guid> Run(ContractForm form, string? fileName, Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Contracts);
        var (code, customer, signed) = (Input.Text(form.Code, "Code", 60), Input.Chosen(form.Customer, "Customer"), Input.Chosen(form.SignedOn, "SignedOn"));
        if (signed > businessDay.Today)
        {
            throw new Refusal("contract.not-signed-yet") { Field = "SignedOn" };
        }

        var chosen = (await contracts.Choices(by, ct)).Find(c => c.Customer == customer)
            ?? throw new Refusal("contract.not-a-resellers") { Field = "Customer" };
        var partner = by.PartnerId;
        await db.Unit.InTurn($"offline contracts of {partner}", ct);
        if (await db.Contracts.AnyAsync(c => c.PartnerId == partner && c.Code == code, ct))
        {
            throw new Refusal("contract.code-taken", code) { Field = "Code" };
        }

        if (file is null)
        {
            throw new Refusal("form.required") { Field = "File" };
        }

        var contract = new OfflineContract
        {
            Id = Guid.CreateVersion7(),
            PartnerId = partner,
            ResellerId = chosen.Reseller,
            ResellerName = chosen.ResellerName,
            CustomerId = customer,
            CustomerName = chosen.Name,
            Code = code,
            SignedOn = signed,
            DocumentId = (await documents.Upload(fileName ?? "", file, by, "File", ct)).Id,
            KeptAt = businessDay.Now,
            KeptBy = by.Name,
        };
        db.Contracts.Add(contract);
        await db.Save(by, "customers.keep-contract", ct);
        return contract.Id;
    }
}

/// <summary>A distributor notes that a contract ran out or was ended; its file stays.</summary>
internal sealed class EndContract(CustomersDb db, BusinessDay businessDay)
{
    /// <summary>Ends it.</summary>
    /// <returns>False if the actor has none with that id.</returns>
    /// <exception cref="Refusal"><c>offline-contract.wrong-state</c></exception>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Contracts);
        var partner = by.PartnerId;
        if (await db.Contracts.SingleOrDefaultAsync(c => c.Id == id && c.PartnerId == partner, ct) is not { } contract)
        {
            return false;
        }

        contract.End(businessDay.Today);
        await db.Save(by, "customers.end-contract", ct);
        return true;
    }
}
