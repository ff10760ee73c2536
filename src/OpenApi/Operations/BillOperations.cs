using PartnerCenter.Billing;
using PartnerCenter.Billing.Bills;
using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>What customers consumed in months that are closed.</summary>
internal static class BillOperations
{
    public static IEnumerable<Operation> All =>
    [
        new("ListSubcustomerMonthlyBills", "GET", "/v2/bills/partner-bills/subcustomer-bills/monthly-sum", Side.Partner, BillingModule.SeeBill,
            new("查询客户月度消费账单", "Monthly sums of resale customers"), Sums),
        new("ListSubCustomerBillDetail", "GET", "/v2/bills/subcustomer-bills/res-fee-records", Side.Partner, BillingModule.SeeBill,
            new("查询客户消费记录", "A customer's lines of a month"), Lines),
        new("ListConsumeSubCustomers", "POST", "/v2/bills/subcustomer-bills/res-fee-records/sub-customers/query", Side.Partner, BillingModule.SeeBill,
            new("查询有消费的客户", "Customers that consumed in a month"), Consumers),
        new("ShowCustomerMonthlySum", "GET", "/v2/bills/customer-bills/monthly-sum", Side.Customer, BillingModule.Own,
            new("查询汇总账单", "A customer's own sums of a month"), OwnSums),
        new("ListPostpaidBillSum", "GET", "/v2/bills/partner-bills/postpaid-bill-summary", Side.Partner, BillingModule.SeeBill,
            new("查询伙伴月度账单汇总", "What the partner owes for a month"), Due),
    ];

    public static ProductTerms Products(Call call) => call.Get<Rulebook>().On<ProductTerms>(ProductTerms.Rule, call.Get<BusinessDay>().Today).Terms;

    private static async Task<object?> Sums(Call call)
    {
        call.NoReseller();
        var ((skip, limit), month) = (call.Page, call.Month("cycle"));
        var mode = Mode(call.OneOf("charge_mode", "1", "3", "10", "11") ?? throw WireError.Parameter("charge_mode", "is missing"));
        ChargeType[] charges = call.OneOf("bill_type", "0", "1", "2") switch
        {
            null => [ChargeType.Consumption, ChargeType.Refund, ChargeType.Adjustment],
            "0" => [ChargeType.Consumption, ChargeType.Adjustment],
            "1" => [ChargeType.Refund],
            _ => [],
        };
        var (rows, count) = mode is null
            ? ([], 0)
            : await call.Get<BillSums>().Of(call.By, month, mode.Value, call.Id("customer_id"), call.Text("cloud_service_type"), charges, skip, limit, call.Ct);
        var products = Products(call);
        return new
        {
            bill_sums = rows.Select(row => new
            {
                customer_id = row.Customer.ToString("n"),
                cloud_service_type = row.ServiceType,
                cloud_service_type_name = products.NameOf(row.ServiceType),
                bill_type = Type(row),
                charge_mode = mode == BillingMode.Period ? "1" : "3",
                amount = Wire.Number(row.Billed),
                debt_amount = Wire.Number(row.Arrears),
                adjustment_amount = 0.00m,
                discount_amount = Wire.Number(row.Discount),
                measure_id = Wire.Yuan,
                account_details = Sources(row).Where(source => source.Amount != 0)
                    .Select(source => new { balance_type = source.Type, amount = Wire.Number(source.Amount), bill_type = Type(row) }),
            }),
            count,
            currency = Wire.Currency,
        };
    }

    /// <summary>What a customer's sub accounts consumed is theirs to ask for.</summary>
    private static async Task<object?> OwnSums(Call call)
    {
        var ((skip, limit), month) = (call.Page, call.Month("bill_cycle"));
        var isOwn = call.OneOf("method", "oneself", "sub_customer", "all") is not "sub_customer";
        var rows = isOwn ? await call.Get<BillSums>().Own(call.By, month, call.Text("service_type_code"), call.Ct) : [];
        var products = Products(call);
        return new
        {
            total_count = rows.Count,
            bill_sums = rows.Skip(skip).Take(limit).Select(row => OwnSum(row, month, call.Caller.Domain, products)),
            consume_amount = Wire.Number(rows.Sum(row => row.Billed)),
            debt_amount = Wire.Number(rows.Sum(row => row.Arrears)),
            coupon_amount = Wire.Number(rows.Sum(row => row.Voucher)),
            flexipurchase_coupon_amount = Wire.Number(rows.Sum(row => row.CashCoupon)),
            stored_value_card_amount = Wire.Number(rows.Sum(row => row.StoredValue)),
            cash_amount = Wire.Number(rows.Sum(row => row.Cash)),
            credit_amount = 0.00m,
            writeoff_amount = 0.00m,
            measure_id = Wire.Yuan,
            currency = Wire.Currency,
        };
    }

    /// <summary>What resale customers consumed: the partner pays for it. Prices have their tax in them.</summary>
    private static async Task<object?> Due(Call call)
    {
        var month = call.Month("bill_cycle");
        var sums = await call.Get<BillSums>().Due(call.By, month, call.Ct);
        decimal Of(ChargeType charge) => sums.GetValueOrDefault(charge);
        return new
        {
            bill_cycle = month.ToString(),
            initial_amount_due = Wire.Number(sums.Values.Sum()),
            consume_amount = Wire.Number(Of(ChargeType.Consumption)),
            refunds = Wire.Number(Of(ChargeType.Refund)),
            adjustments = Wire.Number(Of(ChargeType.Adjustment)),
            tax_amount = 0.00m,
            currency = Wire.Currency,
        };
    }

