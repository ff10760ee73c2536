using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Platform;

/// <summary>The manifest of a module: everything that the house needs to know of it stands in one class.</summary>
public abstract class Module
{
    /// <summary>Its name in English lower case: also its database schema and the folder of its policies.</summary>
    public abstract string Name { get; }

    /// <summary>What people with which roles may do in it.</summary>
    public virtual IEnumerable<Permission> Permissions => [];

    /// <summary>Its entries in the menus.</summary>
    public virtual IEnumerable<MenuItem> Menu => [];

    /// <summary>Work that the clock starts.</summary>
    public virtual IEnumerable<ScheduledJob> Schedule => [];

    /// <summary>The sentences of its refusals by code; {0}, {1} stand for the facts.</summary>
    public virtual IReadOnlyDictionary<string, LocalText> Refusals => new Dictionary<string, LocalText>();

    /// <summary>Its services.</summary>
    public abstract void AddServices(IServiceCollection services, IConfiguration configuration);

    /// <summary>Its JSON API and downloads.</summary>
    public virtual void MapEndpoints(IEndpointRouteBuilder routes)
    {
    }

    /// <summary>Its commands for whoever operates the product.</summary>
    /// <param name="services">Gives the running product, started when it is first asked for.</param>
    public virtual IEnumerable<Command> Commands(Func<IServiceProvider> services) => [];
}
