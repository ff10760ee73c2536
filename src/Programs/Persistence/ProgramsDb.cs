using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Programs.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class ProgramsDb(DbContextOptions<ProgramsDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<Membership> Memberships => Set<Membership>();

    internal DbSet<Assessment> Assessments => Set<Assessment>();

    internal DbSet<ResellerRequest> ResellerRequests => Set<ResellerRequest>();

    /// <inheritdoc/>
    protected override string Schema => "programs";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Membership>().ToTable("membership");
        modelBuilder.Entity<Assessment>().ToTable("assessment");
        modelBuilder.Entity<ResellerRequest>().ToTable("reseller_request");
        base.OnModelCreating(modelBuilder);
    }
}
