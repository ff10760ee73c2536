using PartnerCenter.Billing;
using PartnerCenter.Billing.Bills;
using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>
/// What a customer consumed in months that are closed: as transactions, cut to the cent as they are billed, and by resource, with eight
/// decimals. There are no marketplace, enterprise projects or sub accounts in it: what is asked of them is an empty list.
/// </summary>
internal static class OwnBillOperations
{
    private const int Cloud = 1;
    private const int Paid = 1;
    private const int Outstanding = 2;

    private static readonly string[] Kinds = ["1", "2", "3", "4", "5", "8", "9", "14", "16", "18", "20", "23", "24", "25", "103"];

    public static IEnumerable<Operation> All =>
    [
        new("ListCustomerBillsFeeRecords", "GET", "/v2/bills/customer-bills/fee-records", Side.Customer, BillingModule.Own,
            new("查询流水账单", "A customer's transactions of a month"), Transactions),
        new("ListCustomerselfResourceRecords", "GET", "/v2/bills/customer-bills/res-fee-records", Side.Customer, BillingModule.Own,
            new("查询资源消费记录", "What a customer's resources cost"), ByResource),
        new("ListCustomerselfResourceRecordDetails", "POST", "/v2/bills/customer-bills/res-records/query", Side.Customer, BillingModule.Own,
            new("查询资源详单", "What a customer's resources cost, in detail"), Details),
    ];

    private static async Task<object?> Transactions(Call call)
    {
        var ((skip, limit), month) = (call.Page, call.Month("bill_cycle"));
        var (status, provider) = (call.OneOf("status", "1", "2", "3"), call.OneOf("provider_type", "1", "2"));
        var filter = Filter(call, "charging_mode") with
        {
            ProductType = call.Text("service_type_code"),
            ResourceType = call.Text("resource_type_code"),
            Region = call.Text("region_code"),
            ChargeId = call.Text("trade_id"),
            Owed = status is null ? null : status == "2",
            From = DayOf(call, "bill_date_begin", month),
            To = DayOf(call, "bill_date_end", month),
        };
        var (rows, count) = IsNone(call, "charging_mode") || status == "3" || provider == "2" ? ([], 0) : await Lines(call, month, filter, skip, limit);
        var products = BillOperations.Products(call);
        return new
        {
            total_count = count,
            records = rows.Select(row => new
            {
                bill_cycle = month.ToString(),
                customer_id = row.Customer.ToString("n"),
                service_type_code = row.ProductType,
                resource_type_code = row.ResourceType,
                service_type_name = products.NameOf(row.ProductType),
                resource_type_name = products.NameOfResource(row.ResourceType),
                region_code = row.Region,
                charging_mode = Charging(row),
                consume_time = Wire.Time(row.PeriodStart ?? row.TransactionAt),
                trade_time = Wire.Time(row.TransactionAt),
                provider_type = Cloud,
                trade_id = row.ChargeId,
                id = row.ChargeId,
                bill_type = BillOperations.Detail(row.ChargeType, row.OrderType),
                status = row.Arrears == 0 ? Paid : Outstanding,
                official_amount = Wire.Number(row.Official),
                official_discount_amount = Wire.Number(row.Discount),
                erase_amount = Wire.Number(row.RoundingRemainder),
                consume_amount = Wire.Number(row.Billed),
                cash_amount = Wire.Number(row.Billed - row.Voucher - row.CashCoupon - row.StoredValue - row.Arrears),
                credit_amount = 0.00m,
                coupon_amount = Wire.Number(row.Voucher),
                flexipurchase_coupon_amount = Wire.Number(row.CashCoupon),
                stored_value_card_amount = Wire.Number(row.StoredValue),
                bonus_amount = 0.00m,
                debt_amount = Wire.Number(row.Arrears),
                writeoff_amount = 0.00m,
                region_name = row.Region,
                account_name = call.Caller.Domain.Name,
            }),
            currency = Wire.Currency,
        };
    }

    private static async Task<object?> ByResource(Call call)
    {
        var ((skip, limit), month) = (call.Page, call.Month("cycle"));
        var filter = Filter(call, "charge_mode") with
        {
            Grouping = Grouping(call),
            ProductType = call.Text("cloud_service_type"),
            Region = call.Text("region"),
            ResourceId = call.Text("resource_id"),
            ChargeId = call.Text("trade_id"),
            From = DayOf(call, "bill_date_begin", month),
            To = DayOf(call, "bill_date_end", month),
        };
        var (rows, count) = IsNone(call, "charge_mode") ? ([], 0) : await Lines(call, month, filter, skip, limit);
        var products = BillOperations.Products(call);
        return new
        {
            fee_records = rows.Select(row => new
            {
                bill_date = Date(row),
                bill_type = BillOperations.Detail(row.ChargeType, row.OrderType),
                customer_id = row.Customer.ToString("n"),
                region = row.Region,
                region_name = row.Region,
                cloud_service_type = row.ProductType,
                resource_type = row.ResourceType,
                cloud_service_type_name = products.NameOf(row.ProductType),
                resource_type_name = products.NameOfResource(row.ResourceType),
                effective_time = row.PeriodStart is { } from ? Wire.Time(from) : null,
                expire_time = row.PeriodEnd is { } until ? Wire.Time(until) : null,
                resource_id = row.ResourceId,
                resource_name = row.ResourceName,
                product_id = row.Product,
                product_name = row.Product,
                trade_id = Trade(row),
                id = Trade(row),
                trade_time = Wire.Time(row.TransactionAt),
                charge_mode = $"{Charging(row)}",
                official_amount = Wire.Number(row.Official),
                discount_amount = Wire.Number(row.Discount),
                amount = Wire.Number(row.Payable),
                cash_amount = Wire.Number(Cash(row)),
                credit_amount = 0.00m,
                coupon_amount = Wire.Number(row.Voucher),
                flexipurchase_coupon_amount = Wire.Number(row.CashCoupon),
                stored_card_amount = Wire.Number(row.StoredValue),
                bonus_amount = 0.00m,
                debt_amount = Wire.Number(row.Arrears),
                adjustment_amount = 0.00m,
                measure_id = Wire.Yuan,
                consume_time = Wire.Time(row.PeriodStart ?? row.TransactionAt),
                account_name = call.Caller.Domain.Name,
            }),
            total_count = count,
            currency = Wire.Currency,
        };
    }

