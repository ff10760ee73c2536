using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Platform.Database;

/// <summary>How a module registers its database context, and how work outside of requests begins.</summary>
public static class DatabaseServices
{
    /// <summary>A container scope whose unit of work sees what it is told.</summary>
    public static async Task<AsyncServiceScope> OpenUnit(this IServiceScopeFactory scopes, Reach reach, CancellationToken ct = default)
    {
        var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Open(reach, ct);
        return scope;
    }

    /// <summary>A scope for the product's own work.</summary>
    public static Task<AsyncServiceScope> OpenUnit(this IServiceProvider services, CancellationToken ct = default) =>
        services.GetRequiredService<IServiceScopeFactory>().OpenUnit(Reach.Everything, ct);

    /// <summary>One context per unit of work, on its connection.</summary>
    public static IServiceCollection AddModuleDb<TDb>(this IServiceCollection services)
        where TDb : ModuleDb =>
        services.AddScoped(provider =>
        {
            var unit = provider.GetRequiredService<UnitOfWork>();
            var options = new DbContextOptionsBuilder<TDb>().UseNpgsql(unit.Connection).UseSnakeCaseNamingConvention()
                .AddInterceptors(new InsideTheUnit(unit)).Options;
            return ActivatorUtilities.CreateInstance<TDb>(provider, options, unit);
        });
}

/// <summary>A query after <see cref="UnitOfWork.Save"/> begins the next transaction: outside of one nobody's rows are seen.</summary>
internal sealed class InsideTheUnit(UnitOfWork unit) : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        _ = unit.Transaction;
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await unit.Begin(cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await unit.Begin(cancellationToken);
        return result;
    }
}
