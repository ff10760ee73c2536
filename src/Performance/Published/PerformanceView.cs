using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Performance.Published;

/// <summary>Performance of raw lines as a view in the independent check.</summary>
public static class PerformanceView
{
    /// <summary>
    /// The name of a view with the columns of <see cref="IRawLines.View"/>, reseller, amount (units of 1e-8) and is_member. A line of a
    /// reseller's customer stands there twice: as the reseller's, which has no performance, and as its distributor's (R12.3.1).
    /// </summary>
    public static async Task<string> Of(Month month, IRawLines raw, Rulebook rulebook, Memberships memberships, CancellationToken ct)
    {
        var lines = await raw.View(month, ct);
        var all = await memberships.On(month.LastDay, ct);
        var members = all.Where(m => m.Program != PartnerProgram.Reseller).Select(m => $"'{m.Partner}'::uuid").Distinct().ToList();
        var resellers = all.Where(m => m is { Program: PartnerProgram.Reseller, Distributor: not null })
            .Select(m => $"('{m.Partner}'::uuid, '{m.Distributor}'::uuid)").Distinct().ToList();
        var ofResellers = resellers.Count == 0
            ? ""
            : $"union all select distributor as partner, l.* exclude (partner), l.partner as reseller from {lines} l join (values {string.Join(", ", resellers)}) r(id, distributor) on r.id = l.partner";
        var isMember = members.Count == 0 ? "false" : $"partner in ({string.Join(", ", members)})";
        var name = $"performance_{month.Year}_{month.Number:00}";
        raw.Execute($"""
            create or replace view {name} as select *, {isMember} as is_member,
                case when not ({isMember}) or {new PerformanceOf(rulebook, month).ExcludedCondition()} then 0
                    else payable - voucher - partner_voucher - case when coupon_counts then 0 else cash_coupon end end as amount
            from (select partner, * exclude (partner), '{Guid.Empty}'::uuid as reseller from {lines} {ofResellers})
            """);
        return name;
    }
}
