using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Published;

namespace PartnerCenter.Funds.Own;

/// <summary>A customer withdraws its own money, and waits until it has arrived, before it cancels its account.</summary>
internal sealed class OwnBalanceGuard(FundsDb db, Ledger ledger, FundsLists lists) : ICustomerCancellationGuard
{
    public async Task<IReadOnlyList<Obstacle>> Before(Guid customer, CancellationToken ct)
    {
        var obstacles = new List<Obstacle>();
        if ((await ledger.OwnBalance(customer, ct)).Amount is > 0 and var balance)
        {
            obstacles.Add(new(new($"账户上有充值余额 {balance:#,##0.00} 元。", $"Your balance still holds CNY {balance:#,##0.00}."),
                new("请先在“我的资金”提现。", "Withdraw it under My balance first.")));
        }

        if (await lists.OfCustomer(customer, ct) is > 0 and var allocated)
        {
            obstacles.Add(new(new($"伙伴拨款尚有 {allocated:#,##0.00} 元。", $"CNY {allocated:#,##0.00} of a partner's money are left."),
                new("请伙伴先回收。", "The partner reclaims it first.")));
        }

        if (await db.OwnWithdrawals.CountAsync(
            w => w.CustomerId == customer && (w.State == OwnWithdrawalState.Requested || w.State == OwnWithdrawalState.Approved), ct) is > 0 and var waiting)
        {
            obstacles.Add(new(new($"您有 {waiting} 笔提现未到账。", $"{waiting} withdrawals have not arrived."), new("请到账后再试。", "Try again once they have.")));
        }

        return obstacles;
    }
}
