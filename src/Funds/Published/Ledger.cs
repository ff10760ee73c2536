using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds.Published;

/// <summary>The accounts of the ledger.</summary>
public enum AccountKind
{
    /// <summary>The world outside: where top-ups come from and withdrawals go. The vendor's; may go negative.</summary>
    Bank,

    /// <summary>Where incentives are paid from. The vendor's; may go negative.</summary>
    Incentives,

    /// <summary>What a partner has asked to take out and has not got yet.</summary>
    Withdrawals,

    /// <summary>A partner's balance.</summary>
    Partner,

    /// <summary>What a partner allocated to a resale customer.</summary>
    Customer,

    /// <summary>What a customer topped up itself: its own money, and no partner's (R12.4.4).</summary>
    Own,

    /// <summary>What was paid for orders. The vendor's; may go negative.</summary>
    Sales,
}

/// <summary>Why money moves.</summary>
public enum TransferKind
{
    /// <summary>充值: bank → partner.</summary>
    [Words("充值", "Top-up")]
    TopUp,

    /// <summary>拨款: partner → customer.</summary>
    [Words("拨款", "Allocation")]
    Allocation,

    /// <summary>回收: customer → partner.</summary>
    [Words("回收", "Reclaim")]
    Reclaim,

    /// <summary>解除关联回收: customer → partner, when the customer leaves resale (R12.1.3.10).</summary>
    [Words("解除关联回收", "Disassociation reclaim")]
    DisassociationReclaim,

    /// <summary>激励返账户: incentives → partner.</summary>
    [Words("激励返账户", "Incentive")]
    Incentive,

    /// <summary>提现: partner → withdrawals, when it is asked for.</summary>
    [Words("提现", "Withdrawal")]
    Withdrawal,

    /// <summary>提现退回: withdrawals → partner, when it is rejected.</summary>
    [Words("提现退回", "Withdrawal returned")]
    WithdrawalReturn,

    /// <summary>提现付款: withdrawals → bank, when it is paid.</summary>
    [Words("提现付款", "Withdrawal paid")]
    WithdrawalPayment,

    /// <summary>客户充值: bank → a customer's own balance.</summary>
    [Words("客户充值", "Customer's top-up")]
    OwnTopUp,

    /// <summary>客户提现: a customer's own balance → withdrawals, when it is asked for.</summary>
    [Words("客户提现", "Customer's withdrawal")]
    OwnWithdrawal,

    /// <summary>客户提现退回: withdrawals → the customer's own balance, when it is rejected.</summary>
    [Words("客户提现退回", "Customer's withdrawal returned")]
    OwnWithdrawalReturn,

    /// <summary>客户提现付款: withdrawals → bank, when it is paid.</summary>
    [Words("客户提现付款", "Customer's withdrawal paid")]
    OwnWithdrawalPayment,

    /// <summary>余额支付: a customer's own balance → sales.</summary>
    [Words("余额支付", "Payment from one's own balance")]
    OwnPayment,

    /// <summary>退款至客户: sales → a customer's own balance.</summary>
    [Words("退款", "Refund")]
    OwnRefund,

    /// <summary>拨款支付: what a partner allocated to a customer → sales. The partner's balance does not change (R12.1.3.4).</summary>
    [Words("拨款支付", "Payment from the allocation")]
    AllocationPayment,

    /// <summary>退款至拨款余额: sales → what is allocated to a customer.</summary>
    [Words("退款至拨款余额", "Refund to the allocation")]
    AllocationRefund,

    /// <summary>伙伴代付: partner → sales.</summary>
    [Words("伙伴代付", "Payment for a customer")]
    PartnerPayment,

    /// <summary>客户订单退款: sales → partner.</summary>
    [Words("客户订单退款", "Refund of a customer's order")]
    PartnerRefund,

    /// <summary>云经销商拨款: a distributor → its reseller.</summary>
    [Words("云经销商拨款", "Funding of a reseller")]
    ResellerFunding,

    /// <summary>云经销商回收: a reseller → its distributor, what it has left of the distributor's money.</summary>
    [Words("云经销商回收", "Reclaim from a reseller")]
    ResellerReclaim,
}

/// <summary>One of several movements between a partner and its customers.</summary>
/// <param name="Id">Made by the caller and kept across retries.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Amount">Above zero, in whole cents.</param>
/// <param name="Memo">Words for the statement.</param>
public sealed record CustomerMovement(Guid Id, Guid Customer, Money Amount, string Memo);

