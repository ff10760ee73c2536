using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Vouchers and cash coupons that a partner issues to its customers, and what a customer has. Stored-value cards are no coupons on the wire.</summary>
internal static class CouponOperations
{
    private const int MostCustomers = 100;

    private static readonly Dictionary<EntryKind, int> Kinds = new()
    {
        [EntryKind.Issued] = 1,
        [EntryKind.Reclaimed] = 2,
        [EntryKind.Disassociated] = 3,
        [EntryKind.Unsubscribed] = 5,
        [EntryKind.ModeSwitched] = 8,
    };

    public static IEnumerable<Operation> All =>
    [
        new("CreatePartnerCoupons", "POST", "/v2/promotions/benefits/partner-coupons", Side.Partner, VouchersModule.Give,
            new("向客户发放优惠券", "Issue vouchers to customers out of a quota"), Create),
        new("ListIssuedPartnerCoupons", "GET", "/v2/promotions/benefits/partner-coupons", Side.Partner, VouchersModule.See,
            new("查询已发放的优惠券", "Vouchers issued to customers"), Issued),
        new("ReclaimPartnerCoupons", "POST", "/v2/promotions/benefits/partner-coupons/reclaim", Side.Partner, VouchersModule.Give,
            new("回收客户的优惠券", "Take back a voucher that is not used"), Reclaim),
        new("ListPartnerCouponsRecord", "GET", "/v2/promotions/benefits/partner-coupons/records/query", Side.Partner, VouchersModule.See,
            new("查询优惠券发放与回收记录", "What was issued and came back"), Records),
        new("ListSubCustomerCoupons", "GET", "/v2/promotions/benefits/coupons", Side.Customer, VouchersModule.Own,
            new("查询客户自己的优惠券", "A customer's own vouchers"), Own),
    ];

    /// <summary>Each customer by itself: what one is refused for stands beside it, and the others have theirs.</summary>
    private static async Task<object?> Create(Call call)
    {
        call.NoReseller();
        call.Need("quota_id");
        var (quota, face) = (call.Id("quota_id"), call.Need("face_value", 40));
        var customers = call.Texts("customer_ids", MostCustomers);
        if (customers.Count == 0)
        {
            throw WireError.Parameter("customer_ids", "is missing");
        }

        if (call.Texts("cloud_service_types", 10).Count > 0)
        {
            throw WireError.Parameter("cloud_service_types", "is not kept here: name product_ids");
        }

        var limits = LimitsForm.None with { Products = string.Join(',', call.Texts("product_ids", 10)) };
        var (from, to, command) = (call.Instant("valid_time"), call.Instant("expire_time"), call.Caller.Command ?? Guid.CreateVersion7());
        var form = new VoucherForm(
            quota, null, face, from is { } first ? BusinessDay.Of(first) : null, to is { } last ? BusinessDay.Of(last.AddSeconds(-1)) : null, limits,
            call.Text("memo", 100));
        var (issued, failed) = await Batch.Run(call, customers, async (text, n) =>
        {
            var id = CommandId.Part(command, n);
            await call.Get<IssueVoucher>().Run(id, form with { Customer = Call.IdOf(text) }, call.By, call.Ct);
            return new { id = text, coupon_id = id.ToString("n") };
        });
        return new { coupon_infos = issued, error_details = failed };
    }

    private static async Task<object?> Reclaim(Call call)
    {
        call.NoReseller();
        call.Need("coupon_id");
        return await call.Get<ReclaimVoucher>().Run(call.Id("coupon_id")!.Value, call.By, call.Ct) ? null : throw NoCoupon();
    }

    private static async Task<object?> Issued(Call call)
    {
        call.NoReseller();
        var ((skip, limit), today) = (call.Page, call.Get<BusinessDay>().Today);
        var filter = Filter(call) with
        {
            Customer = call.Id("customer_id"),
            Issued = (call.Instant("create_time_begin"), call.Instant("create_time_end")),
            Begins = (Wire.Day(call.Instant("effective_time_begin")), Wire.Day(call.Instant("effective_time_end"))),
            Ends = (Wire.Day(call.Instant("expire_time_begin")), Wire.Day(call.Instant("expire_time_end"))),
        };
        var lists = call.Get<CustomerVoucherLists>();
        var rows = await lists.Issued(call.By, filter, null, skip, limit, call.Ct);
        return new
        {
            total_count = await lists.Count(call.By, filter, call.Ct),
            user_coupons = rows.Select(row => new
            {
                coupon_id = row.Id.ToString("n"),
                status = Status(row.On(today)),
                customer_id = row.CustomerId.ToString("n"),
                coupon_type = Type(row.Sort),
                measure_id = Wire.Yuan,
                face_value = Wire.Number(row.Face),
                effective_time = Wire.Begin(row.ValidFrom),
                expire_time = Wire.End(row.ValidTo),
                promotion_plan_desc = row.Reason,
                media_type = 1,
                fetch_method = 3,
                use_limits = CouponLimits.Of(row),
                active_time = Wire.Time(row.IssuedAt),
                last_used_time = row.Remaining < row.Face ? Wire.Time(row.ChangedAt) : null,
                create_time = Wire.Time(row.IssuedAt),
                balance = Wire.Number(row.Remaining),
                is_frozen = "0",
            }),
        };
    }

