using System.Text.Json;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Resellers;
using PartnerCenter.OpenApi.Gateway;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Money of a partner and of its resale customers. Vouchers have operations of their own (R15.3.4).</summary>
internal static class FundsOperations
{
    private const int MostCustomers = 100;

    /// <summary>How the wire spells what moves money, vendor's misspellings included: the kind for filters, and the source.</summary>
    private static readonly Dictionary<TransferKind, (string Kind, string Source)> Kinds = new()
    {
        [TransferKind.TopUp] = ("RECHARGE", "SOURCE_OPERAIION_RECHARGE"),
        [TransferKind.Allocation] = ("BEADJUST", "SOURCE_OPERATION_BEADJUST"),
        [TransferKind.Reclaim] = ("BERETRIEVE", "SOURCE_OPERATION_BERETRIEVE"),
        [TransferKind.DisassociationReclaim] = ("BEUNBIND", "SOURCE_OPERATION_BEUNBIND"),
        [TransferKind.Incentive] = ("ADJUST", "SOURCE_OPERAIION_RECHARGE_REBATE"),
        [TransferKind.Withdrawal] = ("RFROZEN", "SOURCE_OPERAIION_RFROZEN"),
        [TransferKind.WithdrawalReturn] = ("RFROZEN", "SOURCE_OPERAIION_UNFROZEN"),
        [TransferKind.ResellerFunding] = ("BEADJUST", "SOURCE_OPERATION_BEADJUST"),
        [TransferKind.ResellerReclaim] = ("BERETRIEVE", "SOURCE_OPERATION_BERETRIEVE"),
        [TransferKind.PartnerPayment] = ("DEDEUCT", "SOURCE_OPERAIION_DEDEUCT"),
        [TransferKind.PartnerRefund] = ("REFUND", "SOURCE_OPERAIION_REFUND"),
    };

    private static readonly TransferKind[] Adjustments = [TransferKind.Allocation, TransferKind.Reclaim, TransferKind.DisassociationReclaim];

    private static readonly string[] OtherKinds = ["TRANS", "BONUSCONVERT", "TRADE_MODE_TRANSFER"];

    public static IEnumerable<Operation> All =>
    [
        new("ListPartnerBalances", "GET", "/v2/accounts/partner-accounts/balances", Side.Partner, FundsModule.See, new("查询伙伴余额", "One's balance"), Balances),
        new("ListCustomersBalancesDetail", "POST", "/v2/accounts/customer-accounts/balances/batch-query", Side.Partner, FundsModule.See,
            new("批量查询客户余额", "Balances of resale customers"), CustomerBalances),
        new("UpdateCustomerAccountAmount", "POST", "/v2/accounts/partner-accounts/adjust-amount", Side.Partner, FundsModule.Allocate,
            new("向客户拨款", "Allocate cash to a resale customer"), Allocate),
        new("ReclaimToPartnerAccount", "POST", "/v2/accounts/partner-accounts/reclaim", Side.Partner, FundsModule.Allocate,
            new("回收客户余额", "Reclaim cash from a customer"), Reclaim),
        new("UpdateIndirectPartnerAccount", "POST", "/v2/accounts/partner-accounts/indirect-partner-adjust", Side.Partner, FundsModule.Resellers,
            new("向云经销商拨款", "Allocate cash to a cloud reseller"), FundReseller),
        new("ReclaimIndirectPartnerAccount", "POST", "/v2/accounts/partner-accounts/indirect-partner-reclaim", Side.Partner, FundsModule.Resellers,
            new("回收云经销商余额", "Reclaim cash from a cloud reseller"), ReclaimFromReseller),
        new("ListPartnerAdjustRecords", "GET", "/v3/accounts/partner-accounts/adjust-records", Side.Partner, FundsModule.See,
            new("查询调账记录", "Allocations and reclaims"), Adjusted) { Aliases = ["/v2/accounts/partner-accounts/adjust-records"] },
        new("ListPartnerAccountChangeRecords", "GET", "/v2/accounts/partner-accounts/account-change-records", Side.Partner, FundsModule.See,
            new("查询收支明细", "One's statement"), Changes),
        new("ShowCustomerAccountBalances", "GET", "/v2/accounts/customer-accounts/balances", Side.Customer, FundsModule.Own,
            new("查询客户自己的余额", "A customer's own balance"), OwnBalance),
    ];

    /// <summary>One's own balance; a distributor's reseller's where it names one.</summary>
    private static async Task<object?> Balances(Call call)
    {
        if (call.Id("indirect_partner_id") is not { } reseller)
        {
            return new { account_balances = await AccountsOf(call) };
        }

        var balances = call.By.May(FundsModule.Resellers) ? await call.Get<ResellerAccounts>().Of(call.By, call.Ct) : [];
        var found = balances.Find(balance => balance.Reseller == reseller) ?? throw NoReseller();
        return new { account_balances = new[] { Account(reseller, found.Balance) } };
    }

    private static async Task<object?> FundReseller(Call call)
    {
        var (id, reseller, amount) = ResellerCommand(call);
        return await call.Get<Funds.Resellers.FundReseller>().Run(id, reseller, amount, call.By, call.Ct) ? new { transfer_id = id.ToString("n") } : throw NoReseller();
    }

    private static async Task<object?> ReclaimFromReseller(Call call)
    {
        var (id, reseller, amount) = ResellerCommand(call);
        return await call.Get<Funds.Resellers.ReclaimFromReseller>().Run(id, reseller, amount, call.By, call.Ct) ? new { trans_id = id.ToString("n") } : throw NoReseller();
    }

