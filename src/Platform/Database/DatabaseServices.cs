using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace PartnerCenter.Platform.Database;

/// <summary>How a module registers its database context.</summary>
public static class DatabaseServices
{
    /// <summary>One context per unit of work, on its connection.</summary>
    public static IServiceCollection AddModuleDb<TDb>(this IServiceCollection services)
        where TDb : ModuleDb =>
        services.AddScoped(provider =>
        {
            var unit = provider.GetRequiredService<UnitOfWork>();
            var options = new DbContextOptionsBuilder<TDb>().UseNpgsql(unit.Connection).UseSnakeCaseNamingConvention().Options;
            return ActivatorUtilities.CreateInstance<TDb>(provider, options, unit);
        });
}
