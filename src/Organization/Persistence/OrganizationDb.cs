using Microsoft.EntityFrameworkCore;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Organization.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class OrganizationDb(DbContextOptions<OrganizationDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<OwnRole> OwnRoles => Set<OwnRole>();

    internal DbSet<Member> Members => Set<Member>();

    internal DbSet<Setting> Settings => Set<Setting>();

    internal DbSet<StaffInvitation> StaffInvitations => Set<StaffInvitation>();

    internal DbSet<StaffException> StaffExceptions => Set<StaffException>();

    internal DbSet<PartnerName> PartnerNames => Set<PartnerName>();

    internal DbSet<Binding> Bindings => Set<Binding>();

    internal DbSet<PersonCertificate> Certificates => Set<PersonCertificate>();

    internal DbSet<Specialist> Specialists => Set<Specialist>();

    internal DbSet<LearningRecord> LearningRecords => Set<LearningRecord>();

    /// <inheritdoc/>
    protected override string Schema => "organization";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OwnRole>().ToTable("own_role");
        modelBuilder.Entity<Member>().ToTable("member").HasKey(m => m.AccountId);
        modelBuilder.Entity<Setting>().ToTable("setting").HasKey(s => s.PartnerId);
        modelBuilder.Entity<StaffInvitation>().ToTable("staff_invitation");
        modelBuilder.Entity<StaffException>().ToTable("staff_exception");
        modelBuilder.Entity<PartnerName>().ToView("pub_partner", "network").HasNoKey();
        modelBuilder.Entity<Binding>().ToTable("binding");
        modelBuilder.Entity<PersonCertificate>().ToTable("person_certificate");
        modelBuilder.Entity<Specialist>().ToTable("specialist");
        modelBuilder.Entity<LearningRecord>().ToTable("learning_record");
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>What partners are called, from the network's published view.</summary>
internal sealed class PartnerName
{
    public Guid Id { get; init; }

    public required string Number { get; init; }

    public required string CompanyName { get; init; }
}
