using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Orders;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>What customers have: for periods, and by use.</summary>
internal static class ResourceOperations
{
    private const int MostResources = 50;
    private const int DeletedAtOnce = 2;
    private const int RenewsItself = 3;

    public static IEnumerable<Operation> All =>
    [
        new("ListPayPerUseCustomerResources", "POST", "/v2/orders/suscriptions/resources/query", Side.Any, null,
            new("查询客户包年/包月资源列表", "Resources for periods"), OfPeriods),
        new("ListCustomerOnDemandResources", "POST", "/v2/partners/sub-customers/on-demand-resources/query", Side.Partner, OrdersModule.See,
            new("查询客户按需资源列表", "Resources by use of a resale customer"), ByUse),
    ];

    /// <summary>There are main resources only, and none is frozen.</summary>
    private static async Task<object?> OfPeriods(Call call)
    {
        call.OneOf("only_main_resource", "0", "1");
        var states = call.Texts("status_list", 4);
        if (states.Any(state => state is not ("2" or "3" or "4" or "5")))
        {
            throw WireError.Parameter("status_list");
        }

        var filter = new ResourceFilter(PurchaseType.Period)
        {
            Numbers = Numbers(call),
            Customer = call.By.Customer is null ? call.Id("customer_id") : null,
            Order = call.Text("order_id"),
            Service = call.Text("service_type_code"),
            States = states.Count == 0 ? null : [.. Enum.GetValues<ResourceState>().Where(state => states.Contains($"{OfPeriod(state)}"))],
            Ends = (Wire.FirstFrom(call.Instant("expire_time_begin")), Wire.Day(call.Instant("expire_time_end"))),
        };
        var (skip, limit) = call.Page;
        var (rows, count) = await call.Get<ResourceLists>().Matching(call.By, filter, skip, limit, call.Ct);
        var products = Products(call);
        return new { data = rows.Select(row => OfPeriod(row, products)), total_count = count };
    }

    private static object OfPeriod(ResourceRow row, ProductTerms products) => new
    {
        id = row.Id.ToString("n"),
        resource_id = row.Number,
        resource_name = row.Number,
        service_type_code = row.Service,
        resource_type_code = products.ResourceOf(row.Product)?.Code,
        resource_type_name = products.ResourceOf(row.Product)?.Name.ToString(),
        service_type_name = products.NameOf(row.Service),
        resource_spec_code = row.Product,
        product_id = row.Product,
        is_main_resource = 1,
        status = OfPeriod(row.State),
        effective_time = Wire.Begin(row.From),
        expire_time = row.Until is { } until ? Wire.Begin(until) : null,
        expire_policy = row.RenewsItself ? RenewsItself : DeletedAtOnce,
        product_spec_desc = row.ProductName.ToString(),
    };

    /// <summary>Of a customer that is not the partner's resale customer there is nothing to list.</summary>
    private static async Task<object?> ByUse(Call call)
    {
        call.NoReseller();
        call.Need("customer_id");
        var (customer, status) = (call.Id("customer_id")!.Value, call.OneOf("status", "1", "2", "3", "4", "5", "6"));
        var filter = new ResourceFilter(PurchaseType.PayPerUse)
        {
            Numbers = Numbers(call),
            Customer = customer,
            Service = call.Text("service_type_code"),
            States = status is null ? null : [.. Enum.GetValues<ResourceState>().Where(state => status == $"{ByUse(state)}")],
            Begins = (Wire.FirstFrom(call.Instant("effective_time_begin")), Wire.Day(call.Instant("effective_time_end"))),
        };
        var (skip, limit) = call.Page;
        var isResale = (await call.Get<Associations>().Now(call.By.PartnerId, customer, call.Ct))?.Mode == AssociationMode.Resale;

        // No resource has a region here.
        var (rows, count) = isResale && call.Text("region_code") is null ? await call.Get<ResourceLists>().Matching(call.By, filter, skip, limit, call.Ct) : ([], 0);
        var products = Products(call);
        return new { resources = rows.Select(row => ByUse(row, products)), total_count = count };
    }

    private static object ByUse(ResourceRow row, ProductTerms products) => new
    {
        customer_id = row.Customer.ToString("n"),
        service_type_code = row.Service,
        resource_type_code = products.ResourceOf(row.Product)?.Code,
        service_type_name = products.NameOf(row.Service),
        resource_type_name = products.ResourceOf(row.Product)?.Name.ToString(),
        resource_id = row.Number,
        resource_name = row.Number,
        effective_time = Wire.Begin(row.From),
        status = ByUse(row.State),
        resource_spec_code = row.Product,
        product_spec_desc = row.ProductName.ToString(),
    };

    private static int OfPeriod(ResourceState state) => state switch { ResourceState.Active => 2, ResourceState.Unsubscribed => 3, _ => 5 };

    private static int ByUse(ResourceState state) => state == ResourceState.Active ? 1 : 6;

    private static IReadOnlyList<string>? Numbers(Call call) => call.Texts("resource_ids", MostResources) is { Count: > 0 } numbers ? numbers : null;

    private static ProductTerms Products(Call call) => call.Get<Rulebook>().On<ProductTerms>(ProductTerms.Rule, call.Get<BusinessDay>().Today).Terms;
}
