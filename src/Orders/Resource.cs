using PartnerCenter.Kernel;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders;

/// <summary>How a resource stands.</summary>
public enum ResourceState
{
    /// <summary>In use, or bought for a day to come.</summary>
    [Words("使用中", "In use")]
    Active,

    /// <summary>Given up.</summary>
    [Words("已退订", "Unsubscribed")]
    Unsubscribed,

    /// <summary>Its period ended.</summary>
    [Words("已到期", "Expired")]
    Expired,
}

/// <summary>What a customer got for an order (资源): for days paid in advance, or until it is given up.</summary>
internal sealed class Resource
{
    private static readonly Flow<ResourceState> Flow = new("resource")
    {
        { ResourceState.Active, ResourceState.Unsubscribed, ResourceState.Expired },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid CustomerId { get; init; }

    /// <summary>The partner that the customer had when it was bought.</summary>
    public Guid? PartnerId { get; init; }

    public PurchaseType Purchase { get; init; }

    public required string Product { get; init; }

    public required string ProductZh { get; init; }

    public required string ProductEn { get; init; }

    public required string Service { get; init; }

    public int Quantity { get; private set; }

    public DateOnly From { get; init; }

    /// <summary>The first day no longer paid for; null for what is paid by use.</summary>
    public DateOnly? Until { get; private set; }

    /// <summary>Until when use has been charged; null for what is paid in advance.</summary>
    public DateTimeOffset? ChargedUntil { get; private set; }

    public bool RenewsItself { get; private set; }

    public ResourceState State { get; private set; }

    public LocalText ProductName => new(ProductZh, ProductEn);

    /// <summary>Begins.</summary>
    public Resource Holding(int quantity, DateOnly? until, DateTimeOffset? chargedUntil)
    {
        (Quantity, Until, ChargedUntil) = (quantity, until, chargedUntil);
        return this;
    }

    public void Extend(DateOnly until) => Until = until;

    public void Resize(int quantity) => Quantity = quantity;

    public void Charge(DateTimeOffset until) => ChargedUntil = until;

    public void End(ResourceState how) => State = Flow.Move(State, how);

    /// <exception cref="Refusal"><c>resource.wrong-state</c>; <c>orders.by-use</c> for what has no period.</exception>
    public void RenewItself(bool on)
    {
        NeedPeriod();
        RenewsItself = on;
    }

    /// <summary>It is in use and paid in advance.</summary>
    /// <exception cref="Refusal"><c>resource.wrong-state</c>, <c>orders.by-use</c>.</exception>
    public DateOnly NeedPeriod()
    {
        NeedActive();
        return Until ?? throw new Refusal("orders.by-use", Number);
    }

    /// <exception cref="Refusal"><c>resource.wrong-state</c>.</exception>
    public void NeedActive() => Flow.Move(State, ResourceState.Unsubscribed);
}
