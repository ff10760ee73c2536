using Microsoft.EntityFrameworkCore;
using PartnerCenter.Orders.Calculator;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Orders.Persistence;

/// <summary>The schema of this module.</summary>
public sealed class OrdersDb(DbContextOptions<OrdersDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    internal DbSet<Order> Orders => Set<Order>();

    internal DbSet<Combination> Combinations => Set<Combination>();

    internal DbSet<Resource> Resources => Set<Resource>();

    internal DbSet<Payment> Payments => Set<Payment>();

    internal DbSet<PaymentRequest> Requests => Set<PaymentRequest>();

    internal DbSet<Refund> Refunds => Set<Refund>();

    internal DbSet<Discount> Discounts => Set<Discount>();

    internal DbSet<PriceList> PriceLists => Set<PriceList>();

    internal DbSet<SubAccountPolicy> SubAccountPolicies => Set<SubAccountPolicy>();

    /// <inheritdoc/>
    protected override string Schema => "orders";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var order = modelBuilder.Entity<Order>().ToTable("customer_order").Ignore(o => o.ProductName);
        order.Property(o => o.From).HasColumnName("from_on");
        order.Property(o => o.Until).HasColumnName("until_on");
        modelBuilder.Entity<Combination>().ToTable("combination");
        var resource = modelBuilder.Entity<Resource>().ToTable("resource").Ignore(r => r.ProductName);
        resource.Property(r => r.From).HasColumnName("from_on");
        resource.Property(r => r.Until).HasColumnName("until_on");
        var payment = modelBuilder.Entity<Payment>().ToTable("payment");
        payment.Property(p => p.From).HasColumnName("paid_from");
        payment.Property(p => p.At).HasColumnName("paid_at");
        payment.Property(p => p.By).HasColumnName("paid_by");
        modelBuilder.Entity<PaymentRequest>().ToTable("payment_request");
        modelBuilder.Entity<Refund>().ToTable("refund");
        var discount = modelBuilder.Entity<Discount>().ToTable("discount");
        discount.Property(d => d.From).HasColumnName("from_on");
        discount.Property(d => d.To).HasColumnName("to_on");
        modelBuilder.Entity<PriceList>().ToTable("price_list").Property(l => l.Lines).HasColumnType("jsonb");
        modelBuilder.Entity<SubAccountPolicy>().ToTable("sub_account_policy").HasKey(p => p.SubId);
        base.OnModelCreating(modelBuilder);
    }
}
