using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds.Own;

/// <summary>
/// A customer's own money and its associations: it associates as resale only with an empty balance (R12.1.2.11); one that is switched to
/// resale keeps it, cannot spend it and may withdraw it (R12.4.4).
/// </summary>
internal sealed class OwnBalanceStake(UnitOfWork unit, Ledger ledger) : IAssociationStake, IJoiningStake
{
    public async Task<IReadOnlyList<Obstacle>> Before(Guid customer, AssociationMode mode, CancellationToken ct)
    {
        if (mode != AssociationMode.Resale || await Balance(customer, ct) is not (> 0 and var balance))
        {
            return [];
        }

        return
        [
            new(new($"账户上有充值余额 {balance:#,##0.00} 元。", $"Your balance still holds CNY {balance:#,##0.00}."),
                new("请先在“我的资金”提现，再以代售模式关联。", "Withdraw it under My balance first, then associate as resale.")),
        ];
    }

    /// <summary>How much it is, is the customer's business and not the partner's.</summary>
    public async Task<Stake> Of(AssociationChanged change, CancellationToken ct) =>
        change.To == AssociationMode.Resale && await Balance(change.Customer, ct) > 0
            ? new([], [new("客户自行充值的余额保留在客户账户，代售期间不能消费，可由客户提现。",
                "What the customer topped up itself stays on its own balance: not to be spent in resale, and the customer's to withdraw.")])
            : new([], []);

    private async Task<decimal> Balance(Guid customer, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        return (await ledger.OwnBalance(customer, ct)).Amount;
    }
}
