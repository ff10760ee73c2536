using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;
using PartnerCenter.Solutions.Certificates;

namespace PartnerCenter.Solutions.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class SolutionsDb(DbContextOptions<SolutionsDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<Solution> Solutions => Set<Solution>();

    internal DbSet<SolutionMaterial> Material => Set<SolutionMaterial>();

    internal DbSet<CertificationApplication> Applications => Set<CertificationApplication>();

    internal DbSet<SolutionCertification> Certifications => Set<SolutionCertification>();

    /// <inheritdoc/>
    protected override string Schema => "solutions";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Solution>().ToTable("solution");
        modelBuilder.Entity<SolutionMaterial>().ToTable("material");
        modelBuilder.Entity<CertificationApplication>().ToTable("application");
        modelBuilder.Entity<SolutionCertification>().ToTable("certification");
        base.OnModelCreating(modelBuilder);
    }
}
