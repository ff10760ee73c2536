using PartnerCenter.Kernel;

namespace PartnerCenter.Funds.OnlineTopUps.Gateway;

/// <summary>A payment to be made.</summary>
/// <param name="Id">The same id again is the same payment.</param>
/// <param name="Channel">The code of its channel.</param>
/// <param name="Amount">How much.</param>
/// <param name="Payee">The vendor's entity that receives it.</param>
/// <param name="Subject">What it is for, for the person who pays.</param>
/// <param name="ReturnUrl">Where the person goes afterwards.</param>
/// <param name="NotifyUrl">Where the gateway tells what became of it.</param>
/// <param name="Until">When its time is over.</param>
internal sealed record PaymentOrder(
    Guid Id, string Channel, Money Amount, string Payee, string Subject, string ReturnUrl, string NotifyUrl, DateTimeOffset Until);

/// <summary>What a gateway says of a payment.</summary>
/// <param name="Id">The payment.</param>
/// <param name="State">open, paid or cancelled.</param>
/// <param name="Amount">What was paid, with two decimals.</param>
/// <param name="Currency">Its ISO code.</param>
/// <param name="Payer">In whose name.</param>
internal sealed record PaymentNews(Guid Id, string State, string? Amount, string? Currency, string? Payer);

/// <summary>The gateway at which people pay. What it tells by itself is signed, see <see cref="CallbackSignature"/>.</summary>
internal interface IPaymentGateway
{
    /// <summary>Whether anybody can pay there.</summary>
    bool Takes { get; }

    /// <summary>The secret that its callbacks are signed with.</summary>
    string Secret { get; }

    /// <summary>Opens a payment.</summary>
    /// <returns>Where the person pays.</returns>
    Task<string> Create(PaymentOrder order, CancellationToken ct);

    /// <summary>What became of a payment; null if it knows of none.</summary>
    Task<PaymentNews?> Ask(Guid id, CancellationToken ct);

    /// <summary>Sends a payment back to whoever paid it; again for the same payment changes nothing.</summary>
    Task Refund(Guid id, CancellationToken ct);
}
