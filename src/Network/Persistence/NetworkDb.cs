using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Network.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class NetworkDb(DbContextOptions<NetworkDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<LegalEntity> LegalEntities => Set<LegalEntity>();

    internal DbSet<Partner> Partners => Set<Partner>();

    internal DbSet<Agreement> Agreements => Set<Agreement>();

    /// <inheritdoc/>
    protected override string Schema => "network";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LegalEntity>().ToTable("legal_entity");
        modelBuilder.Entity<Partner>().ToTable("partner");
        modelBuilder.Entity<Agreement>().ToTable("agreement");
        base.OnModelCreating(modelBuilder);
    }
}