    private static object OwnSum(OwnSum row, Month month, Domain domain, ProductTerms products) => new
    {
        bill_cycle = month.ToString(),
        bill_type = row.ChargeType switch { ChargeType.Refund => 2, ChargeType.Adjustment => 3, _ => 1 },
        customer_id = domain.Id.ToString("n"),
        account_name = domain.Name,
        service_type_code = row.ServiceType,
        service_type_name = products.NameOf(row.ServiceType),
        charging_mode = row.Mode == BillingMode.Period ? 1 : 3,
        official_amount = Wire.Number(row.Official),
        official_discount_amount = Wire.Number(row.Discount),
        truncated_amount = Wire.Number(row.Rounding),
        consume_amount = Wire.Number(row.Billed),
        coupon_amount = Wire.Number(row.Voucher),
        flexipurchase_coupon_amount = Wire.Number(row.CashCoupon),
        stored_value_card_amount = Wire.Number(row.StoredValue),
        debt_amount = Wire.Number(row.Arrears),
        cash_amount = Wire.Number(row.Cash),
        credit_amount = 0.00m,
        writeoff_amount = 0.00m,
        measure_id = Wire.Yuan,
    };

    private static string Type(BillSum row) => row.ChargeType == ChargeType.Refund ? "1" : "0";

    private static IEnumerable<(string Type, decimal Amount)> Sources(BillSum row) =>
    [
        ("BALANCE_TYPE_DEBIT", row.Billed - row.Voucher - row.CashCoupon - row.StoredValue - row.Arrears), ("BALANCE_TYPE_COUPON", row.Voucher),
        ("BALANCE_TYPE_RCASH_COUPON", row.CashCoupon), ("BALANCE_TYPE_STORED_VALUE_CARD", row.StoredValue),
    ];

    private static async Task<object?> Lines(Call call)
    {
        call.NoReseller();
        var ((skip, limit), month) = (call.Page, call.Month("bill_cycle"));
        call.Need("customer_id");
        var charging = call.OneOf("charging_mode", "1", "3", "10", "11");
        var association = call.OneOf("association_type", "1", "2");
        var filter = new BillLineFilter(
            call.Id("customer_id")!.Value, call.Text("service_type_code"), Mode(charging), call.Text("region_code"), call.Text("resource_id"),
            call.Text("resource_name"), call.Text("trade_id"),
            association is null ? null : association == "1" ? AssociationMode.Referral : AssociationMode.Resale, call.Day("bill_date_begin"), call.Day("bill_date_end"));
        var (rows, count) = charging is "10" or "11" ? ([], 0) : await call.Get<IBillLines>().Matching(call.By, month, filter, skip, limit, call.Ct);
        var products = Products(call);
        return new
        {
            total_count = count,
            currency = Wire.Currency,
            fee_records = rows.Select(row => Line(row, month, association, products)),
        };
    }

    private static object Line(BillLine row, Month month, string? association, ProductTerms products) => new
    {
        bill_cycle = month.ToString(),
        customer_id = row.Customer.ToString("n"),
        association_type = association,
        service_type_code = row.ProductType,
        service_type_name = products.NameOf(row.ProductType),
        resource_type_code = row.ResourceType,
        resource_type_name = products.NameOfResource(row.ResourceType),
        charging_mode = row.BillingMode == BillingMode.Period ? 1 : 3,
        trade_time = Wire.Time(row.TransactionAt),
        trade_id = row.ChargeId,
        id = row.ChargeId,
        bill_detail_type = Detail(row.ChargeType, row.OrderType),
        resource_id = row.ResourceId,
        resource_name = row.ResourceName,
        region_code = row.Region,
        region_name = row.Region,
        product_id = row.Product,
        product_name = row.Product,
        consume_time = Wire.Time(row.PeriodStart ?? row.TransactionAt),
        official_amount = Wire.Number(row.Official),
        official_discount_amount = Wire.Number(row.Discount),
        payment_amount = Wire.Number(row.Billed),
        cash_amount = Wire.Number(row.Billed - row.Voucher - row.CashCoupon - row.StoredValue - row.Arrears),
        credit_amount = 0.00m,
        coupon_amount = Wire.Number(row.Voucher),
        flexipurchase_coupon_amount = Wire.Number(row.CashCoupon),
        stored_value_card_amount = Wire.Number(row.StoredValue),
        debt_amount = Wire.Number(row.Arrears),
        writeoff_amount = 0.00m,
    };

    /// <summary>What the wire calls a line: new purchase 1, renewal 2, change 3, unsubscription 4, usage 5, refund of a change 20, adjustment 16.</summary>
    public static int Detail(ChargeType charge, OrderType order) => (charge, order) switch
    {
        (ChargeType.Adjustment, _) => 16,
        (ChargeType.Refund, OrderType.Change) => 20,
        (ChargeType.Refund, _) => 4,
        (_, OrderType.Purchase) => 1,
        (_, OrderType.Renewal) => 2,
        (_, OrderType.Change) => 3,
        (_, OrderType.Unsubscription) => 4,
        _ => 5,
    };

    private static async Task<object?> Consumers(Call call)
    {
        var (skip, limit) = call.Page;
        var (rows, count) = await call.Get<BillSums>().Consumers(call.By, call.Month("bill_cycle"), skip, limit, call.Ct);
        return new { sub_customers = rows.Select(row => new { customer_id = row.ToString("n") }), total_count = count };
    }

    public static BillingMode? Mode(string? charging) => charging switch
    {
        "1" => BillingMode.Period,
        "3" => BillingMode.PayPerUse,
        _ => null,
    };
}
