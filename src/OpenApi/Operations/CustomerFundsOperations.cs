using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>A customer's own statement.</summary>
internal static class CustomerFundsOperations
{
    /// <summary>How the wire spells what moves a customer's money, vendor's misspellings included: the kind for filters, and the source.</summary>
    private static readonly Dictionary<TransferKind, (string Kind, string Source)> Kinds = new()
    {
        [TransferKind.OwnTopUp] = ("RECHARGE", "SOURCE_OPERAIION_RECHARGE"),
        [TransferKind.Allocation] = ("BEADJUST", "SOURCE_OPERATION_BEADJUST"),
        [TransferKind.Reclaim] = ("BERETRIEVE", "SOURCE_OPERATION_BERETRIEVE"),
        [TransferKind.DisassociationReclaim] = ("BEUNBIND", "SOURCE_OPERATION_BEUNBIND"),
        [TransferKind.OwnWithdrawal] = ("RFROZEN", "SOURCE_OPERAIION_RFROZEN"),
        [TransferKind.OwnWithdrawalReturn] = ("RFROZEN", "SOURCE_OPERAIION_UNFROZEN"),
        [TransferKind.OwnPayment] = ("DEDEUCT", "SOURCE_OPERAIION_DEDEUCT"),
        [TransferKind.AllocationPayment] = ("DEDEUCT", "SOURCE_OPERAIION_DEDEUCT"),
        [TransferKind.OwnRefund] = ("REFUND", "SOURCE_OPERAIION_REFUND"),
        [TransferKind.AllocationRefund] = ("REFUND", "SOURCE_OPERAIION_REFUND"),
    };

    private static readonly string[] OtherKinds = ["TRANS", "ADJUST", "EXPIRED", "BONUSCONVERT", "TRADE_MODE_TRANSFER", "DEPOSIT"];

    public static IEnumerable<Operation> All =>
    [
        new("ListCustomerAccountChangeRecords", "GET", "/v2/accounts/customer-accounts/account-change-records", Side.Customer, FundsModule.Own,
            new("查询客户收支明细", "A customer's own statement"), Changes),
    ];

    private static async Task<object?> Changes(Call call)
    {
        var (skip, limit) = call.Page;
        var balance = call.OneOf("balance_type", "BALANCE_TYPE_DEBIT", "BALANCE_TYPE_CREDIT") ?? throw WireError.Parameter("balance_type", "is missing");
        var trade = call.OneOf("trade_type", [.. Kinds.Values.Select(k => k.Kind).Distinct(), .. OtherKinds]);
        var days = call.Days("trade_time_begin", "trade_time_end");

        // There is no credit, and which channel money came by is not told apart: what is asked of them is an empty list.
        var none = balance == "BALANCE_TYPE_CREDIT" || call.Text("payment_channel_id") is not null || call.Text("payment_channel_no") is not null;
        var filter = new CustomerMovementFilter(
            [.. Kinds.Where(pair => !none && (trade is null || pair.Value.Kind == trade)).Select(pair => pair.Key)], call.Id("trade_id"),
            call.OneOf("revenue_expense_type", "REVENUE", "EXPENSE") switch { "REVENUE" => true, "EXPENSE" => false, _ => null }, days.From, days.Before);
        var (rows, count) = await call.Get<CustomerMovements>().Matching(call.By, filter, skip, limit, call.Ct);
        return new
        {
            total_count = count,
            currency = Wire.Currency,
            records = rows.Select(row => new
            {
                account_change_id = row.Id.ToString("n"),
                trade_detail_type = Kinds[row.Kind].Source,
                trade_time = Wire.Time(row.At),
                trade_id = row.Id.ToString("n"),
                change_amount = Wire.Text(row.Amount),
                balance_after_change = Wire.Text(row.BalanceAfter),
                revenue_expense_type = row.Amount > 0 ? "REVENUE" : "EXPENSE",
                bill_cycle = Month.Of(BusinessDay.Of(row.At)).ToString(),
                account_name = call.Caller.Domain.Name,
            }),
        };
    }
}