/// <summary>
/// The double-entry ledger (R12.1.3.0): every movement takes from one account what it gives to another, balances that people own are
/// never negative, amounts are whole cents, and the caller's id makes a repeat harmless.
/// </summary>
public sealed class Ledger(UnitOfWork unit, BusinessDay businessDay)
{
    /// <summary>Moves money when the present unit of work is saved. A repeat ends the unit there without saving anything.</summary>
    /// <param name="id">Made by the caller and kept across retries.</param>
    /// <param name="kind">Why.</param>
    /// <param name="partner">The partner concerned.</param>
    /// <param name="customer">The customer concerned, for allocation and reclaim.</param>
    /// <param name="amount">Above zero, in whole cents.</param>
    /// <param name="memo">Words for the statement.</param>
    /// <param name="by">Who.</param>
    /// <remarks>
    /// Refused when saved: <c>funds.balance-too-low</c>, or <c>idempotency.other-content</c> for a known id with other content.
    /// </remarks>
    public void Post(Guid id, TransferKind kind, Guid partner, Guid? customer, Money amount, string memo, Actor by) =>
        PostAs(id, kind, partner, customer, amount, memo, by.Account, by.Name);

    /// <summary>Gives a partner back all that a customer has left of its money, when the present unit of work is saved.</summary>
    /// <param name="id">Made by the caller and kept across retries.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="customer">Its customer, whose balance is locked until then.</param>
    /// <param name="memo">Words for the statement.</param>
    /// <param name="by">The account of whoever causes it.</param>
    /// <param name="byName">Its name.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task ReturnAll(Guid id, Guid partner, Guid customer, string memo, Guid by, string byName, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select balance from funds.account where partner_id = $1 and kind = 'Customer' and customer_id = $2 and currency = 'CNY'
            for no key update
            """, partner, customer);
        if (await command.ExecuteScalarAsync(ct) is decimal balance and > 0)
        {
            PostAs(id, TransferKind.DisassociationReclaim, partner, customer, Money.Cny(balance), memo, by, byName);
        }
    }

    /// <summary>Moves money of a customer's own, which is no partner's, as <see cref="Post"/> does.</summary>
    public void PostOwn(Guid id, TransferKind kind, Guid customer, Money amount, string memo, Actor by) =>
        PostAs(id, kind, Guid.Empty, customer, amount, memo, by.Account, by.Name);

    /// <summary>Moves money from a partner to another, as <see cref="Post"/> does; across the walls, for it changes both balances.</summary>
    internal void PostBetween(Guid id, TransferKind kind, Guid giver, Guid taker, Money amount, string memo, Actor by)
    {
        unit.AtCommit(Refusals(amount), "select funds.post_between($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            id, by.PartnerId, kind.ToString(), giver, taker, amount.Currency.Code, amount.Amount, memo, businessDay.Now, by.Account, by.Name);
        unit.Record(by.PartnerId, $"funds.transfer/{id}", new { kind = kind.ToString(), giver, taker, amount = amount.ToString() });
    }

    /// <summary>The same for somebody who is known by account and name alone.</summary>
    internal void PostAs(Guid id, TransferKind kind, Guid partner, Guid? customer, Money amount, string memo, Guid by, string byName)
    {
        var (from, to) = Sides(kind);
        unit.AtCommit(Refusals(amount), "select funds.post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            id, partner, kind.ToString(), from.ToString(), to.ToString(), customer, amount.Currency.Code, amount.Amount, memo,
            businessDay.Now, by, byName);
        unit.Record(partner, $"funds.transfer/{id}", new { kind = kind.ToString(), customer, amount = amount.ToString() });
        unit.Publish(new FundsMoved(partner, kind, [new(id, customer, amount.Amount)]));
    }

    /// <summary>Moves money between a partner and many of its customers, all or none, when the present unit of work is saved.</summary>
    /// <param name="kind">Allocation or reclaim.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="movements">In their order, of one currency; each id as for <see cref="Post"/>.</param>
    /// <param name="by">Who.</param>
    /// <exception cref="Refusal"><c>money.range</c>: the sum is beyond 92 billion.</exception>
    /// <remarks>Repeats and refusals as for <see cref="Post"/>.</remarks>
    public void PostAll(TransferKind kind, Guid partner, IReadOnlyList<CustomerMovement> movements, Actor by)
    {
        var (from, to) = Sides(kind);
        var total = Money.Of(movements.Sum(m => m.Amount.Amount), movements[0].Amount.Currency);
        unit.AtCommit(Refusals(total), "select funds.post_all($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            movements.Select(m => m.Id).ToArray(), partner, kind.ToString(), from.ToString(), to.ToString(),
            movements.Select(m => m.Customer).ToArray(), total.Currency.Code, movements.Select(m => m.Amount.Amount).ToArray(),
            movements.Select(m => m.Memo).ToArray(), businessDay.Now, by.Account, by.Name);
        unit.Record(partner, $"funds.transfer/{movements[0].Id}", new
        {
            kind = kind.ToString(),
            movements = movements.Select(m => new { id = m.Id, customer = m.Customer, amount = m.Amount.ToString() }),
        });
        unit.Publish(new FundsMoved(partner, kind, [.. movements.Select(m => new FundsMovement(m.Id, m.Customer, m.Amount.Amount))]));
    }

    /// <summary>The balance of a partner, or of what it allocated to a customer.</summary>
    public async Task<Money> Balance(Guid partner, Guid? customer, Currency currency, CancellationToken ct = default)
    {
        await using var command = unit.Command(
            "select balance from funds.account where partner_id = $1 and kind = $2 and customer_id is not distinct from $3 and currency = $4",
            partner, (customer is null ? AccountKind.Partner : AccountKind.Customer).ToString(), customer, currency.Code);
        command.Parameters[2].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
        return Money.Of((decimal?)await command.ExecuteScalarAsync(ct) ?? 0, currency);
    }

    /// <summary>A customer's own balance, whatever partner it has.</summary>
    public async Task<Money> OwnBalance(Guid customer, CancellationToken ct = default)
    {
        await using var command = unit.Command(
            "select balance from funds.account where partner_id = $1 and kind = 'Own' and customer_id = $2 and currency = 'CNY'", Guid.Empty, customer);
        return Money.Cny((decimal?)await command.ExecuteScalarAsync(ct) ?? 0);
    }

    /// <summary>What is wrong with the whole ledger: the sum of all entries and of all balances, and accounts that differ from their entries.</summary>
    /// <returns>Zero, zero and zero when all is well.</returns>
    public async Task<(decimal Entries, decimal Balances, long Differing)> Residue(CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select coalesce((select sum(amount) from funds.entry), 0), coalesce((select sum(balance) from funds.account), 0),
                (select count(*) from funds.account a
                 where balance <> coalesce((select sum(amount) from funds.entry e where e.account_id = a.id), 0))
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetDecimal(0), reader.GetDecimal(1), reader.GetInt64(2));
    }

    /// <summary>How many accounts of partners and of their customers differ from the sum of their lots (R12.1.3.6); zero when all is well.</summary>
    public async Task<long> Strays(CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select count(*) from funds.account a where kind in ('Partner', 'Customer', 'Withdrawals') and partner_id <> $1
                and balance <> coalesce((select sum(amount) from funds.lot l where l.account_id = a.id), 0)
            """, Guid.Empty);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static (AccountKind From, AccountKind To) Sides(TransferKind kind) => kind switch
    {
        TransferKind.TopUp => (AccountKind.Bank, AccountKind.Partner),
        TransferKind.Allocation => (AccountKind.Partner, AccountKind.Customer),
        TransferKind.Reclaim or TransferKind.DisassociationReclaim => (AccountKind.Customer, AccountKind.Partner),
        TransferKind.Withdrawal => (AccountKind.Partner, AccountKind.Withdrawals),
        TransferKind.WithdrawalReturn => (AccountKind.Withdrawals, AccountKind.Partner),
        TransferKind.WithdrawalPayment => (AccountKind.Withdrawals, AccountKind.Bank),
        TransferKind.OwnTopUp => (AccountKind.Bank, AccountKind.Own),
        TransferKind.OwnWithdrawal => (AccountKind.Own, AccountKind.Withdrawals),
        TransferKind.OwnWithdrawalReturn => (AccountKind.Withdrawals, AccountKind.Own),
        TransferKind.OwnWithdrawalPayment => (AccountKind.Withdrawals, AccountKind.Bank),
        TransferKind.OwnPayment => (AccountKind.Own, AccountKind.Sales),
        TransferKind.OwnRefund => (AccountKind.Sales, AccountKind.Own),
        TransferKind.AllocationPayment => (AccountKind.Customer, AccountKind.Sales),
        TransferKind.AllocationRefund => (AccountKind.Sales, AccountKind.Customer),
        TransferKind.PartnerPayment => (AccountKind.Partner, AccountKind.Sales),
        TransferKind.PartnerRefund => (AccountKind.Sales, AccountKind.Partner),
        _ => (AccountKind.Incentives, AccountKind.Partner),
    };

    private static Refusal[] Refusals(Money amount) =>
        [new("funds.balance-too-low", amount) { Field = "Amount" }, new("funds.source-too-low", amount) { Field = "Amount" }, new("idempotency.other-content") { Field = "Id" }];
}
