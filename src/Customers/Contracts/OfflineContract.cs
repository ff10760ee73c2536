using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Customers.Contracts;

/// <summary>How an offline contract stands.</summary>
public enum ContractState
{
    /// <summary>Signed, and not ended.</summary>
    [Words("生效中", "In force")]
    InForce,

    /// <summary>It ran out or was ended.</summary>
    [Words("已终止", "Ended")]
    Ended,
}

/// <summary>A contract that a reseller's customer signed on paper; the reseller's distributor keeps it (R12.3.11).</summary>
internal sealed class OfflineContract : IPartnerRow
{
    private static readonly Flow<ContractState> Flow = new("offline-contract") { { ContractState.InForce, ContractState.Ended } };

    public Guid Id { get; init; }

    /// <summary>The distributor.</summary>
    public Guid PartnerId { get; init; }

    public Guid ResellerId { get; init; }

    public required string ResellerName { get; init; }

    public Guid CustomerId { get; init; }

    public required string CustomerName { get; init; }

    /// <summary>The code on the contract; the distributor has it once.</summary>
    public required string Code { get; init; }

    public ContractState State { get; private set; } = ContractState.InForce;

    public DateOnly SignedOn { get; init; }

    public Guid DocumentId { get; init; }

    public DateTimeOffset KeptAt { get; init; }

    public required string KeptBy { get; init; }

    public DateOnly? EndedOn { get; private set; }

    public void End(DateOnly today) => (State, EndedOn) = (Flow.Move(State, ContractState.Ended), today);
}
