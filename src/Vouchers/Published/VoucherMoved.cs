using PartnerCenter.Platform.Events;

namespace PartnerCenter.Vouchers.Published;

/// <summary>A partner has issued a voucher to a customer, or taken it back (R12.1.6.6).</summary>
/// <param name="Partner">The partner that issued it.</param>
/// <param name="Customer">Who holds it.</param>
/// <param name="Voucher">The voucher.</param>
/// <param name="Number">Its number.</param>
/// <param name="Sort">Voucher, cash coupon or card.</param>
/// <param name="Amount">What is left of it: CNY, whole cents.</param>
/// <param name="Reclaimed">Whether it was taken back; issued otherwise.</param>
public sealed record VoucherMoved(Guid Partner, Guid Customer, Guid Voucher, string Number, VoucherSort Sort, decimal Amount, bool Reclaimed) : IEvent;
