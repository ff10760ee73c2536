using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Funds;

/// <summary>When a customer leaves resale, what is left of the partner's money goes back to the partner (R12.4.4).</summary>
internal sealed class BalanceStake(Ledger ledger) : IAssociationStake, IHandleNow<AssociationChanged>
{
    public async Task<Stake> Of(AssociationChanged change, CancellationToken ct) => change.From == AssociationMode.Resale
        ? new([], [Returned((await ledger.Balance(change.Partner, change.Customer, Currency.Cny, ct)).Amount)])
        : new([], []);

    public Task Handle(AssociationChanged happened, CancellationToken ct) => happened.From == AssociationMode.Resale
        ? ledger.ReturnAll(happened.Change, happened.Partner, happened.Customer, happened.CustomerName, happened.By, happened.ByName, ct)
        : Task.CompletedTask;

    private static LocalText Returned(decimal balance) => balance == 0
        ? new("客户没有未使用的拨款。", "The customer holds none of the partner's money.")
        : new($"客户未使用的 {balance:#,##0.00} 元退回伙伴账户。", $"The CNY {balance:#,##0.00} that the customer has not spent go back to the partner.");
}
