using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Lists that every caller may read: what bills name, units, places.</summary>
internal static class DictionaryOperations
{
    private const int MostPlaces = 1000;

    public static IEnumerable<Operation> All =>
    [
        new("ListServiceTypes", "GET", "/v2/products/service-types", Side.Any, null, new("查询云服务类型", "Service types"), ServiceTypes),
        new("ListResourceTypes", "GET", "/v2/products/resource-types", Side.Any, null, new("查询资源类型", "Resource types"), ResourceTypes),
        new("ListServiceResources", "GET", "/v2/products/service-resources", Side.Any, null, new("根据云服务类型查询资源列表", "Resource types of a service"), ResourcesOf),
        new("ListUsageTypes", "GET", "/v2/products/usage-types", Side.Any, null, new("查询使用量类型", "Usage types"), UsageTypes),
        new("ListMeasureUnits", "GET", "/v2/bases/measurements", Side.Any, null, new("查询度量单位", "Units"), Units),
        new("ListConversions", "GET", "/v2/bases/conversions", Side.Any, null, new("查询度量单位进制", "How units convert"), Conversions),
        new("ListProvinces", "GET", "/v2/systems/configs/provinces", Side.Any, null, new("查询省份", "Provinces"), Provinces),
        new("ListCities", "GET", "/v2/systems/configs/cities", Side.Any, null, new("查询城市", "Cities of a province"), Cities),
        new("ListCounties", "GET", "/v2/systems/configs/counties", Side.Any, null, new("查询区县", "Counties of a city"), Counties),
    ];

    private static Task<object?> ServiceTypes(Call call)
    {
        var (page, count) = Cut(call, Terms<ProductTerms>(call, ProductTerms.Rule).ServiceTypes
            .Where(type => call.Text("service_type_name") is not { } name || type.Name.ToString().Contains(name, StringComparison.OrdinalIgnoreCase)));
        return Say(new
        {
            total_count = count,
            service_types = page.Select(type => new { service_type_code = type.Code, service_type_name = type.Name.ToString(), abbreviation = type.Abbreviation }),
        });
    }

    private static Task<object?> ResourceTypes(Call call)
    {
        var (page, count) = Cut(call, Terms<ProductTerms>(call, ProductTerms.Rule).ResourceTypes);
        return Say(new
        {
            total_count = count,
            resource_types = page.Select(type => new
            {
                resource_type_code = type.Code,
                resource_type_name = type.Name.ToString(),
                resource_type_desc = type.Name.ToString(),
                service_type_code = type.ServiceType,
            }),
        });
    }

    private static Task<object?> ResourcesOf(Call call)
    {
        var service = call.Need("service_type_code");
        var (page, count) = Cut(call, Terms<ProductTerms>(call, ProductTerms.Rule).ResourceTypes.Where(type => type.ServiceType == service));
        return Say(new
        {
            total_count = count,
            infos = page.Select(type => new
            {
                basic_info = new
                {
                    resource_type_code = type.Code,
                    product_owner_service = type.ServiceType,
                    name = type.Name.ToString(),
                    description = type.Name.ToString(),
                },
            }),
        });
    }

    private static Task<object?> UsageTypes(Call call)
    {
        var terms = Terms<ProductTerms>(call, ProductTerms.Rule);
        var resource = call.Text("resource_type_code");
        var (page, count) = Cut(call, terms.UsageTypes.Where(type => resource is null || type.ResourceType == resource));
        return Say(new
        {
            total_count = count,
            usage_types = page.Select(type => (type, Of: terms.ResourceTypes.First(r => r.Code == type.ResourceType))).Select(row => new
            {
                code = row.type.Code,
                name = row.type.Name.ToString(),
                resource_type_code = row.Of.Code,
                resource_type_name = row.Of.Name.ToString(),
                service_type_code = row.Of.ServiceType,
                service_type_name = terms.NameOf(row.Of.ServiceType),
            }),
        });
    }

    private static Task<object?> Units(Call call) => Say(new
    {
        measure_units = Terms<UnitTerms>(call, UnitTerms.Rule).Units.Select(unit => new
        {
            measure_id = unit.Id,
            measure_name = unit.Name.ToString(),
            abbreviation = unit.Abbreviation,
            measure_type = unit.Type,
        }),
    });

    private static Task<object?> Conversions(Call call)
    {
        var type = call.Number("measure_type", 1, 1000);
        return Say(new
        {
            conversions = Terms<UnitTerms>(call, UnitTerms.Rule).Conversions.Where(conversion => type is null || conversion.Type == type).Select(conversion => new
            {
                measure_id = conversion.Unit,
                ref_measure_id = conversion.Reference,
                conversion_ratio = conversion.Ratio,
                measure_type = conversion.Type,
            }),
        });
    }

    private static Task<object?> Provinces(Call call)
    {
        var (page, count) = Cut(call, Terms<PlaceTerms>(call, PlaceTerms.Rule).Provinces, MostPlaces);
        return Say(new { count, provinces = page.Select(place => new { code = place.Code, name = place.Name }) });
    }

    private static Task<object?> Cities(Call call)
    {
        var province = call.Need("province_code");
        var (page, count) = Cut(call, Terms<PlaceTerms>(call, PlaceTerms.Rule).Provinces.FirstOrDefault(p => p.Code == province)?.Cities ?? [], MostPlaces);
        return Say(new { count, cities = page.Select(place => new { code = place.Code, name = place.Name }) });
    }

    private static Task<object?> Counties(Call call)
    {
        var city = call.Need("city_code");
        var (page, count) = Cut(
            call, Terms<PlaceTerms>(call, PlaceTerms.Rule).Provinces.SelectMany(p => p.Cities).FirstOrDefault(c => c.Code == city)?.Counties ?? [], MostPlaces);
        return Say(new { count, counties = page.Select(place => new { code = place.Code, name = place.Name }) });
    }

    private static TTerms Terms<TTerms>(Call call, string rule)
        where TTerms : class, ITerms => call.Get<Rulebook>().On<TTerms>(rule, call.Get<BusinessDay>().Today).Terms;

    private static (List<T> Page, int Count) Cut<T>(Call call, IEnumerable<T> all, int most = 100)
    {
        var (skip, limit) = call.Paged(most);
        var list = all.ToList();
        return ([.. list.Skip(skip).Take(limit)], list.Count);
    }

    private static Task<object?> Say(object answer) => Task.FromResult<object?>(answer);
}
