using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Statements;

/// <summary>One of the vendor's finance says whose an unmatched receipt is, another agrees or does not; or it goes back to the payer.</summary>
public sealed class SettleReceipt(FundsDb db, BookReceipt book, Partners partners, SigningEntities entities)
{
    /// <summary>Says whose it is.</summary>
    /// <param name="id">The receipt.</param>
    /// <param name="partner">The partner's number.</param>
    /// <param name="reason">On what evidence.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such receipt.</returns>
    /// <exception cref="Refusal"><c>funds.no-partner</c>, <c>receipt.wrong-state</c>, those of the fields.</exception>
    public async Task<bool> Assign(Guid id, string? partner, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.TopUp);
        var (number, words) = (Input.Text(partner, "Partner"), Input.Text(reason, "Reason"));
        if (await Find(id, ct) is not { } receipt)
        {
            return false;
        }

        var owner = await partners.ByNumber(number, ct) ?? throw new Refusal("funds.no-partner", number) { Field = "Partner" };
        receipt.Assign(owner.Id, (await entities.Of(owner.Id, ct))?.Name, words, by);
        await db.Save(by, "funds.assign-receipt", ct);
        return true;
    }

    /// <summary>Agrees: it is booked.</summary>
    /// <returns>As <see cref="Assign"/>.</returns>
    /// <exception cref="Refusal"><c>receipt.same-person</c>, <c>receipt.wrong-state</c>.</exception>
    public async Task<bool> Approve(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.TopUp);
        if (await Find(id, ct) is not { } receipt)
        {
            return false;
        }

        receipt.Approve(by);
        await book.ForPartner(receipt, by, ct);
        await db.Save(by, "funds.approve-receipt", ct);
        return true;
    }

    /// <summary>Does not agree: it waits for its owner again.</summary>
    /// <returns>As <see cref="Assign"/>.</returns>
    /// <exception cref="Refusal"><c>receipt.wrong-state</c>.</exception>
    public async Task<bool> Refuse(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.TopUp);
        if (await Find(id, ct) is not { } receipt)
        {
            return false;
        }

        receipt.Refuse(by);
        await db.Save(by, "funds.refuse-receipt", ct);
        return true;
    }

    /// <summary>Enters that it was sent back to the payer.</summary>
    /// <returns>As <see cref="Assign"/>.</returns>
    /// <exception cref="Refusal"><c>receipt.wrong-state</c>, those of the reason.</exception>
    public async Task<bool> Return(Guid id, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.TopUp);
        var words = Input.Text(reason, "Reason");
        if (await Find(id, ct) is not { } receipt)
        {
            return false;
        }

        receipt.Return(words, by);
        await db.Save(by, "funds.return-receipt", ct);
        return true;
    }

    private Task<Receipt?> Find(Guid id, CancellationToken ct) => db.Receipts.SingleOrDefaultAsync(receipt => receipt.Id == id, ct);
}
