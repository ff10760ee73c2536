using Microsoft.EntityFrameworkCore;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Company;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Network.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class NetworkDb(DbContextOptions<NetworkDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<LegalEntity> LegalEntities => Set<LegalEntity>();

    internal DbSet<Partner> Partners => Set<Partner>();

    internal DbSet<Agreement> Agreements => Set<Agreement>();

    internal DbSet<BankCertification> Certifications => Set<BankCertification>();

    internal DbSet<SupplierRecord> SupplierRecords => Set<SupplierRecord>();

    internal DbSet<QuickRegistration> QuickRegistrations => Set<QuickRegistration>();

    internal DbSet<License> Licenses => Set<License>();

    internal DbSet<CompanyProfile> Profiles => Set<CompanyProfile>();

    /// <inheritdoc/>
    protected override string Schema => "network";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LegalEntity>().ToTable("legal_entity");
        modelBuilder.Entity<Partner>().ToTable("partner");
        modelBuilder.Entity<Agreement>().ToTable("agreement");
        modelBuilder.Entity<BankCertification>().ToTable("certification");
        modelBuilder.Entity<QuickRegistration>().ToTable("quick_registration");
        modelBuilder.Entity<License>().ToTable("license");
        modelBuilder.Entity<CompanyProfile>().ToTable("profile").HasKey(p => p.PartnerId);
        modelBuilder.Entity<SupplierRecord>().ToTable("supplier_record");
        base.OnModelCreating(modelBuilder);
    }
}
