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

    /// <summary>One context per unit of work, on its connection; what all of them have in common is worked out once.</summary>
    public static IServiceCollection AddModuleDb<TDb>(this IServiceCollection services)
        where TDb : ModuleDb =>
        services.AddSingleton(_ => new DbContextOptionsBuilder<TDb>().UseNpgsql().UseSnakeCaseNamingConvention()
            .AddInterceptors(new OnTheUnitsConnection(), new InsideTheUnit()).Options).AddScoped<TDb>();
}

/// <summary>A context has no connection of its own: it works on that of its unit, which outlives it.</summary>
internal sealed class OnTheUnitsConnection : DbConnectionInterceptor
{
    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        InterceptionResult<DbConnection>.SuppressWithResult(((ModuleDb)eventData.Context!).Unit.Connection);

    public override InterceptionResult ConnectionDisposing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        InterceptionResult.Suppress();

    public override ValueTask<InterceptionResult> ConnectionDisposingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        new(InterceptionResult.Suppress());
}

/// <summary>A query after <see cref="UnitOfWork.Save"/> begins the next transaction: outside of one nobody's rows are seen.</summary>
internal sealed class InsideTheUnit : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        _ = Unit(eventData).Transaction;
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await Unit(eventData).Begin(cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await Unit(eventData).Begin(cancellationToken);
        return result;
    }

    private static UnitOfWork Unit(CommandEventData eventData) => ((ModuleDb)eventData.Context!).Unit;
}
