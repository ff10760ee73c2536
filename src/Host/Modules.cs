using PartnerCenter.Benefits;
using PartnerCenter.Billing;
using PartnerCenter.Customers;
using PartnerCenter.Funds;
using PartnerCenter.Identity;
using PartnerCenter.Incentives;
using PartnerCenter.Network;
using PartnerCenter.OpenApi;
using PartnerCenter.Orders;
using PartnerCenter.Organization;
using PartnerCenter.Paths;
using PartnerCenter.Performance;
using PartnerCenter.Platform;
using PartnerCenter.Programs;
using PartnerCenter.Solutions;
using PartnerCenter.Support;
using PartnerCenter.Vouchers;

namespace PartnerCenter.Host;

/// <summary>The modules, ground floor first: each may know those above it in this list and none below.</summary>
internal static class Modules
{
    public static readonly IReadOnlyList<Module> All =
    [
        new IdentityModule(),
        new NetworkModule(),
        new OrganizationModule(),
        new SupportModule(),
        new SolutionsModule(),
        new PathsModule(),
        new ProgramsModule(),
        new CustomersModule(),
        new FundsModule(),
        new VouchersModule(),
        new OrdersModule(),
        new BillingModule(),
        new PerformanceModule(),
        new IncentivesModule(),
        new BenefitsModule(),
        new OpenApiModule(),
    ];
}
