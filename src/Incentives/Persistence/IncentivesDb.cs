using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Incentives.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class IncentivesDb(DbContextOptions<IncentivesDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<IncentiveBill> Bills => Set<IncentiveBill>();

    internal DbSet<Payout> Payouts => Set<Payout>();

    /// <inheritdoc/>
    protected override string Schema => "incentives";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<IncentiveBill>().ToTable("bill");
        modelBuilder.Entity<IncentiveBill>().Property(b => b.Working).HasColumnType("jsonb");
        modelBuilder.Entity<Payout>().ToTable("payout");
        base.OnModelCreating(modelBuilder);
    }
}
