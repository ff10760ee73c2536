using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Alerts;
using PartnerCenter.Funds.OnlineTopUps;
using PartnerCenter.Funds.Own;
using PartnerCenter.Funds.Statements;
using PartnerCenter.Funds.Withdrawals;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds.Persistence;

/// <summary>What of this module's schema is not the ledger's; the ledger is plain SQL.</summary>
public sealed class FundsDb(DbContextOptions<FundsDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<BankAccount> BankAccounts => Set<BankAccount>();

    internal DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();

    internal DbSet<OwnWithdrawal> OwnWithdrawals => Set<OwnWithdrawal>();

    internal DbSet<OnlineTopUp> OnlineTopUps => Set<OnlineTopUp>();

    internal DbSet<BankStatement> Statements => Set<BankStatement>();

    internal DbSet<Receipt> Receipts => Set<Receipt>();

    internal DbSet<BalanceAlert> Alerts => Set<BalanceAlert>();

    /// <inheritdoc/>
    protected override string Schema => "funds";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<BankAccount>().ToTable("bank_account");
        modelBuilder.Entity<Withdrawal>().ToTable("withdrawal").Ignore(w => w.From);
        modelBuilder.Entity<OwnWithdrawal>().ToTable("own_withdrawal");
        modelBuilder.Entity<OnlineTopUp>().ToTable("online_top_up");
        modelBuilder.Entity<BankStatement>().ToTable("bank_statement");
        modelBuilder.Entity<Receipt>().ToTable("receipt");
        modelBuilder.Entity<BalanceAlert>().ToTable("balance_alert").HasKey(alert => alert.PartnerId);
        base.OnModelCreating(modelBuilder);
    }
}
