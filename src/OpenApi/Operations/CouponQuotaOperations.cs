using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>A partner's voucher quotas, and those that a distributor gives to its resellers.</summary>
internal static class CouponQuotaOperations
{
    private const int MostAtOnce = 100;

    private static readonly Dictionary<EntryKind, string> Kinds = new() { [EntryKind.GivenOn] = "10", [EntryKind.TakenBack] = "11" };

    public static IEnumerable<Operation> All =>
    [
        new("ListQuotaCoupons", "POST", "/v2/partners/coupon-quotas/query", Side.Partner, VouchersModule.See,
            new("查询优惠券额度", "One's quotas"), Own),
        new("UpdateCouponQuotas", "POST", "/v2/partners/coupon-quotas/indirect-partner-adjust", Side.Partner, VouchersModule.Share,
            new("向云经销商发放额度", "Give resellers a part of a quota"), Share),
        new("ReclaimCouponQuotas", "POST", "/v2/partners/coupon-quotas/indirect-partner-reclaim", Side.Partner, VouchersModule.Share,
            new("回收云经销商的额度", "Take back what resellers have not issued"), Reclaim),
        new("ListIssuedCouponQuotas", "GET", "/v2/partners/issued-coupon-quotas", Side.Partner, VouchersModule.Share,
            new("查询已发放给云经销商的额度", "Quotas that resellers have of one"), Shared),
        new("ListCouponQuotasRecords", "GET", "/v2/partners/coupon-quotas/records", Side.Partner, VouchersModule.Share,
            new("查询额度发放与回收记录", "What was given to resellers and came back"), Records),
    ];

    private static async Task<object?> Own(Call call)
    {
        call.NoReseller();
        var ((skip, limit), today) = (call.Page, call.Get<BusinessDay>().Today);
        var states = call.Texts("quota_status_list", 5);
        var filter = new QuotaFilter(Sort: Wire.QuotaSort(call.Number("quota_type", 0, 1) ?? 0))
        {
            Ids = call.Texts("quota_ids", 50) is { Count: > 0 } ids ? [.. ids.Select(Call.IdOf)] : null,
            Given = (call.Instant("create_time_begin"), call.Instant("create_time_end")),
            Begins = (Wire.Day(call.Instant("effective_time_begin")), Wire.Day(call.Instant("effective_time_end"))),
            Ends = (Wire.Day(call.Instant("expire_time_begin")), Wire.Day(call.Instant("expire_time_end"))),
            InForce = (states.Contains("0"), states.Contains("3")) switch { (true, false) => true, (false, true) => false, _ => null },
        };

        // Quotas are never frozen nor being adjusted here.
        var none = states.Count > 0 && !states.Contains("0") && !states.Contains("3");
        var lists = call.Get<QuotaLists>();
        var rows = none ? [] : await lists.Of(call.By, filter, null, skip, limit, call.Ct);
        return new
        {
            total_count = none ? 0 : await lists.Count(call.By, filter, false, call.Ct),
            quotas = rows.Select(row => new
            {
                quota_id = row.Id.ToString("n"),
                quota_type = Wire.QuotaType(row.Sort),
                create_time = Wire.Time(row.GivenAt),
                last_update_time = Wire.Time(row.ChangedAt),
                quota_value = Wire.Number(row.Amount),
                quota_status = InForce(row, today) ? 0 : 3,
                balance = Wire.Number(row.Remaining),
                measure_id = Wire.Yuan,
                currency = Wire.Currency,
                effective_time = Wire.Begin(row.ValidFrom),
                expire_time = Wire.End(row.ValidTo),
                limit_infos = CouponLimits.Of(row),
            }),
        };
    }

    private static async Task<object?> Share(Call call)
    {
        call.Need("quota_id");
        var (quota, amount, resellers) = (call.Id("quota_id")!.Value, call.Need("quota_amount", 40), call.Texts("indirect_partner_ids", MostAtOnce));
        if (resellers.Count == 0)
        {
            throw WireError.Parameter("indirect_partner_ids", "is missing");
        }

        var command = call.Caller.Command ?? Guid.CreateVersion7();
        var (given, failed) = await Batch.Run(call, resellers, async (text, n) =>
        {
            var id = CommandId.Part(command, n);
            return await call.Get<ShareQuota>().Run(id, quota, Call.IdOf(text), amount, null, call.By, call.Ct)
                ? new { id = text, quota_id = id.ToString("n") }
                : throw NoQuota();
        });
        return new { simple_quota_infos = given, error_details = failed };
    }