    private static async Task<object?> Details(Call call)
    {
        var ((skip, limit), month) = (call.Page, call.Month("cycle"));
        var filter = Filter(call, "charge_mode") with
        {
            Grouping = Grouping(call),
            ProductType = call.Text("cloud_service_type"),
            ResourceType = call.Text("resource_type"),
            Region = call.Text("region"),
            ResourceId = call.Text("res_instance_id"),
            From = DayOf(call, "bill_cycle_begin", month),
            To = DayOf(call, "bill_cycle_end", month),
        };
        var (rows, count) = IsNone(call, "charge_mode") ? ([], 0) : await Lines(call, month, filter, skip, limit);
        var products = BillOperations.Products(call);
        return new
        {
            monthly_records = rows.Select(row => new
            {
                cycle = month.ToString(),
                bill_date = Date(row),
                bill_type = BillOperations.Detail(row.ChargeType, row.OrderType),
                customer_id = row.Customer.ToString("n"),
                region = row.Region,
                region_name = row.Region,
                cloud_service_type = row.ProductType,

                // The vendor's spelling.
                resource_Type_code = row.ResourceType,
                cloud_service_type_name = products.NameOf(row.ProductType),
                resource_type_name = products.NameOfResource(row.ResourceType),
                res_instance_id = row.ResourceId,
                resource_name = row.ResourceName,
                charge_mode = Charging(row),
                consume_amount = Wire.Number(row.Payable),
                cash_amount = Wire.Number(Cash(row)),
                credit_amount = 0.00m,
                coupon_amount = Wire.Number(row.Voucher),
                flexipurchase_coupon_amount = Wire.Number(row.CashCoupon),
                stored_card_amount = Wire.Number(row.StoredValue),
                bonus_amount = 0.00m,
                debt_amount = Wire.Number(row.Arrears),
                adjustment_amount = 0.00m,
                official_amount = Wire.Number(row.Official),
                discount_amount = Wire.Number(row.Discount),
                measure_id = Wire.Yuan,
                trade_id = Trade(row),
                id = Trade(row),
                product_spec_desc = row.Product,
                effective_time = row.PeriodStart is { } from ? Wire.Time(from) : null,
                expire_time = row.PeriodEnd is { } until ? Wire.Time(until) : null,
                consume_time = Wire.Time(row.PeriodStart ?? row.TransactionAt),
                account_name = call.Caller.Domain.Name,
            }),
            total_count = count,
            currency = Wire.Currency,
        };
    }

    private static Task<(List<BillLine> Lines, long Count)> Lines(Call call, Month month, OwnLineFilter filter, int skip, int limit) =>
        call.Get<IOwnBillLines>().Matching(call.By, month, filter, skip, limit, call.Ct);

    /// <summary>What all three can be narrowed by.</summary>
    private static OwnLineFilter Filter(Call call, string charging)
    {
        var kind = call.OneOf("bill_type", Kinds);
        return new()
        {
            BillingMode = BillOperations.Mode(call.OneOf(charging, "1", "3", "10", "11")),
            NonZero = call.OneOf("include_zero_record", "true", "false") == "false",
            Kinds = kind is null ? null :
            [
                .. from charge in Enum.GetValues<ChargeType>()
                   from order in Enum.GetValues<OrderType>()
                   where $"{BillOperations.Detail(charge, order)}" == kind
                   select (charge, order),
            ],
        };
    }

    private static LineGrouping Grouping(Call call) => call.OneOf("statistic_type", "1", "2", "3") switch
    {
        "2" => LineGrouping.Day,
        "3" => LineGrouping.Line,
        _ => LineGrouping.Month,
    };

    private static bool IsNone(Call call, string charging) =>
        call.OneOf("method", "oneself", "sub_customer", "all") == "sub_customer" || call.Text(charging) is "10" or "11" || call.Text("enterprise_project_id") is not (null or "0");

    private static DateOnly? DayOf(Call call, string name, Month month) => call.Day(name) is not { } day ? null
        : Month.Of(day) == month ? day
        : throw WireError.Parameter(name, "is a day of the month that is asked for");

    private static int Charging(BillLine row) => row.BillingMode == BillingMode.Period ? 1 : 3;

    private static string Date(BillLine row) => BusinessDay.Of(row.TransactionAt).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Several together have no transaction of their own.</summary>
    private static string? Trade(BillLine row) => row.ChargeId.Length == 0 ? null : row.ChargeId;

    private static decimal Cash(BillLine row) => row.Payable - row.Voucher - row.CashCoupon - row.StoredValue - row.Arrears;
}
