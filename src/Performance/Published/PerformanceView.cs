using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Performance.Published;

/// <summary>Performance of raw lines as a view in the independent check.</summary>
public static class PerformanceView
{
    /// <summary>The name of a view with the columns of <see cref="IRawLines.View"/>, amount (units of 1e-8) and is_member.</summary>
    public static async Task<string> Of(Month month, IRawLines raw, Rulebook rulebook, Memberships memberships, CancellationToken ct)
    {
        var lines = await raw.View(month, ct);
        var members = (await memberships.On(month.LastDay, ct)).Select(m => $"'{m.Partner}'::uuid").Distinct().ToList();
        var isMember = members.Count == 0 ? "false" : $"partner in ({string.Join(", ", members)})";
        var name = $"performance_{month.Year}_{month.Number:00}";
        raw.Execute($"""
            create or replace view {name} as select *, {isMember} as is_member,
                case when not ({isMember}) or {new PerformanceOf(rulebook, month).ExcludedCondition()} then 0
                    else payable - voucher - partner_voucher - case when coupon_counts then 0 else cash_coupon end end as amount
            from {lines}
            """);
        return name;
    }
}
