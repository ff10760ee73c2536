using Microsoft.EntityFrameworkCore;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.OpenApi.Sandboxes;
using PartnerCenter.OpenApi.Tokens;
using PartnerCenter.OpenApi.Webhooks;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class OpenApiDb(DbContextOptions<OpenApiDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<AccessKey> AccessKeys => Set<AccessKey>();

    internal DbSet<Token> Tokens => Set<Token>();

    internal DbSet<MobileCode> MobileCodes => Set<MobileCode>();

    internal DbSet<Sandbox> Sandboxes => Set<Sandbox>();

    internal DbSet<Webhook> Webhooks => Set<Webhook>();

    internal DbSet<WebhookDelivery> Deliveries => Set<WebhookDelivery>();

    internal DbSet<WebhookAttempt> Attempts => Set<WebhookAttempt>();

    /// <inheritdoc/>
    protected override string Schema => "openapi";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AccessKey>().ToTable("access_key");
        modelBuilder.Entity<Token>().ToTable("token").HasKey(token => token.TokenHash);
        modelBuilder.Entity<MobileCode>().ToTable("mobile_code");
        modelBuilder.Entity<Sandbox>().ToTable("sandbox");
        modelBuilder.Entity<Webhook>().ToTable("webhook");
        modelBuilder.Entity<WebhookDelivery>().ToTable("webhook_delivery").Ignore(delivery => delivery.MessageId);
        modelBuilder.Entity<WebhookAttempt>().ToTable("webhook_attempt");
        base.OnModelCreating(modelBuilder);
    }
}
