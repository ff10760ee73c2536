using System.Globalization;
using System.Text.Json;
using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Catalogue;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>
/// What products would cost: for customers with the discount that their orders have by themselves, for partners without. Prices are the same
/// in all regions and zones.
/// </summary>
internal static class RateOperations
{
    private const int MostProducts = 100;
    private const int MostResources = 50;
    private const int MonthsOfYear = 12;
    private const int MostQuantity = 10_000;
    private const int ByContract = 605;
    private const decimal MostUse = 1_000_000_000;

    private static readonly LocalText DiscountName = new("商务合同折扣", "Commercial contract");

    public static IEnumerable<Operation> All =>
    [
        new("ListOnDemandResourceRatings", "POST", "/v2/bills/ratings/on-demand-resources", Side.Any, null,
            new("查询按需产品价格", "What use would cost"), OfUse),
        new("ListRateOnPeriodDetail", "POST", "/v2/bills/ratings/period-resources/subscribe-rate", Side.Any, null,
            new("查询包年/包月产品价格", "What periods would cost"), OfPeriods),
        new("ListRenewRateOnPeriod", "POST", "/v2/bills/ratings/period-resources/renew-rate", Side.Any, null,
            new("查询续订包年/包月资源的金额", "What it would cost that resources go on"), OfRenewals),
    ];

    /// <summary>A product that is asked for, and its price.</summary>
    private sealed record Rated(string Id, Quote Quote)
    {
        public decimal Off => Quote.List - Quote.Amount;
    }

