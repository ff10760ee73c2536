using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Platform.Database;

/// <summary>The rows of the shared mechanisms.</summary>
public sealed class PlatformDb(DbContextOptions<PlatformDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<Review> Reviews => Set<Review>();

    internal DbSet<ReviewEvent> ReviewEvents => Set<ReviewEvent>();

    internal DbSet<Document> Documents => Set<Document>();

    internal DbSet<Notification> Notifications => Set<Notification>();

    internal DbSet<NotificationPreference> Preferences => Set<NotificationPreference>();

    internal DbSet<SentMessage> SentMessages => Set<SentMessage>();

    internal DbSet<Export> Exports => Set<Export>();

    /// <summary>Proposed versions of rules.</summary>
    internal DbSet<Rulebook.RuleDraft> RuleDrafts => Set<Rulebook.RuleDraft>();

    /// <inheritdoc/>
    protected override string Schema => "platform";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Rulebook.RuleDraft>().ToTable("rule_draft");
        modelBuilder.Entity<Review>().ToTable("review");
        modelBuilder.Entity<ReviewEvent>().ToTable("review_event");
        modelBuilder.Entity<Document>().ToTable("document");
        modelBuilder.Entity<Notification>().ToTable("notification");
        modelBuilder.Entity<NotificationPreference>().ToTable("notification_preference").HasKey(p => new { p.AccountId, p.Event });
        modelBuilder.Entity<SentMessage>().ToTable("sent_message");
        modelBuilder.Entity<Export>().ToTable("export");
        modelBuilder.Entity<Export>().Property(e => e.Arguments).HasColumnType("jsonb");
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>The keys that sign cookies and form tokens: in the database, so that all processes share them and a restart keeps them.</summary>
internal sealed class KeysDb(DbContextOptions<KeysDb> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.HasDefaultSchema("platform").Entity<DataProtectionKey>().ToTable("data_protection_key");
}
