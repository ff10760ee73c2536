using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Programs.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class ProgramsDb(DbContextOptions<ProgramsDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<Membership> Memberships => Set<Membership>();

    /// <inheritdoc/>
    protected override string Schema => "programs";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Membership>().ToTable("membership");
        base.OnModelCreating(modelBuilder);
    }
}
