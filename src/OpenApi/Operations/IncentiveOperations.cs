using PartnerCenter.Incentives;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>What incentives and discounts a partner gets for which service.</summary>
internal static class IncentiveOperations
{
    public static IEnumerable<Operation> All =>
    [
        new("ListIncentiveDiscountPolicies", "GET", "/v2/products/incentive-discount-policies", Side.Partner, IncentivesModule.See,
            new("查询产品的折扣和激励策略", "Incentive and discount policies of services"), Policies),
    ];

    private static Task<object?> Policies(Call call)
    {
        var ((skip, limit), month, service) = (call.Page, call.Month("time"), call.Text("service_type_code"));
        var rows = OfMonth(call, month).Where(row => service is null || row.Service == service).ToList();
        return Task.FromResult<object?>(new
        {
            policies = rows.Skip(skip).Take(limit).Select(row => new
            {
                service_type_code = row.Service,
                service_type_name = row.Name.ToString(),
                incentive_policy = row.Treatment switch
                {
                    ProductTreatment.General => "0",
                    ProductTreatment.Named => "1",
                    ProductTreatment.NoPerformance => "2",
                    _ => "13",
                },
                allow_discount = row.Discounts ? "YES" : "NO",
            }),
            total_count = rows.Count,
        });
    }

    private static IReadOnlyList<ProductIncentive> OfMonth(Call call, Month month)
    {
        try
        {
            return call.Get<ProductIncentives>().Of(month, call.By);
        }
        catch (Refusal early) when (early.Code == "rule.none-in-force")
        {
            throw WireError.Parameter("time", "is before the first policies");
        }
    }
}
