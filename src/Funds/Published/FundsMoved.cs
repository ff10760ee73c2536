using PartnerCenter.Platform.Events;

namespace PartnerCenter.Funds.Published;

/// <summary>Money of a partner, or between it and a customer, moves with the present unit of work. A repeat of the command says nothing again.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Customer">The customer, if one is on the other side.</param>
/// <param name="Transfer">The transfer.</param>
/// <param name="Kind">Which kind.</param>
/// <param name="Amount">CNY, whole cents.</param>
public sealed record FundsMoved(Guid Partner, Guid? Customer, Guid Transfer, TransferKind Kind, decimal Amount) : IEvent;

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
