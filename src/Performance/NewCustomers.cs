using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Performance;

/// <summary>When a customer is a new one. Deciding day: today.</summary>
/// <param name="Months">For how long after its first association.</param>
/// <param name="Indicator">What is summed for it, kept by customer.</param>
/// <param name="Threshold">What the sum must reach, CNY, as decimal text.</param>
internal sealed record NewCustomerTerms(int Months, string Indicator, string Threshold) : ITerms
{
    public const string Rule = "performance.new-customers";

    public IEnumerable<string> Problems()
    {
        if (Months is < 1 or > 60)
        {
            yield return "months: must be 1 to 60";
        }

        if (!UnitText.TryRead(Threshold, false, out var threshold) || threshold <= 0)
        {
            yield return $"threshold: {Threshold} is not an amount above 0";
        }
    }
}

/// <summary>Whether a customer is a new one.</summary>
public enum NewCustomerTag
{
    /// <summary>It is new and has reached the threshold.</summary>
    [Words("合格新客", "Qualified new customer")]
    Qualified,

    /// <summary>It is new and has not reached it.</summary>
    [Words("未达标新客", "New, below the threshold")]
    Below,

    /// <summary>It was somebody's before, or for longer than a customer is new.</summary>
    [Words("非新客", "Not new")]
    NotNew,
}

/// <summary>A customer's tag, and the months for which it counts; null where it is not new.</summary>
public sealed record NewCustomerRow(Guid Customer, NewCustomerTag Tag, Month? From, Month? Until);

/// <summary>Which customers of a partner are new (新客标签, R12.1.8.1): first associated with it, not long ago, and of enough performance since.</summary>
public sealed class NewCustomers(UnitOfWork unit, CustomerAccounts accounts, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Some of the present customers of the actor's partner, in the order of their numbers.</summary>
    public async Task<List<NewCustomerRow>> Of(IReadOnlyCollection<Guid> customers, Actor by, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(PerformanceModule.See);
        var terms = rulebook.On<NewCustomerTerms>(NewCustomerTerms.Rule, businessDay.Today).Terms;
        var since = businessDay.Now.AddMonths(-terms.Months);
        var wanted = await accounts.Seen(by, ct) is { } seen ? customers.Intersect(seen) : customers;

        // Whose a customer was first stands behind that partner's wall; what is said of it is yes or no.
        await using var wide = await unit.AcrossWalls(ct);
        await using var command = unit.Command("""
            select s.customer_id, first.partner_id = $1 and first.from_at > $3, first.from_at, coalesce((
                select sum(v.value) from performance.indicator_value v where v.partner_id = $1 and v.indicator = $4 and v.customer_id = s.customer_id
                    and v.month >= date_trunc('month', first.from_at at time zone 'Asia/Shanghai')), 0)
            from customers.pub_association s
            cross join lateral (
                select a.partner_id, a.from_at from customers.pub_association a where a.customer_id = s.customer_id order by a.from_at limit 1) first
            where s.partner_id = $1 and s.to_at is null and s.customer_id = any ($2)
            order by s.number limit $5 offset $6
            """, by.PartnerId, wanted.ToArray(), since, terms.Indicator, limit, skip);
        UnitText.TryRead(terms.Threshold, false, out var threshold);
        var rows = new List<NewCustomerRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var first = Month.Of(BusinessDay.Of(reader.GetFieldValue<DateTimeOffset>(2)));
            rows.Add(!reader.GetBoolean(1)
                ? new(reader.GetGuid(0), NewCustomerTag.NotNew, null, null)
                : new(reader.GetGuid(0), Money.Cny(reader.GetDecimal(3)).Units >= threshold ? NewCustomerTag.Qualified : NewCustomerTag.Below, first,
                    Month.Of(first.FirstDay.AddMonths(terms.Months))));
        }

        return rows;
    }
}
