using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Catalogue;
using PartnerCenter.Performance.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Incentives;

/// <summary>What performance and incentives make of the products of a service.</summary>
public enum ProductTreatment
{
    /// <summary>It counts where all products count.</summary>
    [Words("非特定产品", "Product in general")]
    General,

    /// <summary>An incentive is paid for it by name.</summary>
    [Words("特定产品", "Named product")]
    Named,

    /// <summary>It is no performance, and so earns nothing.</summary>
    [Words("无业绩无返点", "No performance, no incentive")]
    NoPerformance,

    /// <summary>It is performance, and no incentive is paid for it.</summary>
    [Words("有业绩无返点", "Performance, no incentive")]
    NoIncentive,
}

/// <summary>The policy of a service in a month.</summary>
/// <param name="Service">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Treatment">What performance and incentives make of it.</param>
/// <param name="Discounts">Whether authorised discounts apply to something of it.</param>
public sealed record ProductIncentive(string Service, LocalText Name, ProductTreatment Treatment, bool Discounts);

/// <summary>
/// The incentive and discount policy of each service (产品激励策略, R12.1.5.4). It is read off the terms by which the month is closed and
/// orders are priced, so that it cannot promise anything else than they do. Deciding day: the last day of the month.
/// </summary>
public sealed class ProductIncentives(Rulebook rulebook, CatalogueLists catalogue, BusinessDay businessDay)
{
    /// <summary>All services, in the order of the dictionary.</summary>
    /// <exception cref="Refusal"><c>rule.none-in-force</c>: the month is before the first policies.</exception>
    public IReadOnlyList<ProductIncentive> Of(Month month, Actor by)
    {
        by.Need(IncentivesModule.See);
        var performance = new PerformanceOf(rulebook, month);
        var bases = rulebook.On<IncentiveTerms>(IncentiveTerms.Rule, month.LastDay).Terms.Policies
            .Select(policy => performance.Indicators[performance.Place(policy.BaseIndicator)]).ToList();
        var discounted = catalogue.Discounted(month.LastDay);
        return
        [
            .. rulebook.On<ProductTerms>(ProductTerms.Rule, businessDay.Today).Terms.ServiceTypes.Select(service => new ProductIncentive(
                service.Code, service.Name, performance.Excludes(service.Code) ? ProductTreatment.NoPerformance : Treatment(service.Code, bases),
                discounted.Contains(service.Code))),
        ];
    }

    private static ProductTreatment Treatment(string service, List<IndicatorDefinition> bases)
    {
        var counting = bases.FindAll(indicator => indicator.CountsProduct(service));
        return counting.Count == 0 ? ProductTreatment.NoIncentive
            : counting.Exists(indicator => indicator.ProductTypes.Contains(service)) ? ProductTreatment.Named
            : ProductTreatment.General;
    }
}