    private static (Guid Id, Guid Reseller, string Amount) ResellerCommand(Call call)
    {
        call.Need("indirect_partner_id");
        return (call.Caller.Command ?? Guid.CreateVersion7(), call.Id("indirect_partner_id")!.Value, call.Need("amount", 40));
    }

    private static WireError NoReseller() => new(400, "CBC.99000037", "No right on this cloud reseller.");

    private static async Task<object?> OwnBalance(Call call) => new
    {
        account_balances = await AccountsOf(call),
        debt_amount = 0.00m,
        measure_id = Wire.Yuan,
        currency = Wire.Currency,
    };

    private static async Task<object> AccountsOf(Call call)
    {
        var account = await call.Get<PartnerMovements>().Account(call.By, call.Ct);
        return new[] { account ?? (Id: call.Caller.Domain.Id, Balance: 0) }.Select(row => Account(row.Id, row.Balance));
    }

    private static object Account(Guid id, decimal balance) => new
    {
        account_id = id.ToString("n"),
        account_type = 1,
        amount = Wire.Number(balance),
        currency = Wire.Currency,
        designated_amount = 0.00m,
        credit_amount = 0.00m,
        measure_id = Wire.Yuan,
    };

    private static async Task<object?> CustomerBalances(Call call)
    {
        call.NoReseller();
        var infos = Call.Inside(call.Body, "customer_infos");
        if (infos.ValueKind != JsonValueKind.Array || infos.GetArrayLength() is 0 or > MostCustomers)
        {
            throw WireError.Parameter("customer_infos", $"has 1 to {MostCustomers} customers");
        }

        var asked = infos.EnumerateArray().Select(info => Call.TextOf(info, "customer_id") ?? throw WireError.Parameter("customer_infos.customer_id"))
            .Select(text => Guid.TryParseExact(text, "N", out var id) ? id : Guid.Empty).ToHashSet();
        var known = await call.Get<FundsLists>().Customers(call.By, asked, MostCustomers, call.Ct);
        return new
        {
            customer_balances = known.Select(row => new
            {
                customer_id = row.Customer.ToString("n"),
                debt_amount = 0.00m,
                amount = Wire.Number(row.Balance),
                currency = Wire.Currency,
                measure_id = Wire.Yuan,
            }),
        };
    }

    private static async Task<object?> Allocate(Call call)
    {
        var (id, customer, amount) = Command(call);
        return await call.Get<AllocateFunds>().Run(id, customer, amount, call.By, ct: call.Ct) ? new { transfer_id = id.ToString("n") } : throw NoCustomer();
    }

    private static async Task<object?> Reclaim(Call call)
    {
        var (id, customer, amount) = Command(call);
        return await call.Get<ReclaimFunds>().Run(id, customer, amount, call.By, call.Ct) ? new { trans_id = id.ToString("n") } : throw NoCustomer();
    }

    /// <summary>A signed call is one command however often it is sent; by token each call is a new one.</summary>
    private static (Guid Id, Guid Customer, string Amount) Command(Call call)
    {
        call.NoReseller();
        call.Need("customer_id");
        return (call.Caller.Command ?? Guid.CreateVersion7(), call.Id("customer_id")!.Value, call.Need("amount", 40));
    }

    private static WireError NoCustomer() => new(400, "CBC.99000035", "The customer is not a sub-customer of the partner.");

    private static async Task<object?> Adjusted(Call call)
    {
        call.NoReseller();
        var (skip, limit) = call.Page;
        var kind = call.OneOf("operation_type", [.. Adjustments.Select(k => Kinds[k].Source)]);
        var (from, before) = call.Span("operation_time_begin", "operation_time_end");
        var filter = new MovementFilter(
            kind is null ? Adjustments : [.. Adjustments.Where(k => Kinds[k].Source == kind)], call.Id("trans_id"), call.Id("customer_id"), from, before);
        var (rows, count) = await call.Get<PartnerMovements>().Matching(call.By, filter, skip, limit, call.Ct);
        var names = await call.Get<Associations>().Names([.. rows.Select(row => row.Customer).OfType<Guid>()], call.Ct);
        return new
        {
            records = rows.Select(row => new
            {
                customer_id = row.Customer?.ToString("n"),
                customer_name = row.Customer is { } customer ? names.GetValueOrDefault(customer, row.Memo) : null,
                operation_type = Kinds[row.Kind].Source,
                amount = Wire.Text(decimal.Abs(row.Amount)),
                currency = Wire.Currency,
                operation_time = Wire.Time(row.At),
                measure_id = Wire.Yuan,
                trans_id = row.Id.ToString("n"),
                memo = row.Memo,
            }),
            total_count = count,
        };
    }

    private static async Task<object?> Changes(Call call)
    {
        call.NoReseller();
        var (skip, limit) = call.Page;
        var balance = call.OneOf("balance_type", "BALANCE_TYPE_DEBIT", "BALANCE_TYPE_CREDIT") ?? throw WireError.Parameter("balance_type", "is missing");
        var trade = call.OneOf("trade_type", [.. Kinds.Values.Select(k => k.Kind).Distinct(), .. OtherKinds]);
        // There is no credit: what is asked of it is an empty list.
        var kinds = balance == "BALANCE_TYPE_CREDIT" ? [] : Kinds.Where(pair => trade is null || pair.Value.Kind == trade).Select(pair => pair.Key).ToList();
        var (from, before) = call.Days("trade_time_begin", "trade_time_end");
        var (rows, count) = await call.Get<PartnerMovements>().Matching(call.By, new(kinds, null, null, from, before), skip, limit, call.Ct);
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
                type = row.Amount > 0 ? "1" : "2",
                customer_id = row.Customer?.ToString("n"),
                account_name = row.Customer is null ? null : row.Memo,
            }),
        };
    }
}
