using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Platform.Database;

/// <summary>A module's view of its own schema. It shares the connection and transaction of its <see cref="UnitOfWork"/>.</summary>
public abstract class ModuleDb : DbContext
{
    private readonly UnitOfWork unit;

    /// <summary>Belongs to a unit of work.</summary>
    protected ModuleDb(DbContextOptions options, UnitOfWork unit)
        : base(options) =>
        this.unit = unit;

    /// <summary>The unit of work that this context belongs to: plain SQL and events go through it.</summary>
    public UnitOfWork Unit => unit;

    /// <summary>The schema that holds this module's tables.</summary>
    protected abstract string Schema { get; }

    /// <inheritdoc cref="UnitOfWork.Publish"/>
    public void Publish(IEvent happened) => unit.Publish(happened);

    /// <inheritdoc cref="UnitOfWork.Save"/>
    public Task Save(Actor by, string action, CancellationToken ct = default) => unit.Save(by, action, ct);

    /// <summary>Not the way of this house: a change without an actor leaves no trail.</summary>
    public sealed override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("Use Save(actor, action).");

    internal Task Flush(CancellationToken ct) => base.SaveChangesAsync(true, ct);

    /// <summary>Joins the unit when it is used first: a request is given more contexts than it asks anything.</summary>
    protected sealed override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => unit.Enlist(this);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        base.OnModelCreating(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            // A row version of the database's own: two answers to one thing at once end in a conflict, not in the last one winning.
            if (entity.FindProperty("Version") is null && entity.BaseType is null && !entity.IsOwned() && entity.GetTableName() is not null)
            {
                modelBuilder.Entity(entity.ClrType).Property<uint>("xmin").IsRowVersion();
            }
        }
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<Month>().HaveConversion<MonthConverter>();
        configurationBuilder.Properties<decimal>().HavePrecision(28, 8);
    }

    private sealed class MonthConverter()
        : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<Month, DateOnly>(m => m.FirstDay, d => Month.Of(d));
}
