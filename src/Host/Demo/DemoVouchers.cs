using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Vouchers;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Host.Demo;

/// <summary>Quotas of a provider and a distributor, a part of which a reseller has, and what customers hold out of them and from the vendor.</summary>
internal sealed partial class DemoWorld
{
    private async Task Vouchers(Dictionary<string, PartnerView> companies)
    {
        var (lin, gao, ma) = (await Person("lin@northstar.example"), await Person("gao@rivergate.example"), await Person("ma@cloudlane.example"));
        var today = new BusinessDay(clock).Today;
        var of = await With((Associations a) => a.Present(lin.PartnerId));
        var (lotus, cedar) = (of.Single(a => a.Name == "莲花超市集团"), of.Single(a => a.Name == "雪松银行"));
        var own = await Quota("northstar", VoucherSort.Voucher, "50000.00", LimitsForm.None, null, "年度拓展支持");
        await Quota("northstar", VoucherSort.CashCoupon, "8000.00", new(null, null, false, true), cedar.Number, "迁移项目支持");
        var acquisition = await Quota("northstar", VoucherSort.Voucher, "20000.00", new(null, "ecs, evs", true, false), null, "拉新活动");
        var channel = await Quota("rivergate", VoucherSort.Voucher, "80000.00", LimitsForm.None, null, "渠道拓展支持");

        await Issue(lin, own, lotus.Customer, "2000.00", LimitsForm.None, today.AddMonths(3), "大促资源支持");
        await Issue(lin, own, cedar.Customer, "1500.00", new(PurchaseTypes.PayPerUse, "obs", false, true), today.AddDays(5), "测试数据存储");
        await Issue(lin, acquisition, lotus.Customer, "800.00", LimitsForm.None, null, "新客首单");
        var wrong = await Issue(lin, own, lotus.Customer, "20000.00", LimitsForm.None, null, "面额有误");
        await With((ReclaimVoucher reclaim) => reclaim.Run(wrong, lin));

        var (part, manager) = (Guid.CreateVersion7(), await Person("manager@vendor.example"));
        await With((ShareQuota share) => share.Run(part, channel, companies["cloudlane"].Id, "15000.00", "三季度任务", gao));
        foreach (var customer in await With((Associations a) => a.Present(ma.PartnerId)))
        {
            await Issue(ma, part, customer.Customer, "500.00", LimitsForm.None, null, "新客支持");
        }

        foreach (var (sort, face, reason) in new[] { (VoucherSort.Voucher, "300.00", "问卷礼遇"), (VoucherSort.CashCoupon, "120.00", "服务补偿"), (VoucherSort.StoredValueCard, "5000.00", "购买储值卡") })
        {
            await With((IssueVendorVoucher issue) => issue.Run(
                Guid.CreateVersion7(), new(lotus.Number, sort, face, today, today.AddYears(1), LimitsForm.None, reason), manager));
        }

        async Task<Guid> Quota(string partner, VoucherSort sort, string amount, LimitsForm limits, string? customer, string reason)
        {
            var id = Guid.CreateVersion7();
            var form = new QuotaForm(companies[partner].Number, sort, amount, customer, today, today.AddMonths(9), limits, reason);
            await With(async (GiveQuota give) => await give.Run(id, form, await Person("manager@vendor.example")));
            return id;
        }
    }

    private async Task<Guid> Issue(Actor by, Guid quota, Guid customer, string face, LimitsForm limits, DateOnly? to, string reason)
    {
        var id = Guid.CreateVersion7();
        await With((IssueVoucher issue) => issue.Run(id, new(quota, customer, face, null, to, limits, reason), by));
        return id;
    }
}
