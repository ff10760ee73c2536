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

    /// <summary>Whose customers there are, by the published view.</summary>
    internal IQueryable<PartnersCustomer> Customers => Set<PartnersCustomer>();

    /// <inheritdoc/>
    protected override string Schema => "vouchers";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<QuotaRow>().ToView("quota").HasNoKey();
        modelBuilder.Entity<QuotaEntryRow>().ToView("quota_entry").HasNoKey();
        modelBuilder.Entity<PartnersCustomer>().ToView("pub_association", "customers").HasNoKey();
        modelBuilder.Entity<CustomerVoucherRow>().ToView("customer_voucher").HasNoKey();
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>A time during which somebody is a partner's customer.</summary>
internal sealed class PartnersCustomer
{
    public Guid CustomerId { get; init; }

    public DateTimeOffset? ToAt { get; init; }
}
