using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Benefits.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class BenefitsDb(DbContextOptions<BenefitsDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<TestVoucher> TestVouchers => Set<TestVoucher>();

    /// <inheritdoc/>
    protected override string Schema => "benefits";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TestVoucher>().ToTable("test_voucher");
        base.OnModelCreating(modelBuilder);
    }
}
