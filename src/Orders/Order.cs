using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Published;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders;

/// <summary>What an order does.</summary>
public enum OrderKind
{
    /// <summary>新购: a resource begins.</summary>
    [Words("新购", "New")]
    New,

    /// <summary>续费: a resource goes on.</summary>
    [Words("续费", "Renewal")]
    Renewal,

    /// <summary>变更: a resource becomes larger or smaller.</summary>
    [Words("变更", "Change")]
    Change,

    /// <summary>退订: a resource ends before its time, and money comes back.</summary>
    [Words("退订", "Unsubscription")]
    Unsubscription,

    /// <summary>按需使用: what was used is charged.</summary>
    [Words("按需使用", "Use")]
    Usage,
}

/// <summary>How an order stands.</summary>
public enum OrderState
{
    /// <summary>It waits for its payment.</summary>
    [Words("待支付", "To be paid")]
    Unpaid,

    /// <summary>Paid, and done.</summary>
    [Words("已完成", "Completed")]
    Completed,

    /// <summary>Given up before it was paid, or not paid in time.</summary>
    [Words("已取消", "Cancelled")]
    Cancelled,

    /// <summary>Paid, and given up afterwards: its refund is another thing.</summary>
    [Words("已退订", "Unsubscribed")]
    Unsubscribed,
}

/// <summary>From where an order was paid.</summary>
public enum PaidFrom
{
    /// <summary>在线支付、余额支付: the customer's own money.</summary>
    [Words("客户余额", "Customer's own balance")]
    Own,

    /// <summary>余额支付 in resale: what the partner has allocated.</summary>
    [Words("伙伴拨款", "Partner's allocation")]
    Allocation,

    /// <summary>合作伙伴代付: the partner's balance.</summary>
    [Words("伙伴代付", "Partner")]
    Partner,
}

/// <summary>
/// An order. One that was paid remembers how and in which mode, because that decides where its money goes back to (R12.4.24), and what of
/// its money still stands for days to come.
/// </summary>
internal sealed class Order
{
    private static readonly Flow<OrderState> Flow = new("order")
    {
        { OrderState.Unpaid, OrderState.Completed, OrderState.Cancelled },
        { OrderState.Completed, OrderState.Unsubscribed },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid CustomerId { get; init; }

    /// <summary>As it was called then.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The partner that the customer had when it was placed; null for none.</summary>
    public Guid? PartnerId { get; init; }

    /// <summary>The orders with which it is paid or cancelled; null for one by itself.</summary>
    public Guid? CombinationId { get; init; }

    public OrderKind Kind { get; init; }

    public PurchaseType Purchase { get; init; }

    /// <summary>The code in the catalogue.</summary>
    public required string Product { get; init; }

    public required string ProductZh { get; init; }

    public required string ProductEn { get; init; }

    /// <summary>What vouchers and bills know the product by.</summary>
    public required string Service { get; init; }

    public int Months { get; init; }

    public int Quantity { get; init; }

    /// <summary>The resource; of a new one from its payment on.</summary>
    public Guid? ResourceId { get; private set; }

    /// <summary>The first day that it pays for; null from today on.</summary>
    public DateOnly? From { get; private set; }

    /// <summary>The first day that it pays for no more; null where no days are paid for.</summary>
    public DateOnly? Until { get; private set; }

    /// <summary>CNY, before the discount.</summary>
    public decimal ListPrice { get; init; }

    /// <summary>What the authorised discount makes of the price: 1 without one.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>The authorised discount that made it; null without one.</summary>
    public Guid? DiscountId { get; init; }

    /// <summary>What is to be paid: CNY, whole cents. Negative for an unsubscription, whose money comes back.</summary>
    public decimal Amount { get; init; }

    /// <summary>Whether vouchers can pay for it.</summary>
    public bool TakesVouchers { get; init; }

    /// <summary>The version of the catalogue that priced it.</summary>
    public required string Catalogue { get; init; }

    public OrderState State { get; private set; }

    public DateTimeOffset PlacedAt { get; init; }

    public required string PlacedBy { get; init; }

    /// <summary>When it is cancelled if nobody pays; null for use, which stays due.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }

    public Guid? PaymentId { get; private set; }

    public PaidFrom? PaidFrom { get; private set; }

    /// <summary>The mode when it was paid; null for a direct customer.</summary>
    public AssociationMode? PaidMode { get; private set; }

    /// <summary>The partner when it was paid.</summary>
    public Guid? PaidPartnerId { get; private set; }

    /// <summary>What was paid in money: CNY, whole cents.</summary>
    public decimal Money { get; private set; }

    /// <summary>What a voucher paid.</summary>
    public decimal Voucher { get; private set; }

    /// <summary>The id under which it did.</summary>
    public Guid? VoucherUse { get; private set; }

    /// <summary>What of its money stands for the quantity that there still is.</summary>
    public decimal MoneyKept { get; private set; }

    /// <summary>The same of its voucher.</summary>
    public decimal VoucherKept { get; private set; }

    public LocalText ProductName => new(ProductZh, ProductEn);

    /// <summary>An order that is about a resource that there is already.</summary>
    public Order About(Guid resource, DateOnly? from, DateOnly? until)
    {
        (ResourceId, From, Until) = (resource, from, until);
        return this;
    }

    /// <summary>When a new period begins, if not at once.</summary>
    public Order Starting(DateOnly? from)
    {
        From = from;
        return this;
    }

    /// <summary>What others are told of a step of it.</summary>
    public OrderMoved Moved(OrderStep step) => new(PartnerId, Id, Number, CustomerId, step, Amount);

    /// <summary>It is paid.</summary>
    /// <exception cref="Refusal"><c>order.wrong-state</c>, <c>orders.expired</c>.</exception>
    public void Pay(Payment payment, decimal voucher, Guid? use, DateTimeOffset now)
    {
        var next = Flow.Move(State, OrderState.Completed);
        if (now >= ExpiresAt)
        {
            throw new Refusal("orders.expired", Number);
        }

        (PaymentId, PaidFrom, PaidMode, PaidPartnerId) = (payment.Id, payment.From, payment.Mode, payment.PartnerId);
        (Voucher, VoucherUse, Money) = (voucher, use, Amount - voucher);
        (MoneyKept, VoucherKept) = (Money, Voucher);
        (State, EndedAt, EndedBy) = (next, now, payment.By);
    }

    /// <summary>What costs nothing is done at once.</summary>
    public void Complete(string by, DateTimeOffset now) => (State, EndedAt, EndedBy) = (Flow.Move(State, OrderState.Completed), now, by);

    public void Cancel(string by, DateTimeOffset now) => (State, EndedAt, EndedBy) = (Flow.Move(State, OrderState.Cancelled), now, by);

    /// <summary>A part of it is given up, or all.</summary>
    /// <param name="money">What no longer stands, of the money.</param>
    /// <param name="voucher">The same of the voucher.</param>
    /// <param name="whole">Whether nothing is left of it.</param>
    public void GiveUp(decimal money, decimal voucher, bool whole)
    {
        State = whole ? Flow.Move(State, OrderState.Unsubscribed) : State;
        (MoneyKept, VoucherKept) = (MoneyKept - money, VoucherKept - voucher);
    }
}
