using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;
using PartnerCenter.Programs.Special;

namespace PartnerCenter.Programs.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class ProgramsDb(DbContextOptions<ProgramsDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<Membership> Memberships => Set<Membership>();

    internal DbSet<Assessment> Assessments => Set<Assessment>();

    internal DbSet<SpecialMembership> SpecialMemberships => Set<SpecialMembership>();

    internal DbSet<SpecialInvitation> SpecialInvitations => Set<SpecialInvitation>();

    internal DbSet<SpecialAssessment> SpecialAssessments => Set<SpecialAssessment>();

    internal DbSet<ResellerRequest> ResellerRequests => Set<ResellerRequest>();

    /// <inheritdoc/>
    protected override string Schema => "programs";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Membership>().ToTable("membership");
        modelBuilder.Entity<Assessment>().ToTable("assessment");
        modelBuilder.Entity<SpecialMembership>().ToTable("special_membership");
        modelBuilder.Entity<SpecialInvitation>().ToTable("special_invitation");
        modelBuilder.Entity<SpecialAssessment>().ToTable("special_assessment");
        modelBuilder.Entity<ResellerRequest>().ToTable("reseller_request");
        base.OnModelCreating(modelBuilder);
    }
}
