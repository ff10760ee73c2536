using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Contracts;
using PartnerCenter.Customers.Expansion;
using PartnerCenter.Customers.Freezes;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Customers.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class CustomersDb(DbContextOptions<CustomersDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<Prospect> Prospects => Set<Prospect>();

    internal DbSet<Invitation> Invitations => Set<Invitation>();

    internal DbSet<Customer> Customers => Set<Customer>();

    internal DbSet<Association> Associations => Set<Association>();

    internal DbSet<AssociationChange> Changes => Set<AssociationChange>();

    internal DbSet<OfflineContract> Contracts => Set<OfflineContract>();

    internal DbSet<Freeze> Freezes => Set<Freeze>();

    internal DbSet<SalesTask> SalesTasks => Set<SalesTask>();

    internal DbSet<SalesTaskEntry> SalesTaskEntries => Set<SalesTaskEntry>();

    internal DbSet<Assignment> Assignments => Set<Assignment>();

    /// <inheritdoc/>
    protected override string Schema => "customers";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Prospect>().ToTable("prospect");
        modelBuilder.Entity<Invitation>().ToTable("invitation");
        modelBuilder.Entity<Customer>().ToTable("customer");
        modelBuilder.Entity<Association>().ToTable("association");
        modelBuilder.Entity<AssociationChange>().ToTable("association_change");
        modelBuilder.Entity<OfflineContract>().ToTable("offline_contract");
        modelBuilder.Entity<Freeze>().ToTable("freeze");
        modelBuilder.Entity<SalesTask>().ToTable("sales_task");
        modelBuilder.Entity<SalesTaskEntry>().ToTable("sales_task_entry");
        modelBuilder.Entity<Assignment>().ToTable("assignment").HasKey(a => new { a.PartnerId, a.CustomerId });
        base.OnModelCreating(modelBuilder);
    }
}
