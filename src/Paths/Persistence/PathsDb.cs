using Microsoft.EntityFrameworkCore;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Finder;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Paths.Register;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Paths.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class PathsDb(DbContextOptions<PathsDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<PathMember> Members => Set<PathMember>();

    internal DbSet<PathInvitation> Invitations => Set<PathInvitation>();

    internal DbSet<EvidenceRecord> Evidence => Set<EvidenceRecord>();

    internal DbSet<ServiceCase> Cases => Set<ServiceCase>();

    internal DbSet<StageApplication> Applications => Set<StageApplication>();

    internal DbSet<PathCertificate> Certificates => Set<PathCertificate>();

    internal DbSet<Rereview> Rereviews => Set<Rereview>();

    internal DbSet<MutualLock> Locks => Set<MutualLock>();

    internal DbSet<PlanGoal> Goals => Set<PlanGoal>();

    internal DbSet<ListedCustomer> ListedCustomers => Set<ListedCustomer>();

    internal DbSet<LockStep> LockSteps => Set<LockStep>();

    internal DbSet<QuarterReview> QuarterReviews => Set<QuarterReview>();

    internal DbSet<FinderEntry> FinderEntries => Set<FinderEntry>();

    internal DbSet<ShownThing> ShownThings => Set<ShownThing>();

    /// <inheritdoc/>
    protected override string Schema => "paths";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<PathMember>().ToTable("member");
        modelBuilder.Entity<PathInvitation>().ToTable("invitation");
        modelBuilder.Entity<EvidenceRecord>().ToTable("evidence");
        modelBuilder.Entity<ServiceCase>().ToTable("service_case");
        modelBuilder.Entity<StageApplication>().ToTable("application");
        modelBuilder.Entity<PathCertificate>().ToTable("certificate");
        modelBuilder.Entity<Rereview>().ToTable("rereview");
        modelBuilder.Entity<MutualLock>().ToTable("mutual_lock");
        modelBuilder.Entity<PlanGoal>().ToTable("plan_goal").HasKey(goal => new { goal.LockId, goal.Quarter });
        modelBuilder.Entity<ListedCustomer>().ToTable("listed_customer").HasKey(customer => new { customer.LockId, customer.Position });
        modelBuilder.Entity<LockStep>().ToTable("lock_step");
        modelBuilder.Entity<QuarterReview>().ToTable("quarter_review");
        modelBuilder.Entity<FinderEntry>().ToTable("finder_entry").HasKey(entry => entry.PartnerId);
        modelBuilder.Entity<ShownThing>().ToTable("finder_shown").HasKey(shown => new { shown.PartnerId, shown.Kind, shown.Value });
        base.OnModelCreating(modelBuilder);
    }
}
