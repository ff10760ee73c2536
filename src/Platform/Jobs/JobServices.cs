using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace PartnerCenter.Platform.Jobs;

/// <summary>How a module registers its jobs.</summary>
public static class JobServices
{
    /// <summary>A job by its name.</summary>
    public static IServiceCollection AddJob<TArguments, TJob>(this IServiceCollection services, string type)
        where TJob : class, IJob<TArguments> =>
        services.AddScoped<TJob>().AddSingleton(new JobType(
            type,
            (scope, arguments, progress, ct) => scope.GetRequiredService<TJob>()
                .Run(JsonSerializer.Deserialize<TArguments>(arguments, JobJson.Options)!, progress, ct)));
}
