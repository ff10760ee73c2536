using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;
using PartnerCenter.Support.News;
using PartnerCenter.Support.Tickets;

namespace PartnerCenter.Support.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class SupportDb(DbContextOptions<SupportDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<Ticket> Tickets => Set<Ticket>();

    internal DbSet<TicketEntry> Entries => Set<TicketEntry>();

    internal DbSet<TicketNote> Notes => Set<TicketNote>();

    internal DbSet<PartnerPlan> Plans => Set<PartnerPlan>();

    internal DbSet<Announcement> Announcements => Set<Announcement>();

    internal DbSet<Reading> Readings => Set<Reading>();

    /// <inheritdoc/>
    protected override string Schema => "support";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Ticket>().ToTable("ticket");
        modelBuilder.Entity<TicketEntry>().ToTable("ticket_entry");
        modelBuilder.Entity<TicketNote>().ToTable("ticket_note");
        modelBuilder.Entity<PartnerPlan>().ToTable("partner_plan").HasKey(p => p.PartnerId);
        modelBuilder.Entity<Announcement>().ToTable("announcement");
        modelBuilder.Entity<Reading>().ToTable("reading").HasKey(r => new { r.AccountId, r.AnnouncementId });
        base.OnModelCreating(modelBuilder);
    }
}
