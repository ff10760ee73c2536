using PartnerCenter.Platform.Events;

namespace PartnerCenter.Funds.Published;

/// <summary>Money of a partner, or between it and customers, moves with the present unit of work. A repeat of the command says nothing again.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Kind">Which kind.</param>
/// <param name="Movements">All of the command.</param>
public sealed record FundsMoved(Guid Partner, TransferKind Kind, IReadOnlyList<FundsMovement> Movements) : IEvent;

/// <summary>One of them.</summary>
/// <param name="Transfer">The transfer.</param>
/// <param name="Customer">The customer, if one is on the other side.</param>
/// <param name="Amount">CNY, whole cents.</param>
public sealed record FundsMovement(Guid Transfer, Guid? Customer, decimal Amount);

/// <summary>What became of a withdrawal.</summary>
public enum WithdrawalStep
{
    /// <summary>Approved.</summary>
    Approved,

    /// <summary>Rejected: the money is back on the balance.</summary>
    Rejected,

    /// <summary>Paid.</summary>
    Paid,
}

/// <summary>A withdrawal is decided on, or paid.</summary>
/// <param name="Partner">Whose.</param>
/// <param name="Withdrawal">The withdrawal.</param>
/// <param name="Number">Its number.</param>
/// <param name="Amount">CNY, whole cents.</param>
/// <param name="Step">Which of these.</param>
public sealed record WithdrawalMoved(Guid Partner, Guid Withdrawal, string Number, decimal Amount, WithdrawalStep Step) : IEvent;
