using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Database;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers.Persistence;

/// <summary>This module's rows for lists. They change by plain SQL, under locks.</summary>
public sealed class VouchersDb(DbContextOptions<VouchersDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal IQueryable<QuotaRow> Quotas => Set<QuotaRow>();

    internal IQueryable<QuotaEntryRow> Entries => Set<QuotaEntryRow>();

    internal IQueryable<CustomerVoucherRow> CustomerVouchers => Set<CustomerVoucherRow>();

    /// <inheritdoc/>
    protected override string Schema => "vouchers";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<QuotaRow>().ToView("quota").HasNoKey();
        modelBuilder.Entity<QuotaEntryRow>().ToView("quota_entry").HasNoKey();
        modelBuilder.Entity<CustomerVoucherRow>().ToView("customer_voucher").HasNoKey();
        base.OnModelCreating(modelBuilder);
    }
}