    /// <summary>Six decimals, or all that there are.</summary>
    private static async Task<object?> OfUse(Call call)
    {
        var decimals = call.OneOf("inquiry_precision", "0", "1") == "1" ? 10 : 6;
        decimal Cut(decimal amount)
        {
            var place = decimal.Parse($"1e-{decimals}", NumberStyles.Float, CultureInfo.InvariantCulture);
            return Wire.Number(decimal.Floor(amount / place) * place);
        }

        var rated = await Rate(call, async (info, spec, quantity) =>
        {
            _ = Needed(info, "usage_factor");
            var units = call.Get<Rulebook>().On<UnitTerms>(UnitTerms.Rule, call.Get<BusinessDay>().Today).Terms;
            var unit = units.SecondsOf(Whole(info, "usage_measure_id", 1, int.MaxValue)) ?? throw new WireError(400, "CBC.99006050", "The unit of use is wrong.");
            var value = decimal.TryParse(Needed(info, "usage_value"), NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && read is > 0 and <= MostUse
                ? read
                : throw WireError.Parameter("usage_value");
            return await call.Get<Quotes>().Use(spec, (long)(value * unit), quantity, call.By, call.Ct);
        });
        return new
        {
            amount = rated.Sum(one => Cut(one.Quote.Amount)),
            discount_amount = rated.Sum(one => Cut(one.Quote.List) - Cut(one.Quote.Amount)),
            official_website_amount = rated.Sum(one => Cut(one.Quote.List)),
            measure_id = Wire.Yuan,
            currency = Wire.Currency,
            product_rating_results = rated.Select(one => new
            {
                id = one.Id,
                product_id = one.Quote.Product,
                amount = Cut(one.Quote.Amount),
                discount_amount = Cut(one.Quote.List) - Cut(one.Quote.Amount),
                official_website_amount = Cut(one.Quote.List),
                measure_id = Wire.Yuan,
                discount_rating_results = one.Quote.Discount is not { } discount ? [] : new[]
                {
                    new
                    {
                        discount_id = discount.ToString("n"),
                        discount_type = ByContract,
                        amount = Cut(one.Quote.List) - Cut(one.Quote.Amount),
                        measure_id = Wire.Yuan,
                        discount_name = DiscountName.ToString(),
                    },
                },
            }),
        };
    }

    private static async Task<object?> OfPeriods(Call call)
    {
        var rated = await Rate(call, (info, spec, quantity) =>
        {
            var months = Whole(info, "period_type", 0, 4) switch { 2 => 1, 3 => MonthsOfYear, _ => throw WireError.Parameter("period_type", "is 2 (months) or 3 (years)") };
            return call.Get<Quotes>().Period(spec, months * Whole(info, "period_num", 1, 1000), quantity, call.By, call.Ct);
        });
        var (list, off) = (rated.Sum(one => one.Quote.List), rated.Sum(one => one.Off));
        return new
        {
            official_website_rating_result = new
            {
                official_website_amount = Wire.Number(list),
                measure_id = Wire.Yuan,
                product_rating_results = rated.Select(one => new
                {
                    id = one.Id,
                    product_id = one.Quote.Product,
                    official_website_amount = Wire.Number(one.Quote.List),
                    measure_id = Wire.Yuan,
                }),
            },
            optional_discount_rating_results = Largest(rated.Select(one => one.Quote)) is not { } discount ? [] : new[]
            {
                new
                {
                    discount_id = discount.ToString("n"),
                    amount = Wire.Number(list - off),
                    official_website_amount = Wire.Number(list),
                    discount_amount = Wire.Number(off),
                    measure_id = Wire.Yuan,
                    discount_type = ByContract,
                    discount_name = DiscountName.ToString(),
                    best_offer = 1,
                    product_rating_results = rated.Select(one => new
                    {
                        id = one.Id,
                        product_id = one.Quote.Product,
                        amount = Wire.Number(one.Quote.Amount),
                        official_website_amount = Wire.Number(one.Quote.List),
                        discount_amount = Wire.Number(one.Off),
                        measure_id = Wire.Yuan,
                    }),
                },
            },
            currency = Wire.Currency,
        };
    }

    /// <summary>A resource that cannot go on stands among those that failed, with the reason; the sums leave it out.</summary>
    private static async Task<object?> OfRenewals(Call call)
    {
        var numbers = call.Texts("resource_ids", MostResources);
        if (numbers.Count == 0)
        {
            throw WireError.Parameter("resource_ids", $"has 1 to {MostResources} resources");
        }

        var unit = call.OneOf("period_type", "2", "3") ?? throw WireError.Parameter("period_type", "is missing");
        var periods = call.Number("period_num", 1, 100) ?? throw WireError.Parameter("period_num", "is missing");
        var (rows, _) = await call.Get<ResourceLists>().Matching(call.By, new() { Numbers = numbers }, 0, numbers.Count, call.Ct);
        var names = rows.ToDictionary(row => row.Id, row => row.Number);
        var quotes = rows.Count == 0 ? [] : await call.Get<Quotes>().Renewals(names.Keys, unit == "3" ? periods * MonthsOfYear : periods, call.By, call.Ct);
        var priced = quotes.Where(row => row.Quote is not null).Select(row => (Number: names[row.Resource], Quote: row.Quote!)).ToList();
        var list = priced.Sum(row => row.Quote.List);
        var amount = priced.Sum(row => row.Quote.Amount);
        var failed = quotes.Where(row => row.WhyNot is not null).Select(row => (Number: names[row.Resource], Error: call.Get<RefusalCodes>().Of(row.WhyNot!, "")))
            .Concat(numbers.Distinct().Except(names.Values).Select(number => (Number: number, Error: OrderOperations.NoResource())));
        return new
        {
            currency = Wire.Currency,
            renew_inquiry_results = priced.Select(row => new { resource_id = row.Number, amount = Wire.Text(row.Quote.Amount) }),
            official_website_rating_result = new { official_website_amount = Wire.Text(list) },
            optional_discount_rating_results = Largest(priced.Select(row => row.Quote)) is not { } discount ? [] : new[]
            {
                new
                {
                    discount_id = discount.ToString("n"),
                    amount = Wire.Text(amount),
                    official_website_amount = Wire.Text(list),
                    discount_amount = Wire.Text(list - amount),
                    discount_type = ByContract,
                    discount_name = DiscountName.ToString(),
                    best_offer = 1,
                },
            },
            fail_resource_infos = failed.Select(row => new { error_code = row.Error.Code, error_msg = row.Error.Message, resource_id = row.Number }),
        };
    }

    /// <summary>Orders have their discounts by themselves: what is to be chosen is one, named by that which takes off most.</summary>
    private static Guid? Largest(IEnumerable<Quote> quotes) =>
        quotes.Where(quote => quote.Discount is not null).GroupBy(quote => quote.Discount).MaxBy(group => group.Sum(quote => quote.List - quote.Amount))?.Key;

    private static async Task<List<Rated>> Rate(Call call, Func<JsonElement, string, int, Task<Quote>> price)
    {
        call.Need("project_id");
        var infos = Call.Inside(call.Body, "product_infos");
        if (infos.ValueKind != JsonValueKind.Array || infos.GetArrayLength() is 0 or > MostProducts)
        {
            throw WireError.Parameter("product_infos", $"has 1 to {MostProducts} products");
        }

        var (rated, products) = (new List<Rated>(), call.Get<Rulebook>().On<ProductTerms>(ProductTerms.Rule, call.Get<BusinessDay>().Today).Terms);
        foreach (var info in infos.EnumerateArray())
        {
            var (id, spec) = (Needed(info, "id"), Needed(info, "resource_spec"));
            var (service, kind) = (Needed(info, "cloud_service_type"), Needed(info, "resource_type"));
            _ = Needed(info, "region");
            if (products.ResourceOf(spec) is { } resource && (resource.ServiceType != service || resource.Code != kind))
            {
                throw new WireError(400, "CBC.99006006", $"Product not found: {spec}.");
            }

            rated.Add(new(id, await price(info, spec, Whole(info, "subscription_num", 1, MostQuantity) * Size(call, info, spec))));
        }

        return rated;
    }

    /// <summary>How large one is, for what is counted by a unit of size.</summary>
    private static int Size(Call call, JsonElement info, string spec)
    {
        if (Call.TextOf(info, "resource_size") is null)
        {
            return 1;
        }

        var measure = Whole(info, "size_measure_id", 1, int.MaxValue);
        var unit = call.Get<Rulebook>().On<UnitTerms>(UnitTerms.Rule, call.Get<BusinessDay>().Today).Terms.Units.FirstOrDefault(one => one.Id == measure);
        return unit is not null && call.Get<CatalogueLists>().All.FirstOrDefault(product => product.Code == spec)?.Unit.En == unit.Abbreviation
            ? Whole(info, "resource_size", 1, MostQuantity)
            : throw WireError.Parameter("product_infos.resource_size", "is not asked for with this product");
    }

    private static string Needed(JsonElement info, string name) =>
        Call.TextOf(info, name) is { Length: > 0 and <= 400 } text ? text : throw WireError.Parameter($"product_infos.{name}");

    private static int Whole(JsonElement info, string name, int least, int most) =>
        int.TryParse(Needed(info, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw WireError.Parameter($"product_infos.{name}");
}
