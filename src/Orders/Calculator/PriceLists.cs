using Microsoft.EntityFrameworkCore;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Orders.Calculator;

/// <summary>A saved list in a list of them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Total">What it cost when it was saved, CNY.</param>
/// <param name="SavedAt">When, UTC.</param>
/// <param name="SharedAt">Since when a link leads to it; null while none does.</param>
public sealed record SavedListRow(Guid Id, string Name, decimal Total, DateTimeOffset SavedAt, DateTimeOffset? SharedAt);

/// <summary>A line of a saved list.</summary>
/// <param name="Line">As it was saved.</param>
/// <param name="Today">What it costs today, CNY; null if it is not sold so any more.</param>
public sealed record SavedLine(PricedLine Line, decimal? Today);

/// <summary>A saved list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SavedAt">When, UTC.</param>
/// <param name="Total">What it cost then, CNY.</param>
/// <param name="Today">What it costs today, CNY; null if a line is not sold so any more.</param>
/// <param name="Differs">Whether a price of today is another.</param>
/// <param name="Lines">Its lines.</param>
public sealed record SavedList(string Name, DateTimeOffset SavedAt, decimal Total, decimal? Today, bool Differs, IReadOnlyList<SavedLine> Lines);

/// <summary>Saved lists: one's own, and by its link one that somebody shares.</summary>
internal sealed class PriceLists(OrdersDb db, PriceCalculator calculator)
{
    /// <summary>One's own, the newest first.</summary>
    public Task<List<SavedListRow>> Own(Actor by, CancellationToken ct = default)
    {
        by.Need(PlatformPermissions.Signed);
        return db.PriceLists.AsNoTracking().Where(l => l.AccountId == by.Account).OrderByDescending(l => l.SavedAt)
            .Select(l => new SavedListRow(l.Id, l.Name, l.Total, l.SavedAt, l.SharedAt)).ToListAsync(ct);
    }

    /// <summary>One of one's own, or null.</summary>
    public async Task<SavedList?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(PlatformPermissions.Signed);
        return View(await db.PriceLists.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.AccountId == by.Account, ct));
    }

    /// <summary>The one that a link leads to; null once it is revoked. Whoever has the link may read it.</summary>
    public async Task<SavedList?> Shared(string token, CancellationToken ct = default)
    {
        var hash = PriceList.Hash(token);
        await using var wide = await db.Unit.AcrossWalls(ct);
        return View(await db.PriceLists.AsNoTracking().SingleOrDefaultAsync(l => l.TokenHash == hash, ct));
    }

    private SavedList? View(PriceList? list)
    {
        if (list is null)
        {
            return null;
        }

        var lines = list.Priced().Select(line => new SavedLine(line, calculator.Today(line))).ToList();
        decimal? today = lines.Exists(line => line.Today is null) ? null : lines.Sum(line => line.Today!.Value);
        return new(list.Name, list.SavedAt, list.Total, today, lines.Exists(line => line.Today != line.Line.Amount), lines);
    }
}