    private static async Task<object?> Own(Call call)
    {
        call.NoReseller();
        var ((skip, limit), today) = (call.Page, call.Get<BusinessDay>().Today);
        var filter = Filter(call) with
        {
            Issuer = call.Id("source_id"),
            Issued = (call.Instant("active_start_time"), call.Instant("active_end_time")),
        };
        var lists = call.Get<CustomerVoucherLists>();
        var rows = await lists.Own(call.By, filter, null, skip, limit, call.Ct);
        return new
        {
            count = await lists.Count(call.By, filter, call.Ct),
            user_coupons = rows.Select(row => new
            {
                coupon_id = row.Id.ToString("n"),
                coupon_code = row.Number,
                status = Status(row.On(today)),
                customer_id = row.CustomerId.ToString("n"),
                coupon_type = Type(row.Sort),
                measure_id = Wire.Yuan,
                face_value = Wire.Number(row.Face),
                valid_time = Wire.Begin(row.ValidFrom),
                expire_time = Wire.End(row.ValidTo),
                plan_desc = row.Reason,
                media_type = 1,
                fetch_method = 3,
                use_limits = CouponLimits.Of(row),
                active_time = Wire.Time(row.IssuedAt),
                create_time = Wire.Time(row.IssuedAt),
                coupon_version = 2,
                balance = Wire.Number(row.Remaining),
                is_frozen = "0",
                currency = Wire.Currency,
                source_id = row.IssuerId?.ToString("n"),
            }),
        };
    }

    private static async Task<object?> Records(Call call)
    {
        call.NoReseller();
        var (skip, limit) = call.Page;
        var asked = call.Texts("operation_types", 9);
        if (asked.Any(text => text is not [>= '1' and <= '9']))
        {
            throw WireError.Parameter("operation_types");
        }

        // Nothing that failed is kept: what is asked of it is an empty list.
        var failed = call.OneOf("result", "0", "-1") == "-1";
        var coupons = call.Texts("coupon_ids", 100);
        var filter = new EntryFilter([.. Kinds.Where(pair => !failed && (asked.Count == 0 || asked.Contains($"{pair.Value}"))).Select(pair => pair.Key)], call.Id("quota_id"))
        {
            Sort = Wire.QuotaSort(call.Number("quota_type", 0, 1)),
            Vouchers = coupons.Count == 0 ? null : [.. coupons.Select(Call.IdOf)],
            Customer = call.Id("customer_id"),
            At = (call.Instant("operation_time_begin"), call.Instant("operation_time_end")?.AddSeconds(1)),
        };
        var lists = call.Get<QuotaLists>();
        var rows = await lists.Entries(call.By, filter, skip, limit, call.Ct);
        var sorts = (await lists.Of(call.By, new() { Ids = [.. rows.Select(row => row.QuotaId)] }, null, 0, limit, call.Ct)).ToDictionary(row => row.Id, row => row.Sort);
        return new
        {
            total_count = await lists.CountEntries(call.By, filter, call.Ct),
            records = rows.Select(row => new
            {
                id = row.Id.ToString("n"),
                operation_type = $"{Kinds[row.Kind]}",
                quota_id = row.QuotaId.ToString("n"),
                quota_type = Wire.QuotaType(sorts[row.QuotaId]),
                coupon_id = row.VoucherId?.ToString("n"),
                customer_id = row.CustomerId?.ToString("n"),
                operation_amount = Wire.Number(decimal.Abs(row.Amount)),
                operation_time = Wire.Time(row.At),
                result = "0",
                remark = row.Remark,
            }),
        };
    }

    /// <summary>What both lists can be narrowed by. Discount and product coupons are no kinds of ours, and no card is a coupon.</summary>
    private static VoucherFilter Filter(Call call)
    {
        var standing = call.Number("status", 1, 5) switch
        {
            1 => VoucherStanding.NotYet,
            2 => VoucherStanding.Usable,
            3 => VoucherStanding.Used,
            4 => VoucherStanding.Expired,
            5 => VoucherStanding.Reclaimed,
            _ => (VoucherStanding?)null,
        };
        return call.Number("coupon_type", 1, 4) switch
        {
            1 => new(null, VoucherSort.Voucher, standing) { Id = call.Id("coupon_id") },
            4 => new(null, VoucherSort.CashCoupon, standing) { Id = call.Id("coupon_id") },
            2 or 3 => new() { Id = Guid.Empty },
            _ => new(null, null, standing) { Id = call.Id("coupon_id"), NoCards = true },
        };
    }

    public static int Type(VoucherSort sort) => sort == VoucherSort.Voucher ? 1 : 4;

    private static int Status(VoucherStanding standing) => standing switch
    {
        VoucherStanding.NotYet => 1,
        VoucherStanding.Usable => 2,
        VoucherStanding.Used => 3,
        VoucherStanding.Expired => 4,
        _ => 5,
    };

    private static WireError NoCoupon() => new(400, "CBC.99000048", "The coupon is not there: it is expired or was reclaimed.");
}
