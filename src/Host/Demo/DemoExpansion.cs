using System.Text;
using PartnerCenter.Customers.Expansion;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Calculator;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Host.Demo;

/// <summary>Sales expansion tasks in every state, of a solution provider's customers and of those of a distributor and its resellers; a list of the price calculator.</summary>
internal sealed partial class DemoWorld
{
    private async Task Expansion()
    {
        var (manager, lin, gao, fang) =
            (await Person("manager@vendor.example"), await Person("lin@northstar.example"), await Person("gao@rivergate.example"), await Person("fang@northstar.example"));
        var today = new BusinessDay(clock).Today;
        clock.MoveTo(clock.GetUtcNow().AddDays(-12));
        var late = (await Give("visit", "了解数据库与灾备现状", "拜访信息部，了解现有数据库的规模、灾备要求和换代计划。", "云数据库、容灾", today.AddDays(-2), "C-10001"))[0];
        var ended = (await Give("new-product", "对象存储低频档推广", "介绍低频存储的价格与适用数据，约一次成本测算。", "对象存储", today.AddDays(10), "C-10002"))[0];
        var ofReseller = (await Give("cross-sell", "教育行业安全加固", "结合等保要求介绍主机安全与防火墙。", "主机安全", today.AddDays(6), "C-26001"))[0];
        await With((ProcessSalesTask process) => process.Start(late, lin));
        await With((ProcessSalesTask process) => process.Hand(late, fang.Account, lin));
        await With((ProcessSalesTask process) => process.Start(ended, lin));
        await With((ProcessSalesTask process) => process.Start(ofReseller, gao));
        clock.MoveTo(clock.GetUtcNow().AddDays(4));
        await With((ProcessSalesTask process) => process.Note(late, "已电话沟通，客户希望下周面谈。", fang));
        await With((ProcessSalesTask process) => process.Note(ofReseller, "已与云经销商一同拜访，客户需要报价。", gao));
        await With((ProcessSalesTask process) => process.Finish(ended, SalesTaskResult.Later, today.AddDays(60), "年度预算确定后再谈。", lin));
        clock.MoveTo(clock.GetUtcNow().AddDays(8));
        await Give("renewal", "包年资源到期提醒", "资源将在本季度到期，请确认续费意向。", "", today.AddDays(20), "C-20001", "C-20002", "C-10003");
        await With((WatchSalesTasks watch) => watch.Run(new(clock.GetUtcNow()), null!, default));

        // A list for a customer's question, shared with it.
        var list = await With((SavePriceList save) => save.Run(
            "测试环境一年", [new("ecs.c4", "north-1", PurchaseType.Period, 2, 12), new("evs.ssd100", "north-1", PurchaseType.Period, 2, 12), new("eip.5m", "north-1", PurchaseType.PayPerUse, 1, 200)], lin));
        await With(async (SharePriceList share) => await share.Run(list, "http://localhost:8080", lin));

        async Task<IReadOnlyList<Guid>> Give(string kind, string title, string what, string subject, DateOnly due, params string[] customers)
        {
            using var file = new MemoryStream(Encoding.UTF8.GetBytes($"customer\n{string.Join('\n', customers)}\n"));
            return (await With((GiveSalesTasks give) => give.Run(new(kind, title, what, subject, due, null), file, manager))).Tasks;
        }
    }
}
