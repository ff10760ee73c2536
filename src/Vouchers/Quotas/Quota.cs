using PartnerCenter.Kernel;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers.Quotas;

/// <summary>How a quota stands.</summary>
public enum QuotaState
{
    /// <summary>Its partner has it.</summary>
    [Words("已发放", "Given")]
    Given,

    /// <summary>The distributor has taken back what was left of it.</summary>
    [Words("已回收", "Reclaimed")]
    Reclaimed,
}

/// <summary>Why something went into a quota or out of it.</summary>
public enum EntryKind
{
    /// <summary>获得额度: from the vendor or the distributor.</summary>
    [Words("获得额度", "Received")]
    Received,

    /// <summary>下发代金券: issued to a customer.</summary>
    [Words("下发", "Issued")]
    Issued,

    /// <summary>手动回收: taken back from a customer, unused.</summary>
    [Words("回收", "Reclaimed")]
    Reclaimed,

    /// <summary>解绑自动回收: the customer has left.</summary>
    [Words("解除关联回收", "Disassociation")]
    Disassociated,

    /// <summary>切换关联类型自动回收: the customer is in the other mode.</summary>
    [Words("切换关联类型回收", "Switch of mode")]
    ModeSwitched,

    /// <summary>退订回收: what a customer that has left had paid with a voucher came back from its order.</summary>
    [Words("退订回收", "Unsubscription")]
    Unsubscribed,

    /// <summary>发放额度: given to a reseller.</summary>
    [Words("发放额度", "Given to a reseller")]
    GivenOn,

    /// <summary>回收额度: taken back from a reseller.</summary>
    [Words("回收额度", "Taken back from a reseller")]
    TakenBack,

    /// <summary>额度被回收: the distributor took back what was left.</summary>
    [Words("额度被回收", "Taken back by the distributor")]
    GivenUp,
}

/// <summary>代金券额度 as locked for a change: what a partner may give on as vouchers, and nothing else (R12.1.6.11).</summary>
internal sealed record Quota(
    Guid Id, string Number, Guid Partner, Guid? Giver, Guid? Source, VoucherSort Sort, decimal Amount, decimal Left, Guid? Customer,
    string? CustomerName, VoucherLimits Limits, DateOnly ValidFrom, DateOnly ValidTo, QuotaState State)
{
    /// <summary>Stops whoever gives on what the quota does not allow.</summary>
    /// <exception cref="Refusal"><c>voucher.quota-over</c>, <c>voucher.quota-too-small</c>.</exception>
    public void Spare(decimal amount, DateOnly today, string field)
    {
        if (State != QuotaState.Given || today < ValidFrom || today > ValidTo)
        {
            throw new Refusal("voucher.quota-over", Number) { Field = "Quota" };
        }

        if (amount > Left)
        {
            throw new Refusal("voucher.quota-too-small", Left) { Field = field };
        }
    }

    /// <summary>Stops whoever gives on to another customer than it is for; a quota that came back keeps its restriction (R12.1.9.19).</summary>
    /// <exception cref="Refusal"><c>voucher.quota-customer</c>.</exception>
    public void For(Guid customer)
    {
        if (Customer is not null && Customer != customer)
        {
            throw new Refusal("voucher.quota-customer", CustomerName!) { Field = "Customer" };
        }
    }

    /// <summary>The first and last day of what is given on: within the quota's own, which they are unless somebody says otherwise.</summary>
    /// <exception cref="Refusal"><c>voucher.dates</c>, <c>voucher.beyond-quota</c>.</exception>
    public (DateOnly From, DateOnly To) Days(DateOnly? from, DateOnly? to, DateOnly today)
    {
        var (first, last) = (from ?? (today > ValidFrom ? today : ValidFrom), to ?? ValidTo);
        if (first < ValidFrom || last > ValidTo)
        {
            throw new Refusal("voucher.beyond-quota", ValidFrom, ValidTo) { Field = last > ValidTo ? "ValidTo" : "ValidFrom" };
        }

        return last < first || last < today ? throw new Refusal("voucher.dates") { Field = "ValidTo" } : (first, last);
    }
}
