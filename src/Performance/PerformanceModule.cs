using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Performance.Published;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Performance;

/// <summary>What of a partner's consumption counts as its performance, and the indicators computed from it.</summary>
public sealed class PerformanceModule : Module
{
    /// <summary>To see performance and indicators.</summary>
    public const string See = "performance.see";

    /// <summary>To see what resellers' customers bring, for distributors.</summary>
    public const string SeeResellers = "performance.resellers";

    /// <inheritdoc/>
    public override string Name => "performance";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看业绩与指标", "See performance and indicators"), Role.PartnerAdministrator, Role.PartnerFinance, Role.PartnerSales),
        new(SeeResellers, new("查看云经销商业绩", "See resellers' performance"), Role.PartnerAdministrator, Role.PartnerFinance, Role.PartnerSales),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Incentives, 610, new("业绩管理", "Performance"), "/portal/performance", See),
        new(MenuSection.Incentives, 615, new("云经销商业绩", "Resellers' performance"), "/portal/reseller-performance", SeeResellers),
        new(MenuSection.Incentives, 620, new("指标信息", "Indicators"), "/portal/indicators", See),
    ];

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddScoped<ISettlementPart, PerformancePart>().AddScoped<IIndependentCheck, PerformanceCheck>().AddScoped<PerformanceLists>().AddScoped<NewCustomers>().AddScoped<ExportSource, ResellerPerformanceExport>().AddScoped<IndicatorNames>().AddScoped<PartnerCenter.Programs.Published.IScoreSource, PerformanceScore>()
        .AddRule<PerformanceTerms>(PerformanceTerms.Rule).AddRule<IndicatorTerms>(IndicatorTerms.Rule)
        .AddRule<NewCustomerTerms>(NewCustomerTerms.Rule);

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Performance").RequireAuthorization(See);
        api.MapGet("/performance", Months).WithSummary("Performance by month");
        api.MapGet("/performance/{month}", Items).WithSummary("Performance of a month by customer and product type");
        routes.MapGet("/api/v1/reseller-performance/{month}", OfResellers).WithTags("Performance").RequireAuthorization(SeeResellers)
            .WithSummary("Performance of one's resellers' customers in a month, of all resellers or of one");
        api.MapGet("/new-customers", New).WithSummary("Which of some customers are new ones");
        api.MapGet("/indicators", Indicators).WithSummary("Indicators by month, quarter or year");
    }

    private static async Task<Ok<List<MonthView>>> Months(HttpContext http, PerformanceLists lists) => TypedResults.Ok(
        (await lists.Months(http.Actor(), http.RequestAborted)).ConvertAll(row => new MonthView(row.Month.ToString(), row.Amount, row.Lines, row.Reason)));

    private static async Task<Ok<List<PerformanceItem>>> Items(HttpContext http, PerformanceLists lists, string month, BillingMode? billingMode) =>
        TypedResults.Ok(await lists.Items(http.Actor(), Month.Parse(month), billingMode?.ToString(), http.RequestAborted));

    private static async Task<Ok<List<PerformanceItem>>> OfResellers(HttpContext http, PerformanceLists lists, string month, Guid? reseller) =>
        TypedResults.Ok(await lists.ResellerItems(http.Actor(), Month.Parse(month), reseller, http.RequestAborted));

    private static async Task<Ok<List<IndicatorRow>>> Indicators(HttpContext http, PerformanceLists lists, PeriodLength? length) =>
        TypedResults.Ok(await lists.Indicators(http.Actor(), length ?? PeriodLength.Month, http.RequestAborted));

    private static async Task<Ok<List<NewCustomerView>>> New(HttpContext http, NewCustomers customers, Guid[]? customer) => TypedResults.Ok(
        (await customers.Of(customer ?? [], http.Actor(), 0, Cursor.Most, http.RequestAborted))
        .ConvertAll(row => new NewCustomerView(row.Customer, row.Tag, row.From?.ToString(), row.Until?.ToString())));

    private sealed record NewCustomerView(Guid Customer, NewCustomerTag Tag, string? From, string? Until);

    private sealed record MonthView(string Month, decimal Amount, long Lines, string Reason);
}
