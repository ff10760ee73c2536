using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;

namespace PartnerCenter.Orders.Refunds;

/// <summary>What has become, since the payment, of the association in which it was made.</summary>
public enum Since
{
    /// <summary>关联期间: it lasts.</summary>
    [Words("关联期间", "Same association")]
    Same,

    /// <summary>切换关联关系后: it goes on in the other mode.</summary>
    [Words("切换关联关系后", "After a switch of mode")]
    Switched,

    /// <summary>解除关联后: it has ended.</summary>
    [Words("解除关联后", "After disassociation")]
    Ended,
}

/// <summary>Where a refund goes.</summary>
public enum Destination
{
    /// <summary>The customer's own balance.</summary>
    [Words("客户账户", "Customer's own balance")]
    Own,

    /// <summary>What the partner has allocated to the customer.</summary>
    [Words("客户的拨款余额", "Customer's allocation")]
    Allocation,

    /// <summary>The partner's balance; the customer talks to the partner.</summary>
    [Words("伙伴账户", "Partner's balance")]
    Partner,
}

/// <summary>
/// Where money goes back to, by the mode and means of the payment and by what has become of the association since (R12.4.24). Money of
/// the customer's own always returns to the customer, a partner's payment to the partner, and an allocation to the customer for as long as
/// it is that partner's resale customer.
/// </summary>
public static class RefundMatrix
{
    private static readonly Dictionary<(AssociationMode? Mode, PaidFrom From), Dictionary<Since, Destination>> Cells = new()
    {
        [(null, PaidFrom.Own)] = Row(Destination.Own, Destination.Own, Destination.Own),
        [(AssociationMode.Referral, PaidFrom.Own)] = Row(Destination.Own, Destination.Own, Destination.Own),
        [(AssociationMode.Referral, PaidFrom.Partner)] = Row(Destination.Partner, Destination.Partner, Destination.Partner),
        [(AssociationMode.Resale, PaidFrom.Allocation)] = Row(Destination.Allocation, Destination.Partner, Destination.Partner),
        [(AssociationMode.Resale, PaidFrom.Partner)] = Row(Destination.Partner, Destination.Partner, Destination.Partner),
    };

    /// <summary>The cell.</summary>
    /// <param name="mode">The mode when it was paid; null for a direct customer.</param>
    /// <param name="from">How it was paid.</param>
    /// <param name="since">What has become of the association.</param>
    public static Destination Of(AssociationMode? mode, PaidFrom from, Since since) => Cells[(mode, from)][since];

    /// <summary>What has become of the association in which something was paid.</summary>
    /// <param name="partner">The partner then; null for a direct customer.</param>
    /// <param name="paidAt">When it was paid.</param>
    /// <param name="now">The association that lasts now, or null.</param>
    public static Since SinceThen(Guid? partner, DateTimeOffset paidAt, AssociationView? now)
    {
        if (now?.Partner != partner)
        {
            return Since.Ended;
        }

        return now is null || now.From <= paidAt ? Since.Same : Since.Switched;
    }

    private static Dictionary<Since, Destination> Row(Destination same, Destination switched, Destination ended) =>
        new() { [Since.Same] = same, [Since.Switched] = switched, [Since.Ended] = ended };
}
