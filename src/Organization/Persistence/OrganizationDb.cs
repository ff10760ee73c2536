using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Organization.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class OrganizationDb(DbContextOptions<OrganizationDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<OwnRole> OwnRoles => Set<OwnRole>();

    internal DbSet<Member> Members => Set<Member>();

    internal DbSet<Setting> Settings => Set<Setting>();

    /// <inheritdoc/>
    protected override string Schema => "organization";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OwnRole>().ToTable("own_role");
        modelBuilder.Entity<Member>().ToTable("member").HasKey(m => m.AccountId);
        modelBuilder.Entity<Setting>().ToTable("setting").HasKey(s => s.PartnerId);
        base.OnModelCreating(modelBuilder);
    }
}
