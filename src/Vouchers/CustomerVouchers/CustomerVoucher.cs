using PartnerCenter.Kernel;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>How a customer's voucher stands.</summary>
public enum VoucherState
{
    /// <summary>The customer has it.</summary>
    [Words("已下发", "Issued")]
    Issued,

    /// <summary>Whoever issued it has taken it back, unused (R12.1.6.6).</summary>
    [Words("已回收", "Reclaimed")]
    Reclaimed,

    /// <summary>What was left has gone back to whoever issued it, when the association changed (R12.4.4).</summary>
    [Words("已退回", "Returned")]
    Returned,
}

/// <summary>
/// What a customer holds, as locked for a change: a voucher, a cash coupon or a stored-value card, of the vendor (no issuer) or of a partner,
/// then out of a quota. Once issued it is never edited (R12.1.6.6): only what is left of it and its state change.
/// </summary>
internal sealed record CustomerVoucher(
    Guid Id, string Number, VoucherSort Sort, Guid? Issuer, Guid? Quota, Guid Customer, string CustomerName, decimal Face, decimal Left,
    VoucherLimits Limits, DateOnly ValidFrom, DateOnly ValidTo, VoucherState State)
{
    /// <summary>Stops an order that it cannot pay.</summary>
    /// <exception cref="Refusal">
    /// <c>voucher.none</c>, <c>voucher.expired</c>, <c>voucher.used</c>, <c>voucher.wrong-purchase</c>, <c>voucher.out-of-scope</c>,
    /// <c>voucher.more-than-left</c>.
    /// </exception>
    public void Admit(VoucherOrder order, Money amount, DateOnly today)
    {
        if (Customer != order.Customer || State != VoucherState.Issued)
        {
            throw new Refusal("voucher.none");
        }

        if (today < ValidFrom || today > ValidTo)
        {
            throw new Refusal("voucher.expired", Number, ValidFrom, ValidTo);
        }

        Limits.Admit(order.Type, order.Product);
        if (Left == 0)
        {
            throw new Refusal("voucher.used", Number);
        }

        if (amount.Amount > Left || amount > order.Amount)
        {
            throw new Refusal("voucher.more-than-left", Math.Min(Left, order.Amount.Amount));
        }
    }

    /// <summary>Stops whoever takes it back: only what is not used can be (R12.1.6.6).</summary>
    /// <exception cref="Refusal"><c>customer-voucher.wrong-state</c>, <c>voucher.used-already</c>.</exception>
    public void Reclaim()
    {
        if (State != VoucherState.Issued)
        {
            throw new Refusal("customer-voucher.wrong-state");
        }

        if (Left != Face)
        {
            throw new Refusal("voucher.used-already", Number);
        }
    }
}
