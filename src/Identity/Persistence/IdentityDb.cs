using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Federation;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Identity.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class IdentityDb(DbContextOptions<IdentityDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<Account> Accounts => Set<Account>();

    internal DbSet<PasswordLink> PasswordLinks => Set<PasswordLink>();

    internal DbSet<Session> Sessions => Set<Session>();

    internal DbSet<Device> Devices => Set<Device>();

    internal DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    internal DbSet<ConfirmationCode> Codes => Set<ConfirmationCode>();

    internal DbSet<SamlProvider> SamlProviders => Set<SamlProvider>();

    /// <summary>Until the end of the transaction nobody else passes here for the same thing: for what is made if absent.</summary>
    internal async Task Alone(string thing, CancellationToken ct)
    {
        await using var alone = Unit.Command("select pg_advisory_xact_lock(hashtextextended($1, 7317))", thing);
        await alone.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    protected override string Schema => "identity";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Account>().ToTable("account");
        modelBuilder.Entity<Account>().Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        modelBuilder.Entity<PasswordLink>().ToTable("password_link").HasKey(l => l.TokenHash);
        modelBuilder.Entity<Session>().ToTable("session");
        modelBuilder.Entity<Device>().ToTable("device");
        modelBuilder.Entity<RecoveryCode>().ToTable("recovery_code").HasKey(c => new { c.AccountId, c.CodeHash });
        modelBuilder.Entity<ConfirmationCode>().ToTable("confirmation_code");
        modelBuilder.Entity<SamlProvider>().ToTable("saml_provider").HasKey(p => p.PartnerId);
        modelBuilder.Entity<IdentityUserToken<Guid>>().ToTable("account_token").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        modelBuilder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claim");
        modelBuilder.Entity<IdentityUserLogin<Guid>>().ToTable("account_login").HasKey(l => new { l.LoginProvider, l.ProviderKey });
        base.OnModelCreating(modelBuilder);
    }
}
