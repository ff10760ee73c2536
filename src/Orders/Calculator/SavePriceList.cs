using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Orders.Calculator;

/// <summary>Somebody saves a list of the price calculator under a name, with the prices of today.</summary>
internal sealed class SavePriceList(OrdersDb db, PriceCalculator calculator, BusinessDay businessDay)
{
    /// <summary>How many one may keep.</summary>
    public const int Most = 100;

    /// <summary>Saves it.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="Refusal"><c>orders.price-lists</c>, those of the name and of <see cref="PriceCalculator.Calculate"/>.</exception>
    public async Task<Guid> Run(string? name, IReadOnlyList<PriceWish>? wishes, Actor by, CancellationToken ct = default)
    {
        by.Need(PlatformPermissions.Signed);
        var (words, priced) = (Input.Text(name, "Name", 60), calculator.Calculate(wishes));
        await db.Unit.InTurn($"price lists of {by.Account}", ct);
        if (await db.PriceLists.CountAsync(l => l.AccountId == by.Account, ct) >= Most)
        {
            throw new Refusal("orders.price-lists", Most);
        }

        var list = new PriceList { AccountId = by.Account, Name = words, Lines = PriceList.Write(priced.Lines), Total = priced.Total, SavedAt = businessDay.Now };
        db.PriceLists.Add(list);
        await db.Save(by, "orders.save-price-list", ct);
        return list.Id;
    }
}

/// <summary>Whoever saved a list shares it by a link, and ends that.</summary>
internal sealed class SharePriceList(OrdersDb db, BusinessDay businessDay)
{
    /// <summary>Makes a link, in place of the one before.</summary>
    /// <returns>The link, told this once; null if the actor has no such list.</returns>
    public async Task<string?> Run(Guid id, string site, Actor by, CancellationToken ct = default)
    {
        if (await Own(id, by, ct) is not { } list)
        {
            return null;
        }

        var token = list.Share(businessDay.Now);
        await db.Save(by, "orders.share-price-list", ct);
        return $"{site}/price-lists/{token}";
    }

    /// <summary>Ends the link.</summary>
    /// <returns>False if the actor has no such list.</returns>
    public async Task<bool> Revoke(Guid id, Actor by, CancellationToken ct = default)
    {
        if (await Own(id, by, ct) is not { } list)
        {
            return false;
        }

        list.Revoke();
        await db.Save(by, "orders.revoke-price-list", ct);
        return true;
    }

    /// <summary>Deletes a list, and with it its link.</summary>
    /// <returns>False if the actor has no such list.</returns>
    public async Task<bool> Delete(Guid id, Actor by, CancellationToken ct = default)
    {
        if (await Own(id, by, ct) is not { } list)
        {
            return false;
        }

        db.PriceLists.Remove(list);
        await db.Save(by, "orders.delete-price-list", ct);
        return true;
    }

    private Task<PriceList?> Own(Guid id, Actor by, CancellationToken ct)
    {
        by.Need(PlatformPermissions.Signed);
        return db.PriceLists.SingleOrDefaultAsync(l => l.Id == id && l.AccountId == by.Account, ct);
    }
}
