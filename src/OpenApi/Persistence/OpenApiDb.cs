using Microsoft.EntityFrameworkCore;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.OpenApi.Tokens;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class OpenApiDb(DbContextOptions<OpenApiDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<AccessKey> AccessKeys => Set<AccessKey>();

    internal DbSet<Token> Tokens => Set<Token>();

    internal DbSet<MobileCode> MobileCodes => Set<MobileCode>();

    /// <inheritdoc/>
    protected override string Schema => "openapi";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AccessKey>().ToTable("access_key");
        modelBuilder.Entity<Token>().ToTable("token").HasKey(token => token.TokenHash);
        modelBuilder.Entity<MobileCode>().ToTable("mobile_code");
        base.OnModelCreating(modelBuilder);
    }
}