    private static async Task<object?> Reclaim(Call call)
    {
        var (quotas, remark) = (call.Texts("quota_ids", MostAtOnce), call.Text("remark", 200));
        if (quotas.Count == 0)
        {
            throw WireError.Parameter("quota_ids", "is missing");
        }

        var (taken, failed) = await Batch.Run(call, quotas, async (text, _) =>
            await call.Get<ReclaimQuota>().Run(Call.IdOf(text), remark, call.By, call.Ct) is not null
                ? new { quota_id = text, quota_balance = 0.00m }
                : throw NoQuota());
        return new { simple_quota_infos = taken, error_details = failed };
    }

    private static async Task<object?> Shared(Call call)
    {
        var ((skip, limit), today) = (call.Page, call.Get<BusinessDay>().Today);
        var filter = new QuotaFilter(Partner: call.Id("indirect_partner_id"))
        {
            Ids = call.Id("quota_id") is { } id ? [id] : null,
            Source = call.Id("parent_quota_id"),
        };
        var lists = call.Get<QuotaLists>();
        var rows = await lists.Shared(call.By, filter, null, skip, limit, call.Ct);
        var owners = await lists.Owners(rows, call.Ct);
        return new
        {
            total_count = await lists.Count(call.By, filter, true, call.Ct),
            quotas = rows.Select(row => new
            {
                quota_id = row.Id.ToString("n"),
                quota_type = Wire.QuotaType(row.Sort),
                create_time = Wire.Time(row.GivenAt),
                last_update_time = Wire.Time(row.ChangedAt),
                quota_value = Wire.Number(row.Amount),
                quota_status = row.State == QuotaState.Reclaimed ? 6 : InForce(row, today) ? 0 : 3,
                balance = Wire.Number(row.Remaining),
                measure_id = Wire.Yuan,
                currency = Wire.Currency,
                effective_time = Wire.Begin(row.ValidFrom),
                expire_time = Wire.End(row.ValidTo),
                limit_infos = CouponLimits.Of(row),
                indirect_partner_id = row.PartnerId.ToString("n"),
                indirect_partner_name = owners.GetValueOrDefault(row.PartnerId)?.CompanyName,
                parent_quota_id = row.SourceId?.ToString("n"),
            }),
        };
    }

    private static async Task<object?> Records(Call call)
    {
        var (skip, limit) = call.Page;
        var kind = call.OneOf("operation_type", [.. Kinds.Values]);
        var filter = new EntryFilter([.. Kinds.Where(pair => kind is null || pair.Value == kind).Select(pair => pair.Key)], call.Id("parent_quota_id"), call.Id("quota_id"))
        {
            OtherPartner = call.Id("indirect_partner_id"),
            At = (call.Instant("operation_time_begin"), call.Instant("operation_time_end")?.AddSeconds(1)),
        };
        var lists = call.Get<QuotaLists>();
        var rows = await lists.Entries(call.By, filter, skip, limit, call.Ct);
        var names = await lists.Names([.. rows.Select(row => row.OtherPartnerId).OfType<Guid>()], call.By, call.Ct);
        return new
        {
            total_count = await lists.CountEntries(call.By, filter, call.Ct),
            records = rows.Select(row => new
            {
                id = row.Id.ToString("n"),
                @operator = row.ActorName,
                operation_type = Kinds[row.Kind],
                quota_id = row.OtherQuotaId?.ToString("n"),
                parent_quota_id = row.QuotaId.ToString("n"),
                amount = Wire.Number(decimal.Abs(row.Amount)),
                operation_time = Wire.Time(row.At),
                result = "0",
                indirect_partner_id = row.OtherPartnerId?.ToString("n"),
                indirect_partner_name = row.OtherPartnerId is { } reseller ? names.GetValueOrDefault(reseller) : null,
                remark = row.Remark,
            }),
        };
    }

    private static bool InForce(QuotaRow row, DateOnly today) => row.State == QuotaState.Given && today <= row.ValidTo;

    private static WireError NoQuota() => new(400, "CBC.99000012", "There is no such quota.");
}
